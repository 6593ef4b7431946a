"""What was done to a case or its follow-up, in words (办理事项): every verb of their tables."""

from enforcement.domain.tracks import TRACKS, VERB_WORDS

CASE_WORDS: dict[str, str] = {
    "case.file": "立案",
    "case.file_simple": "当场处罚立案",
    "case.report": "当场处罚报备",
    "case.investigate": "调查终结",
    "case.review": "法制审核",
    "case.send_back": "法制审核退回",
    "case.intend": "拟定处罚意见",
    "case.inform": "登记事先告知书送达",
    "case.statement": "登记陈述申辩",
    "case.decide": "作出决定",
    "case.serve": "登记送达",
    "case.pay": "登记缴款",
    "case.perform": "登记履行完毕",
    "case.close": "结案",
    "case.archive": "归档",
    "case.mark": "情节认定",
    "case.assign": "更换承办人",
    "case.settle": "处理不规范情形",
    "case.consent": "补录电子送达确认",
    "case.suspend": "中止",
    "case.resume": "恢复",
    "case.withdraw": "撤销立案",
    "case.transfer": "移送",
    "case.publish": "复核公示",
    "publication.prepare": "拟定公示",
    "publication.return": "退回公示",
}

FOLLOW_UP_WORDS: dict[str, str] = {
    "follow_up.plan": "安排跟进",
    "follow_up.step": "登记跟进事项",
    "follow_up.visit": "提出到场检查",
    "follow_up.record": "审核跟进检查记录",
    "follow_up.prompt": "作信用修复提示",
    "follow_up.close": "完成后续监管",
    "follow_up.send": "发送审批意见",
    "follow_up.answer": "登记审批答复",
    "follow_up.void": "作废后续监管文书",
}


def done_words(verb: str) -> str:
    """What a verb of the journal did, as it is told to a colleague; an unknown one as it is."""
    kind, _, act = verb.partition(".")
    known = CASE_WORDS | FOLLOW_UP_WORDS
    if verb in known:
        return known[verb]
    return f"{TRACKS[kind].zh}：{VERB_WORDS[act][0]}" if kind in TRACKS and act in VERB_WORDS else verb
