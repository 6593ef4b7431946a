"""Online patrols (非现场监管): what may be looked at from the desk, and what may come of it."""

from urllib.parse import urlsplit

from backend.domain.states import Facts, Move, Moves

# code → (中文, English)
KINDS: dict[str, tuple[str, str]] = {
    "platform": ("网络平台", "Platform"),
    "live": ("直播间", "Live stream"),
    "shop": ("网店页面", "Shop page"),
    "game": ("网络游戏", "Online game"),
    "camera": ("视频监控平台", "Camera platform"),
    "other": ("其他", "Other"),
}


def address_fault(url: str) -> str:
    """Why an address cannot be kept, "" when it can: of the web, with a host, without a password in it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "不是网址"
    if parts.scheme not in ("http", "https") or not host:
        return "应为 http 或 https 网址"
    return "网址中不得带用户名和口令" if "@" in parts.netloc else ""


def _reason(facts: Facts) -> list[str]:
    return [] if str(facts.get("reason", "")).strip() else ["reason"]


PATROL_MOVES: Moves = {
    ("recorded", "patrol.lead"): Move("led"),
    ("recorded", "patrol.close"): Move("closed", _reason),
}
