"""The example case file (一案一卷示例): one archived case of the demonstration, its papers made and bound.

    python -m counting.demonstration.casefile docs/example-case-file.pdf

It loads the demonstration where the installation (VAR_DIR) has none.
"""

import os
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

SAID: dict[str, dict[str, Any]] = {
    "filing_approval": {"handling": "经初步核查，涉嫌违法，符合立案条件，建议立案调查。"},
    "question_record": {
        "place": "大队询问室",
        "person": "艾某甲（示例）",
        "person_sex": "女",
        "person_id": "示例证件号",
        "work": "该场所现场负责人",
        "relation": "当事人的现场负责人",
        "answers": "问：我们是文化市场综合行政执法人员，这是我们的执法证件，请你过目确认。\n答：看清楚了，没有异议。\n"
        "问：检查当日发现的情况是否属实？\n答：属实，当时确实没有按要求做到。\n问：此前是否因同类行为受过处理？\n"
        "答：没有。\n问：还有什么要补充的？\n答：愿意改正，接受处理。",
    },
    "investigation_end": {"handling": "事实清楚，证据确凿，建议给予行政处罚。"},
    "closing_report": {"handling": "处罚决定已全部履行，建议结案。"},
    "discussion": {"report": "承办人汇报案件事实、证据、依据和处理建议。"},
    "service_proof": {"receiver": "艾某甲（示例）", "relation": "现场负责人"},
}
OPINIONS = {"section_opinion": "同意承办人意见。", "leader_opinion": "同意。"}
ORDER = (
    "filing_approval", "question_record", "investigation_end", "legal_review", "prior_notice",
    "service_proof:notice", "decision", "service_proof", "closing_report",
)  # fmt: skip


def example_make(out: Path) -> Path:
    """The file at `out`; raises LookupError where the demonstration has no archived penalty."""
    from backend import clock
    from backend.services.documents import document_make
    from enforcement.models import Case
    from enforcement.services.case_files import case_file
    from inspections.models import Inspection
    from inspections.services.papers import result_paper
    from scheduling.services.papers import approval_papers, notice_paper

    rows = Case.objects.everywhere("loader").filter(state="archived", outcome="penalty", cause_noun="finding")
    case = rows.order_by("filed_on", "number").first()
    if case is None:
        raise LookupError("演示辖区没有已归档的处罚案件")
    now = clock.now()
    record = Inspection.objects.everywhere("loader").get(findings=case.cause_id)
    approval_papers(of=record.visit_id, now=now)
    notice_paper(visit_id=record.visit_id, now=now)
    result_paper(inspection_id=record.pk, now=now)
    _scene(case, record, now)
    _papers(case, now)
    for row in _asked([case.pk, record.pk, record.visit_id, *case.tracks.values_list("pk", flat=True)]):
        made = document_make(document_id=row.pk, now=now)
        if made is not None and made.state != "made":
            raise ValueError(f"{made.form}: {made.problem}")
    _, content = case_file(case_id=case.pk, folder=False, actor=_leader(case), now=now)
    out.write_bytes(content)
    return out


def _leader(case: Any) -> Any:
    return case.filed_by


def _asked(owners: Iterable[Any]) -> list[Any]:
    from backend.models import Document

    return list(Document.objects.everywhere("loader").filter(noun_id__in=list(owners), state="requested"))


def _signs(form: str, case: Any, at: str) -> dict[str, Any]:
    """Whose name stands in which box."""
    from backend.documents.catalogue import form_get

    team = [row.officer.name for row in case.officers.select_related("officer")]
    names = {
        "officer_sign": team[0], "officer2_sign": team[-1], "recorder_sign": team[-1],
        "leader_sign": case.filed_by.name, "section_sign": "邵立行", "party_sign": "艾某甲（示例）",
        "reviewer_sign": case.reviewed_by.name if case.reviewed_by else "",
    }  # fmt: skip
    keys = [one.key for one in form_get(form).fields if one.kind == "signature"]
    return {key: {"name": names[key], "signed_at": at} for key in keys if names.get(key)}


def _day(case: Any, form: str, *, of_notice: bool) -> Any:
    """The day of its step; a questioning was the day after the filing."""
    from enforcement.selectors.papers import paper_day

    return paper_day(case, form, of_notice=of_notice) or case.filed_on + timedelta(days=1)


def _papers(case: Any, now: datetime) -> None:
    """The papers of the case and of its discussion, each dated on its own day."""
    from django.db import transaction

    from backend.services.documents import document_request
    from enforcement.selectors.papers import case_facts, paper_values, track_facts
    from enforcement.services.papers import decision_number

    beside = [(track, form) for track in case.tracks.filter(kind="discussion") for form in ("discussion",)]
    for track, named in [*((None, form) for form in ORDER), *beside]:
        form, _, of = named.partition(":")
        on = track.began_on if track else _day(case, form, of_notice=bool(of))
        told = track_facts(track, [form])[form] if track else {}
        hours = (
            {"started_at": f"{on}T09:30", "finished_at": f"{on}T10:20"} if form == "question_record" else {}
        )
        # anew for each: the list of evidence names the records made before it
        values = {
            **OPINIONS,
            **paper_values(form, case_facts(case) | {"of_notice": bool(of)}, told),
            **hours,
            **SAID.get(form, {}),
        }
        # who takes a paper signs at the minute of its service
        at = str(values.get("served_at") or "")
        values |= _signs(form, case, at if "T" in at and form == "service_proof" else f"{on}T16:00")
        with transaction.atomic():
            document_request(
                form=form, of=(track or case).ref, organ=case.organ, values=_known(form, values),
                numbered=decision_number(case, form), issued_on=on, actor=case.filed_by, now=now,
            )  # fmt: skip


def _known(form: str, values: dict[str, Any]) -> dict[str, Any]:
    from backend.documents.catalogue import form_get

    keys = {one.key for one in form_get(form).fields}
    return {key: value for key, value in values.items() if key in keys}


def _scene(case: Any, record: Any, now: datetime) -> None:
    """The record of the scene, as the phone would have printed it."""
    from django.db import transaction

    from backend.clock import BEIJING
    from backend.services.documents import document_request
    from enforcement.selectors.papers import case_facts

    facts = case_facts(case)
    hours = {
        key: getattr(record, key).astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
        for key in ("started_at", "finished_at")
    }
    values = {
        "party_name": case.venue.name, "party_address": case.venue.address, "place": case.venue.address,
        "legal_rep": case.venue.legal_person, "party_phone": "", "site_person": "艾某甲（示例）",
        "site_role": "现场负责人", **hours, "officers": facts["officers"],
        "notified": "执法人员出示执法证件，说明来意，告知申请回避、陈述和申辩的权利和配合检查的义务。",
        "situation": facts["summary"], "objection": "无异议。",
        **_signs("scene_record", case, hours["finished_at"]),
    }  # fmt: skip
    with transaction.atomic():
        document_request(
            form="scene_record", of=("inspection", record.pk), organ=case.organ, values=values,
            issued_on=record.finished_on, actor=case.filed_by, now=now,
        )  # fmt: skip


def main(path: str) -> None:
    """Load what is lacking, make the file, say where it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.base")
    django.setup()
    from django.core.management import call_command

    from backend.installation import play_the_day

    play_the_day()
    call_command("ready")
    call_command("demonstrate")
    sys.stdout.write(f"{example_make(Path(path))}\n")


if __name__ == "__main__":
    main(sys.argv[1])
