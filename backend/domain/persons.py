"""Persons in free text that goes to the public: names where a word announces one, and where somebody lives.

A name in a field of its own is known exactly; this is for names nobody put in a field: the minors of a case
above all. It would rather hide a word too many: whoever publishes reads the preview.
"""

import re
from collections.abc import Mapping

HIDDEN = "（已隐去）"
# GB 32100: what a unit is registered under; a citizen has none
_UNIT = re.compile(r"[159ANY][1239]\d{6}[0-9A-HJ-NP-RT-UW-Y]{10}")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[0-9Xx](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余"
    "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙"
    "黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庞樊兰殷施洪翟安颜倪季关葛岳柏纪"
    "路管栾齐梅盛童霍柳单鲍司冷尤"
)
# Words that begin with a surname's sign and are no names.
_NO_NAME = (
    "于(?=[当今昨夜凌上下是此该本晚次同])|任(?=[何意])|向(?=[其该店本])|常(?=[年期])|方(?=[可才])|"
    "单(?=[独位])"
)
_NAME = rf"(?!{_NO_NAME})[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?"
_AFTER = (
    r"(?=[，。、；：！？,.;:（）()\s\d]|等|在|于|和|与|及|的|称|说|到|进|上|由|系|"
    r"反映|举报|投诉|来电|来信|（|$)"
)
_BEFORE = (
    r"未成年人|未成年学生|未成年消费者|学生|少年|男孩|女孩|监护人|家长|父亲|母亲|其父|其母|举报人|投诉人|证人|联系人|"
    r"消费者|顾客|经营者|店主|老板|店长|收银员|法定代表人|负责人|来电人|信访人|反映人|姓名"
)
_TOLD = re.compile(rf"(?:{_BEFORE})(?:为|是|：|:)?(?P<first>{_NAME}){_AFTER}")
_MORE = re.compile(rf"(?:、|和|与|及)(?P<more>{_NAME}){_AFTER}")
_HOME = re.compile(
    r"(家住|家庭住址|户籍所在地|户籍地址|户籍地|现住址|现住|住址|住在|住于)(为|是|在|：|:)?[^，。；,;\n（）()]+"
)


def names_told(text: str) -> set[str]:
    """Names a word before them announces, and those that follow in the same list."""
    found: set[str] = set()
    for one in _TOLD.finditer(text):
        found.add(one["first"])
        end = one.end()
        while more := _MORE.match(text, end):
            found.add(more["more"])
            end = more.end()
    return found


def homes_hidden(text: str) -> str:
    """The text without where somebody lives."""
    return _HOME.sub(lambda home: f"{home[1]}{HIDDEN}", text)


def name_cut(name: str) -> str:
    """李某, 欧某某."""
    return f"{name[0]}某某" if len(name) > 2 else f"{name[0]}某"


def told_openly(text: str) -> str:
    """Free text without the names a word announces, homes, numbers and telephones."""
    return public_words(text, {name: name_cut(name) for name in names_told(text)})


def public_words(text: str, secret: Mapping[str, str]) -> str:
    """Free text without the names and numbers it repeats, the longest first, so that none is cut in two."""
    for word in sorted(secret, key=len, reverse=True):
        text = text.replace(word, secret[word])
    return _PHONE.sub(HIDDEN, _IDENTITY.sub(HIDDEN, homes_hidden(text)))


def unit_shown(name: str, owner: str) -> str:
    """The name of a venue or party as the public reads it: one that is called as its owner is a person."""
    return name_cut(name) if name and name == owner else name


def unit_named(name: str, code: str, owner: str) -> bool:
    """Whether the public may read this name and code: of a unit, not called as its owner."""
    if not _UNIT.fullmatch(code) or _IDENTITY.fullmatch(code):  # a citizen of Beijing begins with 11 too
        return False
    return bool(name) and name != owner
