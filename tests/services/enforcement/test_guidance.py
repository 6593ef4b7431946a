"""Talks and commitments: their papers and numbers, what they are about, the signed copy, the withdrawal."""

import hashlib
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend import clock
from backend.documents.catalogue import form_get
from backend.domain.errors import DomainError
from backend.domain.forms import Heading, words_of
from backend.models import Document, JournalLine, User
from backend.services.documents import document_make
from backend.services.files import Announced, file_receive
from counting.selectors.facts import facts_of
from counting.selectors.figures import figure_card
from counting.selectors.rows import rows_shown
from enforcement.models import Guidance
from enforcement.selectors.guidance import cause_list
from enforcement.selectors.papers import case_documents
from enforcement.services.guidance import guidance_sign, guidance_withdraw
from tests.cast import Cast
from tests.factories_enforcement import case_make, guidance_make, lead_make, venue_make
from tests.factories_inspections import hazard_make
from tests.factories_scheduling import campaign_filed


def scan(cast: Cast, row: Guidance, *, stored: bool = True) -> Announced:
    """A picture of the signed paper, its bytes here or still to come."""
    data = b"\x89PNG\r\n\x1a\n signed"
    told = Announced(uuid4(), "evidence", hashlib.sha256(data).hexdigest(), len(data), "image/png")
    if stored:
        file_receive(
            file_id=told.uuid, offset=0, data=data, total=len(data), sha256=told.sha256, owner=row.ref,
            actor=cast.supervisor, now=clock.now(),
        )  # fmt: skip
    return told


def sign(cast: Cast, row: Guidance, **values: Any) -> Guidance:
    given = {"files": [scan(cast, row)], "actor": cast.supervisor, "now": clock.now(), **values}
    return guidance_sign(guidance_id=row.pk, **given)


def refused(act: Any, **values: Any) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        act(**values)
    return refusal.value


def test_a_talk_is_a_paper_with_the_next_number_of_its_series(cast: Cast) -> None:
    first, second = guidance_make(cast), guidance_make(cast)
    assert [first.number, second.number] == ["(钢)文综约谈字〔2026〕1号", "(钢)文综约谈字〔2026〕2号"]
    paper = document_make(document_id=first.document_id, now=clock.now())
    assert paper is not None
    assert (paper.state, paper.form, paper.noun, paper.noun_id) == (
        "made",
        "talk_record",
        "guidance",
        first.pk,
    )
    words = words_of(form_get(paper.form), paper.values, Heading("钢", paper.number, paper.issued_on))
    assert (words["held_at"], words["came"]) == ("2026年9月15日09时00分", "贺兰舟")
    assert words["officers"].startswith("林知远（执法证号 ")
    line = JournalLine.objects.everywhere("guard").get(noun="guidance", noun_id=first.pk)
    assert (line.verb, line.after, line.data) == ("guidance.give", "given", {"kind": "talk", "cause": ""})


def test_a_commitment_names_its_talk_and_its_period(cast: Cast) -> None:
    venue = venue_make(cast)
    talk = guidance_make(cast, venue=venue.uuid)
    row = guidance_make(cast, kind="pledge", venue=venue.uuid, talk=talk.pk)
    values = row.document.values
    assert (row.number, row.talk_id, row.officers) == ("(钢)文综承诺字〔2026〕1号", talk.pk, [])
    assert (values["about"], values["from_on"], values["until"]) == (talk.number, "2026-09-15", "2026-12-31")
    elsewhere = guidance_make(cast)
    assert refused(guidance_make, cast=cast, kind="pledge", talk=elsewhere.pk).code == "not_found"
    early = refused(guidance_make, cast=cast, kind="pledge", until=date(2026, 9, 14))
    assert list(early.data["fields"]) == ["until"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"officers": []}, "officers"),
        ({"place": " "}, "place"),
        ({"kind": "fine"}, "kind"),
        ({"held_at": timedelta(hours=1)}, "held_at"),
        ({"held_at": timedelta(days=-400)}, "held_at"),
    ],
)
def test_a_talk_without_its_facts_is_refused_and_takes_no_number(
    cast: Cast, values: dict[str, Any], field: str
) -> None:
    if "held_at" in values:
        values = {"held_at": clock.now() + values["held_at"]}
    assert list(refused(guidance_make, cast=cast, **values).data["fields"]) == [field]
    assert not Document.objects.everywhere("guard").filter(form="talk_record").exists()


def test_it_is_about_a_lead_case_or_hazard_of_this_venue_or_a_campaign(cast: Cast) -> None:
    case = case_make(cast)
    venue = case.venue
    lead = lead_make(cast, venue=venue.uuid)
    hazard = hazard_make(cast, venue=venue.pk)
    campaign = campaign_filed(cast.supervisor, cast.leader)
    offered = cause_list(venue.uuid, cast.supervisor)
    assert [(one["noun"], one["uuid"]) for one in offered] == [
        ("lead", lead.pk), ("case", case.pk), ("hazard", hazard.pk), ("campaign", campaign.pk),
    ]  # fmt: skip
    for one in offered:
        row = guidance_make(cast, venue=venue.uuid, cause=(one["noun"], one["uuid"]))
        assert row.document.values["about"] == one["number"]
    elsewhere = refused(guidance_make, cast=cast, cause=("case", case.pk))
    assert (elsewhere.code, refused(guidance_make, cast=cast, cause=("draw", case.pk)).code) == (
        "not_found", "not_found",
    )  # fmt: skip
    # the talk about the case is bound into its file
    assert "talk_record" in [one["form"] for one in case_documents(case, cast.supervisor)]


def value(actor: User, key: str) -> tuple[int, int]:
    """The figure, and what stands beside it."""
    figure = figure_card(facts_of(actor, 2026), key, 2026, "year")
    return figure["value"], figure["parts"][0]["value"]


def test_it_counts_when_the_signed_paper_is_back_and_not_when_withdrawn(cast: Cast) -> None:
    talk = guidance_make(cast)
    guidance_make(cast, kind="pledge")
    assert (value(cast.auditor, "administrative_talks"), value(cast.auditor, "letters_of_commitment")) == (
        (0, 1), (0, 1),
    )  # fmt: skip
    lacking = refused(sign, cast=cast, row=talk, files=[])
    coming = refused(sign, cast=cast, row=talk, files=[scan(cast, talk, stored=False)])
    assert (lacking.data["missing"], coming.data["missing"]) == (["signed_copy"], ["signed_copy"])
    signed = sign(cast, talk)
    assert (signed.state, signed.signed_on) == ("signed", date(2026, 9, 15))
    assert value(cast.auditor, "administrative_talks") == (1, 0)
    row = rows_shown(cast.auditor, "guidance", [talk.pk])[0]
    assert (row["noun"], row["title"], row["state"]) == ("guidance", talk.venue.name, "signed")
    guidance_withdraw(guidance_id=talk.pk, text="对象有误", actor=cast.supervisor, now=clock.now())
    assert value(cast.auditor, "administrative_talks") == (0, 0)
    paper = Document.objects.everywhere("guard").get(pk=talk.document_id)
    assert (paper.state, paper.problem, paper.number) == ("void", "对象有误", talk.number)


def test_a_day_of_signing_before_the_talk_is_refused(cast: Cast) -> None:
    row = guidance_make(cast)
    for day in (date(2026, 9, 14), date(2026, 9, 16)):
        assert list(refused(sign, cast=cast, row=row, on=day).data["fields"]) == ["on"]


def test_an_inspector_gives_and_signs_but_does_not_withdraw(cast: Cast, stranger: User) -> None:
    row = guidance_make(cast)
    given = {"guidance_id": row.pk, "text": "录错", "now": clock.now()}
    assert refused(guidance_withdraw, actor=cast.inspector, **given).code == "not_allowed"
    assert refused(sign, cast=cast, row=row, actor=cast.leader).code == "not_allowed"
    sign(cast, row, actor=cast.inspector)


def test_an_unknown_officer_is_refused(cast: Cast) -> None:
    unknown: UUID = uuid4()
    assert refused(guidance_make, cast=cast, officers=[unknown]).data == {"officers": [str(unknown)]}
