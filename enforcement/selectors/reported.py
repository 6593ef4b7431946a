"""What a paper says of the lead a case came from (举报处理单)."""

from typing import Any

from backend.clock import BEIJING
from backend.domain.forms import day_words
from enforcement.domain.leads import REPLY_MODES
from enforcement.models import Case, Lead
from enforcement.selectors.channels import channel_named
from enforcement.selectors.leads import lead_day


def reported(case: Case) -> dict[str, Any]:
    """Of a case that came from a lead: how it was reported and answered, never by whom."""
    if case.cause_noun != "lead" or case.cause_id is None:
        return {}
    row = Lead.objects.everywhere("guard").select_related("reporter").get(pk=case.cause_id)
    town, reporter = case.venue.township, getattr(row, "reporter", None)
    told = [
        f"{day_words(one.on)}{REPLY_MODES[one.mode][0]}：{one.text}" for one in row.replies.all() if one.text
    ]
    return {
        "report_no": row.number,
        "content": row.content,
        "title": case.violation.title_zh,
        "region": town.name if town else case.organ.name,
        "channel": channel_named(row.channel, row.source).zh,
        "category": case.category.name_zh if case.category else "其他",
        "reported_at": _reported_at(row),
        "reply_wanted": "是" if reporter is not None and reporter.wants_reply else "否",
        "reply": "\n".join(told),
    }


def _reported_at(row: Lead) -> str:
    """The minute it was taken down; of one received on an earlier day, that day."""
    minute = row.created_at.astimezone(BEIJING)
    return minute.strftime("%Y-%m-%dT%H:%M") if lead_day(row) == minute.date() else lead_day(row).isoformat()
