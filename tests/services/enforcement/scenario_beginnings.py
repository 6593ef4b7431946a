"""How a scenario begins: real provisions, a venue, a lead; its visit with the record, and a penalty there."""

import io
import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from PIL import Image, ImageDraw

from backend import clock
from backend.models import Document
from backend.services.booklets import numbers_reserve
from backend.services.documents import document_make
from backend.services.files import file_receive
from enforcement.models import Case, Lead
from enforcement.services.cases import simple_follow
from enforcement.services.leads import lead_dismiss, lead_register, lead_reply, lead_verify, lead_visit
from inspections.models import Finding, Inspection
from inspections.services.papers import result_paper
from inspections.services.publishing import inspection_publish
from inspections.services.reviewing import inspection_accept
from registry.models import CheckItem, LegalBasis, Licence, Venue, Violation, ViolationBasis
from scheduling.models import Visit
from scheduling.services.papers import approval_papers, notice_paper
from scheduling.services.visits import visit_approve, visit_start
from tests.cast import Cast
from tests.factories_enforcement import MINORS, team_make, venue_make
from tests.factories_inspections import EVIDENCE, Scene, body_of, form_make, real_photo, record_make, told_of
from tests.ground import ROOT
from tests.services.enforcement.scenario_words import CONTACT, NET, USCC

CATALOGUE = ROOT / "registry" / "data" / "catalogue"
# act → the provisions that answer it, as the catalogue of the product has them
ANSWERS = {
    MINORS: ("UPL-2020-123-ordinary", "NETR-2022-31-ordinary", "NETR-2022-31-serious"),
    "KTV-MINORS": ("UPL-2020-123-ordinary", "ENTR-2020-48-3-ordinary"),
}
QUESTIONS = {"NET-01": "是否持有许可证，登记事项与现场一致", "NET-02": "是否接纳未成年人"}
SIGN = str(UUID(int=0x5002))  # the second picture of a record
OFFICES = ("officer_sign", "officer2_sign", "party_sign")


def law_make(cast: Cast) -> None:
    """The provisions about minors, word for word from the product's catalogue."""
    team_make(cast)
    rows = {
        row["code"]: row
        for name in ("shared", "NET", "entertainment")
        for row in json.loads((CATALOGUE / f"{name}.json").read_text(encoding="utf-8"))["bases"]
    }
    Violation.objects.everywhere("loader").get_or_create(
        code="KTV-MINORS",
        defaults={"category_id": "KTV", "title_zh": "歌舞娱乐场所接纳未成年人", "title_en": "KTV"},
    )
    ViolationBasis.objects.everywhere("loader").filter(
        violation=MINORS, basis__key__startswith="TEST"
    ).delete()
    for code, question in QUESTIONS.items():
        CheckItem.objects.everywhere("loader").filter(code=code).update(question_zh=question)
    for act, keys in ANSWERS.items():
        for position, key in enumerate(keys, 20):
            basis, _ = LegalBasis.objects.everywhere("loader").get_or_create(
                key=key, defaults=_basis(rows[key])
            )
            ViolationBasis.objects.everywhere("loader").get_or_create(
                violation_id=act, basis=basis, defaults={"position": position}
            )


def _basis(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "role": row["role"], "law": row["law"], "law_short": row["short"], "version": row["version"],
        "article": row["article"] + row.get("paragraph", ""), "penalty_kinds": row["penalties"],
        "valid_from": date.fromisoformat(row["valid_from"]), "fine_min_fen": row.get("fine_min_fen"),
        "fine_max_fen": row.get("fine_max_fen"), "verified": row["verified"], "note": row["note"],
        "detail": {
            key: row[key] for key in ("multiple_min", "multiple_max", "threshold_fen") if key in row
        },
    }  # fmt: skip


def place_make(cast: Cast, **values: Any) -> Venue:
    """The venue with all a paper asks of it."""
    row = venue_make(
        cast,
        **{
            "uscc": USCC, "legal_person": "艾青禾", "phone": "0531-00000001",
            "registered_address": "钢城区虚构路 1 号", **values,
        },
    )  # fmt: skip
    kind = "娱乐经营许可证" if values.get("category") == "KTV" else "网络文化经营许可证"
    Licence.objects.create(venue=row, kind=kind, number="370117000001", issued_on=date(2024, 5, 6))
    return row


def lead_make(cast: Cast, place: Venue, *, visited: bool, **values: Any) -> Lead:
    """A lead of this venue, looked into, verified, and its reporter told where the channel has one."""
    lead = lead_register(
        **{
            "source": "liaison", "content": "该场所夜间有未成年人进出上网。", "venue": place.uuid,
            "actor": cast.supervisor, "now": clock.now(), **values,
        }
    )  # fmt: skip
    if visited:
        _visit(cast, lead)
    lead = lead_verify(lead_id=lead.uuid, note="经核查属实", actor=cast.supervisor, now=clock.now())
    if values.get("reporter"):
        lead_reply(
            lead_id=lead.uuid, mode="phone", to="reporter", text="举报属实，已立案调查。",
            actor=cast.supervisor, now=clock.now(),
        )  # fmt: skip
    return lead


def _arrive(cast: Cast, lead: Lead) -> Scene:
    """The team at the venue of the lead: planned for it, approved, begun."""
    form_make()
    CheckItem.objects.everywhere("loader").filter(code="NET-02").update(
        violations=[MINORS], evidence=EVIDENCE
    )
    lin, song = team_make(cast)
    now = clock.now()
    visit: Visit = lead_visit(
        lead_id=lead.uuid, actor=cast.inspector, now=now,
        values={
            "items": ["NET-01", "NET-02"], "officers": [lin.uuid, song.uuid], "planned_from": clock.today(),
            "planned_to": clock.today(), "basis": "《互联网上网服务营业场所管理条例》第四条",
            "precheck": "see_there", "precheck_reason": "须到现场核实",
        },
    )  # fmt: skip
    visit_approve(visit_id=visit.uuid, approve="approved", actor=cast.leader, now=now)
    visit = visit_start(
        visit_id=visit.uuid, started_at=now, scan_mode="before", scanned_at=now, reason="",
        actor=cast.inspector, now=now,
    )  # fmt: skip
    if lead.venue is None:
        raise ValueError("a scenario's lead has its venue")
    return Scene(cast.inspector, cast.colleague, lead.venue, lin, song, visit)


def _visit(cast: Cast, lead: Lead) -> Inspection:
    """Looked into by a visit: its approval and notice, the record of the scene, a photo."""
    scene = _arrive(cast, lead)
    papers = [_scene_record(scene), _survey_record(scene), _order(cast, scene)]
    record = _sent(cast, scene, papers, "现场发现两名未成年人上网，登记簿无其身份登记。")
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    inspection_publish(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    result_paper(inspection_id=record.pk, now=clock.now())
    _made(cast, scene.visit)
    return record


def _sent(cast: Cast, scene: Scene, papers: list[dict[str, Any]], statement: str) -> Inspection:
    """The record with its papers from the phone: a photo of the scene and the hand of whoever signed."""
    pictures = [real_photo(320, 240), _hand()]
    at = clock.now().astimezone(clock.BEIJING).isoformat()
    told = [told_of(n, data, taken_at=at) for n, data in enumerate(pictures, 1)]
    body = body_of(scene, photos=0, documents=papers) | {"photos": told, "statement": statement}
    record = record_make(scene, body)
    for one, data in zip(told, pictures, strict=True):
        file_receive(
            file_id=UUID(one["id"]), offset=0, data=data, total=len(data), sha256=one["sha256"],
            owner=("inspection", record.pk), actor=cast.inspector, now=clock.now(),
        )  # fmt: skip
    Finding.objects.everywhere("guard").filter(inspection=record).update(violations=[MINORS])
    _made(cast, scene.visit)
    return record


def _hand() -> bytes:
    """A signature as the phone draws it."""
    picture = Image.new("RGB", (300, 120), "white")
    ImageDraw.Draw(picture).line(
        [(20, 80), (70, 30), (90, 95), (140, 40), (160, 85), (215, 45), (280, 70)], fill="black", width=5
    )
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def _made(cast: Cast, visit: Visit) -> None:
    """What the tasks would make of the visit and its record."""
    approval_papers(of=visit.pk, now=clock.now())
    notice_paper(visit_id=visit.pk, now=clock.now())
    for row in Document.objects.everywhere("guard").filter(organ=cast.organ, state="requested"):
        made = document_make(document_id=row.pk, now=clock.now())
        assert made is not None and made.state == "made", made and made.problem


def _signed(scene: Scene, *keys: str) -> dict[str, Any]:
    at = clock.now().astimezone(clock.BEIJING).strftime("%Y-%m-%dT%H:%M")
    names = {"officer_sign": scene.lin.name, "officer2_sign": scene.song.name, "party_sign": "韩山"}
    return {key: {"name": names[key], "signed_at": at, "file": SIGN} for key in keys}


def _scene_record(scene: Scene) -> dict[str, Any]:
    """现场检查笔录 as the phone made it."""
    began = clock.now().astimezone(clock.BEIJING)
    values = {
        "party_name": scene.venue.name, "party_address": scene.venue.address,
        "legal_rep": scene.venue.legal_person,
        "party_phone": scene.venue.phone, "place": scene.venue.address, "site_person": "韩山",
        "site_role": "值班经理", "started_at": began.strftime("%Y-%m-%dT%H:%M"),
        "finished_at": (began + timedelta(minutes=40)).strftime("%Y-%m-%dT%H:%M"), "officers": _team(scene),
        "notified": "执法人员出示执法证件，告知检查依据、申请回避和陈述申辩的权利以及配合检查的义务。",
        "situation": "场内营业终端 60 台。检查时 07、08 号机有两名未成年人上网，登记系统中无其身份登记。",
        "objection": "无异议。", **_signed(scene, *OFFICES),
    }  # fmt: skip
    return _told("scene_record", "", values)


def _survey_record(scene: Scene) -> dict[str, Any]:
    """勘验笔录 as the phone made it."""
    began = clock.now().astimezone(clock.BEIJING)
    values = {
        "cause": "接纳未成年人进入营业场所", "place": scene.venue.address, "party_name": scene.venue.name,
        "started_at": began.strftime("%Y-%m-%dT%H:%M"), "weather": "晴，室内照明良好",
        "finished_at": (began + timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M"), "officers": _team(scene),
        "situation": "07、08 号机位于大厅东侧，距收银台 6 米；入口处悬挂未成年人禁入标志一块。",
        **_signed(scene, *OFFICES),
    }  # fmt: skip
    return _told("survey_record", "", values)


def _order(cast: Cast, scene: Scene) -> dict[str, Any]:
    """责令改正通知书 as the phone made it, under a number it held."""
    number = numbers_reserve(
        kind="rectification", count=1, device="phone-one", actor=cast.inspector, now=clock.now()
    )[0].number
    values = {
        "party_name": scene.venue.name, "party_address": scene.venue.address, "place": scene.venue.address,
        "found_on": clock.today().isoformat(), "violations": "接纳两名未成年人上网。",
        "law": "《互联网上网服务营业场所管理条例》第二十一条第一款",
        "order_basis": "《中华人民共和国行政处罚法》第二十八条第一款",
        "content": "立即停止接纳未成年人，核对、登记上网人员有效身份证件。",
        "due_on": (clock.today() + timedelta(days=7)).isoformat(), "officers": _team(scene),
        **CONTACT, **_signed(scene, *OFFICES),
    }  # fmt: skip
    return _told("rectification", number, values)


def _team(scene: Scene) -> list[dict[str, str]]:
    return [{"name": row.name, "cert_no": row.cert_no} for row in (scene.lin, scene.song)]


def _told(form: str, number: str, values: dict[str, Any]) -> dict[str, Any]:
    on = clock.today().isoformat()
    return {"id": str(uuid4()), "form": form, "number": number, "issued_on": on, "values": values}


def spot_make(cast: Cast, lead: Lead, values: dict[str, Any] | Any) -> Case:
    """A penalty on the spot at the visit of the lead, sent by the phone and filed by its follower."""
    scene = _arrive(cast, lead)
    number = numbers_reserve(
        kind="spot_penalty", count=1, device="phone-one", actor=cast.inspector, now=clock.now()
    )[0].number
    said = {
        "party_name": scene.venue.name, "party_kind": "法人或者其他组织", "party_id": scene.venue.uscc,
        "legal_rep": scene.venue.legal_person, "party_address": scene.venue.address,
        "occurred_at": clock.now().astimezone(clock.BEIJING).strftime("%Y-%m-%dT%H:%M"),
        "place": scene.venue.address, "facts": "接纳一名未成年人上网，经指出当场劝离并改正。",
        "violated": "《互联网上网服务营业场所管理条例》第二十一条第一款", "penalty_basis": NET,
        "penalty": "警告", "fine_fen": None, "payment": "当场执行。", "collected_fen": None, "receipt": "",
        "hard_reason": "", "statement": "当事人表示无异议，未提出陈述申辩。",
        "remedy": "如不服本决定，可以自收到本决定书之日起六十日内申请行政复议，或者六个月内提起行政诉讼。",
        "officers": _team(scene), **_signed(scene, *OFFICES), **values,
    }  # fmt: skip
    paper = _told("spot_penalty", number, said) | {"violation": MINORS, "basis": "NETR-2022-31-ordinary"}
    _sent(cast, scene, [paper], "接纳一名未成年人上网。")
    case = simple_follow(document_id=UUID(paper["id"]), now=clock.now())
    assert case is not None and case.irregularities == [], case and case.irregularities
    lead_dismiss(
        lead_id=lead.uuid, reason=f"到场核查时已依法当场处罚（{case.number}）", actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    return case
