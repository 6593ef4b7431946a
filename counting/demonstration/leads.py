"""The leads of the demonstration: each by another channel, and each at another point of its course."""

from datetime import date, datetime, timedelta
from typing import Any

from counting.demonstration.draws import moment_of
from counting.demonstration.history import Story
from enforcement.models import Lead
from enforcement.services.leads import (
    lead_answer,
    lead_dismiss,
    lead_extend,
    lead_refuse,
    lead_register,
    lead_reply,
    lead_transfer,
    lead_verify,
)

CALLER = {"name": "苏念安", "phone": "13900000001", "address": "钢城区虚构路 8 号", "wants_reply": True}
WRITER = {"name": "殷小禾", "phone": "13900000002", "address": "", "wants_reply": True}


def leads_tell(story: Story) -> None:
    """What was reported since August; told by calling the services on the day it came."""
    venues = [v for v in story.venues if story.category[v.uuid] in ("NET", "KTV")][:7]
    shao = story.users["shao"]

    def came(on: date, venue: int | None, channel: str, content: str, **more: Any) -> Lead:
        place = None if venue is None else venues[venue].uuid
        given = {"channel": channel, "content": content, "venue": place, "actor": shao, **more}
        return lead_register(now=moment_of(on, 10, 20), **given)

    def at(lead: Lead, days: int, **more: Any) -> dict[str, Any]:
        when: datetime = lead.created_at + timedelta(days=days)
        return {"lead_id": lead.uuid, "actor": shao, "now": when, **more}

    came(date(2026, 9, 8), 0, "liaison", "巡查发现：周末夜间有疑似未成年人进入。", actor=story.users["lu"])
    checked = came(
        date(2026, 9, 9),
        1,
        "12318",
        "举报：现场歌曲含禁止内容。",
        external_number="12318-2026-0143",
        reporter=CALLER,
    )
    lead_verify(**at(checked, 2, note="调取监控，情况属实"))
    quarrel = came(
        date(2026, 9, 10),
        2,
        "12345",
        "转办：要求退还充值余额。",
        external_number="GD202609100087",
        reporter=WRITER,
    )
    lead_dismiss(**at(quarrel, 1, reason="消费纠纷，已转市场监管部门"))
    lead_reply(**at(quarrel, 1, mode="hotline", to="platform", text="属消费纠纷，已告知向市场监管部门反映。"))
    came(
        date(2026, 9, 8), 3, "12345", "转办：网咖凌晨仍在营业，噪声扰民。", external_number="GD202609080051",
        reporter=CALLER,
    )  # fmt: skip
    again = came(
        date(2026, 9, 14), 3, "12318", "举报：同一家网咖凌晨接纳未成年人。", external_number="12318-2026-0151",
        another="举报接纳未成年人，与噪声、超时营业不是同一件事", reporter=WRITER,
    )  # fmt: skip
    lead_extend(**at(again, 0, reason="需向公安机关调取实名登记数据"))
    smoke = came(date(2026, 8, 24), 4, "letter", "匿名来信：安全出口上锁、消防设施损坏。")
    lead_transfer(**at(smoke, 2, to_organ="钢城区消防救援大队", reason="消防安全不属本单位职责"))
    lead_reply(**at(smoke, 2, mode="none", to="nobody", text="", reason="匿名来信，没有联系方式"))
    lead_answer(**at(smoke, 16, text="已现场检查并责令整改，安全出口已恢复畅通。"))
    vague = came(
        date(2026, 9, 2),
        None,
        "12345",
        "转办：某处有人放映盗版影片，地点不详。",
        external_number="GD202609020013",
    )
    lead_refuse(**at(vague, 3, ground="unclear", reason=""))
    came(
        date(2026, 9, 11), 5, "superior", "市支队交办：核查辖区歌舞娱乐场所曲库更新情况。",
        external_number="济文执交〔2026〕31号",
    )  # fmt: skip
    came(date(2026, 9, 14), 6, "media", "本地媒体报道：暑期有网咖未悬挂未成年人禁入标志。")
