"""Sums of money as a paper says them: in capital figures (大写) with the digits beside."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def money_words(fen: int) -> str:
    """人民币叁仟元整（¥3,000.00）: capital figures beside the sum, so that neither can be altered alone."""
    if isinstance(fen, bool) or not isinstance(fen, int) or fen < 0:
        raise ValueError("money is a whole number of fen")
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    words = _capital(yuan) + "元" if yuan or not rest else ""
    if not rest:
        words += "整"
    elif not cent:
        words += f"{_DIGITS[jiao]}角整"
    else:
        lead = f"{_DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
        words += f"{lead}{_DIGITS[cent]}分"
    return f"人民币{words}（¥{yuan:,}.{rest:02d}）"


def _capital(number: int) -> str:
    if number == 0:
        return "零"
    words, gap = "", False
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    for at in range(len(groups) - 1, -1, -1):
        group = groups[at]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _group(group) + _GROUPS[at]
        gap = False
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for at in range(3, -1, -1):
        digit = number // 10**at % 10
        if digit:
            words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[at]
            gap = False
        else:
            gap = bool(words)
    return words
