"""The words bureaus print in quota columns, as tokens; one unknown word and nothing is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

_ORDINARY: Final = "零一二三四五六七八九"
_NUM: Final = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?)"
_CHINESE: Final = re.compile(
    r"([一二三四五六七八九]?千)?零?([一二三四五六七八九]?百)?零?([一二三四五六七八九]?十)?零?([零一二三四五六七八九])?"
)
_OBJECT: Final = r"(?:市场主体|经营主体|经营单位|检查对象|抽查对象|监管对象|企业|单位|场所|主体|对象|商户)"
# Free text inside a reference: no number that could be a quota, no bound, no choice.
_FREE: Final = (
    rf"(?:《[^》]*》|[〔\[]\d{{4}}[〕\]]\d+号|\d{{4}}年度?|(?!{_NUM}[家户个处次]|不少于|不低于|不超过|不高于|至少|至多|或)"
    r"[^\d%‰‱,;。])"
)
_LEVEL: Final = (
    r"(?:信用|风险|等级|分类)*(?:[A-E]{1,3}(?:等?级|类|档)?|(?:较低|较高|中高|中低|一般|低|中|高)(?:信用)?风险(?:等?级)?"
    rf"|(?:I{{1,3}}|IV|[一二三四])[级类])(?:风险)?的?{_OBJECT}?"
)
_WORDS: Final[tuple[tuple[str, str], ...]] = (
    (
        "NEED",
        r"按需要?(?:抽查|检查|开展|确定)?|视情况?(?:而定|确定|开展)?|(?:适时|酌情)(?:确定|开展|抽查|检查)?|待定",
    ),
    ("NEED", r"不定期(?:开展|抽查|检查)?|(?:另行|待)(?:确定|通知)"),
    (
        "NEED",
        r"(?:按照?|根据|视|依据|结合)(?:工作|监管|实际|执法|具体)*(?:需要|情况|情形)(?:而定|确定|开展|执行)?",
    ),
    ("UNSPECIFIED", r"不限|不设[上下]限|无上限|未明确|未规定|不作(?:具体)?规定|(?:适当|一定|合理)比例"),
    (
        "REFERENCE",
        rf"(?:按照?|依照|依据|根据|参照|遵照|执行){_FREE}{{0,60}}?(?:文件|要求|规定|计划|方案|部署|通知|标准|清单"
        r"|安排|办法|条例|细则|任务)(?:要求|规定)?(?:执行|实施|开展|进行|确定|办理|落实)?",
    ),
    ("REFERENCE", rf"(?:结合|与|随){_FREE}{{1,30}}?(?:一并|同步|合并|一起)(?:开展|进行|实施|检查)"),
    ("REFERENCE", r"详?见(?:附件|附表|方案|清单|通知|文件)\d*|同上"),
    (
        "LEVELS",
        r"(?:按照?|依照|依据|根据|结合)[^\dA-Z%‰,;。低高中]{0,12}?(?:信用|风险|等级|分级|分类|状况|水平|结果|程度)+"
        r"(?:差异化|分级|分类)?(?:确定|抽查|检查|执行|实施|开展|监管|管理)*(?:比例|频次)*",
    ),
    ("LEVELS", r"(?:分级|分类|差异化)(?:分类)?(?:抽查|监管|检查)"),
    ("WINDOW", r"(?:每个?|一个?|1个?|同一个?)(?:自然)?年度?内?|全年度?|本?年度内?|年内|当年|\d{4}年度?"),
    ("WINDOW", r"年(?=抽查|检查|不|至少|最|[≥≤\d一二两三四])|每?半年度?|每个?季度?|季度"),
    ("WINDOW", r"(?:每个?|一个|1个)月|每(?:周|星期)|每?(?:[2-9]|[二两三四五六])(?:年|个月)"),
    ("WINDOW", r"(?:许可证?|证件)?有效期内"),
    ("PER_WINDOW", r"/每?(?:[2-9]|[二两三四五六])?个?(?:半年|年|季|月|周)度?"),
    ("PER_OBJECT", r"/[家户个]|对?同一[^\d,;。%每不至最年半一二两三四五六七八九十同]{1,24}"),
    ("PER_OBJECT", rf"对?每一?[家户个](?!月|季|年|半){_OBJECT}?"),
    ("LEVEL", _LEVEL),
    (
        "CLASS",
        r"互联网上网服务营业场所|网吧|(?:歌舞|游艺)?娱乐场所|演出场所|旅行社|艺术品经营单位|电竞酒店|电?影院",
    ),
    ("CLASS", r"经营性互联网文化单位|剧本娱乐场所|印刷企业|出版物发行单位|书店|卫星接收设施"),
    ("CLASS", r"(?:一般|重点)(?:检查|抽查)?(?:事项|单位|对象|企业)"),
    ("NOISE", r"频次|频率|次数|周期|家数|户数|控制在(?=[^,;]*(?:以内|以下|之内|-|至|~))"),
    ("EACH", r"每次|每批次?|每轮|各"),
    ("FLOOR_AFTER", r"(?:\(含\))?[及或]?以上(?:\(含\))?"),
    ("CAP_AFTER", r"(?:\(含\))?[及或]?(?:以下|以内|之内)(?:\(含\))?"),
    ("ABOUT_AFTER", r"左右|上下"),
    ("ABOUT", r"大约|约|大概"),
    ("FULL", rf"(?:全|全面)覆盖|全部|全量|全数|逐[家户]|应查尽查|所有{_OBJECT}?"),
    ("FLOOR", r">=|≥|≧|⩾|不(?:得|应|能)?(?:少于|低于|小于)|大于或?等于|至少|最少|最低|应?达到|下限为?"),
    ("CAP", r"<=|≤|≦|⩽|不(?:得|应|能)?(?:超过|高于|多于|大于|超出)|小于或?等于|至多|最多|最高|上限为?"),
    ("OVER", r"超过|高于|多于|大于|>"),
    ("UNDER", r"少于|低于|小于|<"),
    ("SHORT", rf"不足{_NUM}[家户个]的?,?(?:均?按|抽查?)(?P<short>{_NUM})[家户个](?:计算?|抽取|抽查)?"),
    ("FRACTION", rf"(?P<below>{_NUM})分之(?P<above>{_NUM})"),
    ("RANGE", r"[和与](?=[^,;]*之间)|[-‐‑‒–—―−~〜]+|至|到"),
    ("OR", r"或者?"),
    ("NOISE", r"[并而]且|且|并|同时|以及|和|与|及"),
    ("HEDGE", r"原则上"),
    ("VISITS", r"[家户]次"),
    ("COUNT", rf"[家户个处]{_OBJECT}?"),
    ("TIMES", r"次"),
    ("PERCENT", r"[%‰‱]"),
    ("NUMBER", _NUM),
    (
        "NOISE",
        r"[,;。、:()]|总(?:户|家)?数|总量|基数|名录库|对象库|主体库|辖区内?|全[市区县省]|在册|随机|双随机|联合",
    ),
    (
        "NOISE",
        r"现场|实地|日常|抽查率|覆盖率|比例|抽查|检查|抽取|抽检|监督|执法|开展|进行|实施|组织|安排|数量|计划",
    ),
    ("NOISE", rf"{_OBJECT}|之间|介于|应当?|按照|[的为是占在按须需]"),
)
_LEXICON: Final = re.compile("|".join(f"(?P<{name}_{n}>{rule})" for n, (name, rule) in enumerate(_WORDS)))


class NotUnderstood(Exception):
    """The wording has a word or a combination this reader does not know."""


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int
    value: Fraction = Fraction(0)


def normalised(verbatim: str) -> str:
    text = unicodedata.normalize("NFKC", verbatim).upper()
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", text).strip()
    text = re.sub(r"(?<=\d)\s+(?=\d)", ";", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", re.sub(r"\s+", "", text))
    return "" if re.fullmatch(r"[-—–/]+", text) else text


def number(word: str) -> Fraction:
    """A number in Arabic or Chinese digits: 0.5, 二十五, 一百, 零点五; 六七 is two numbers and none."""
    if word[0].isascii():
        return Fraction(word)
    whole, _, decimals = word.replace("两", "二").replace("〇", "零").partition("点")
    found = _CHINESE.fullmatch(whole)
    if not found:
        raise NotUnderstood(word)
    total = 0
    for part, scale in zip(found.groups(""), (1000, 100, 10, 1), strict=True):
        digit = part.rstrip("千百十")
        total += scale * (_ORDINARY.index(digit) if digit else bool(part))
    return Fraction(f"{total}.{''.join(str(_ORDINARY.index(sign)) for sign in decimals) or 0}")


def tokenised(text: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = _LEXICON.match(text, at)
        if not found:
            raise NotUnderstood(text[at:])
        kind = str(found.lastgroup).rpartition("_")[0]
        token = Token(kind, found.group(), at, found.end())
        at = found.end()
        if kind == "NUMBER":
            tokens.append(replace(token, value=number(token.text)))
        elif kind == "SHORT":
            tokens.append(replace(token, value=number(found["short"])))
        elif kind == "FRACTION":
            share = 100 * number(found["above"]) / number(found["below"])
            tokens += [replace(token, kind="NUMBER", value=share), replace(token, kind="PERCENT", text="%")]
        elif kind != "NOISE":
            tokens.append(token)
    return tokens


def split(tokens: list[Token], kind: str) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == kind:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces
