"""What a business is told of an inspection (行政检查告知): its rights, and what officers must not do."""

# 国办发〔2024〕54号; 行政检查文书基本格式文本 (notes on the notice)
RIGHTS = (
    "有权要求执法人员出示执法证件，核对身份；未出示执法证件的，有权拒绝检查。",
    "认为执法人员与检查事项有直接利害关系的，有权申请回避。",
    "有权对检查情况进行陈述、申辩。",
    "有权查询检查结果，并对检查行为评价、投诉、举报。",
)
RIGHTS_EN = (
    "You may ask for the officers' certificates and check who they are; without them you may refuse.",
    "You may ask that an officer with an interest in this check be recused.",
    "You may state your view and defend yourself.",
    "You may look up the result, evaluate the check, complain and report.",
)


def name_covered(name: str) -> str:
    """A name as everybody may read it: the first character, the rest as stars."""
    return name[:1] + "*" * len(name[1:])


def items_text(questions: list[tuple[str, str]]) -> str:
    """The items of a visit in one sentence per section: (section, question) in the catalogue's order."""
    sections: dict[str, list[str]] = {}
    for section, question in questions:
        sections.setdefault(section, []).append(question)
    return "；".join(f"{section}：{'、'.join(listed)}" for section, listed in sections.items())
