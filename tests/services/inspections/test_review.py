"""The supervisor's review, publication, and what follows: decided by somebody else, with the reason."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.models import Clock, JournalLine, User
from inspections.models import Inspection, Irregularity, Publication
from inspections.selectors.inspections import accept_facts
from inspections.services.following import inspection_follow
from inspections.services.publishing import inspection_correct, inspection_publish, inspection_withdraw
from inspections.services.reviewing import inspection_accept, inspection_return, inspection_settle
from inspections.services.revisiting import inspection_revisit
from scheduling.models import Visit
from tests.cast import Cast, user_of
from tests.factories_inspections import (
    Scene,
    body_of,
    clean_body,
    photo_told,
    record_make,
    scene_of,
    upload,
)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return scene_of(cast)


def accept(row: Inspection, by: User) -> Inspection:
    return inspection_accept(inspection_id=row.pk, actor=by, now=clock.now())


def publish(row: Inspection, by: User) -> Inspection:
    return inspection_publish(inspection_id=row.pk, actor=by, now=clock.now())


def settle(row: Inspection, code: str, by: User, *, counts: bool = True) -> None:
    fault = Irregularity.objects.everywhere("guard").get(inspection=row, code=code, current=True)
    inspection_settle(
        inspection_id=row.pk, irregularity=fault.pk, counts=counts, reason="经核实", actor=by, now=clock.now()
    )


def refused(act: object) -> tuple[str, object]:
    assert callable(act)
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code, error.value.data.get("missing")


def lines(row: Inspection) -> list[tuple[str, str, str]]:
    found = JournalLine.objects.everywhere("guard").filter(noun_id=row.pk)
    return [(line.verb, line.before, line.after) for line in found if line.verb.startswith("inspection.")]


# accept ------------------------------------------------------------------------------------------
def test_regular_record_is_accepted_and_counts(scene: Scene, cast: Cast) -> None:
    row = accept(record_make(scene), cast.supervisor)
    assert (row.state, row.counts, row.accepted_on, row.reviewed_by_id) == (
        "accepted",
        True,
        clock.today(),
        cast.supervisor.pk,
    )
    assert lines(row) == [
        ("inspection.submit", "", "submitted"),
        ("inspection.accept", "submitted", "accepted"),
    ]


@pytest.mark.parametrize("who", ["submitter", "signer", "team"])
def test_nobody_reviews_his_own_record(scene: Scene, cast: Cast, who: str) -> None:
    row = record_make(scene)
    person = {"submitter": scene.inspector, "signer": scene.colleague, "team": scene.colleague}[who]
    if who == "team":
        row.signatures.filter(officer=scene.song).delete()
    boss = user_of(cast.organ, "boss", "自审", "supervisor")
    from backend.models import Grant

    Grant.objects.create(user=person, role="supervisor")
    person = User.objects.everywhere("sign-in").get(pk=person.pk)
    acts = [
        lambda: accept(row, person),
        lambda: inspection_return(inspection_id=row.pk, reason="x", actor=person, now=clock.now()),
        lambda: inspection_withdraw(inspection_id=row.pk, reason="x", actor=person, now=clock.now()),
    ]
    assert [refused(act)[0] for act in acts] == ["own_record"] * 3
    assert accept(row, boss).state == "accepted"


def test_record_waits_for_every_irregularity_to_be_settled(scene: Scene, cast: Cast) -> None:
    row = record_make(scene, clean_body(scene, scan=None))
    fault = Irregularity.objects.everywhere("guard").get()
    assert refused(lambda: accept(row, cast.supervisor)) == ("facts_missing", [f"irregularity:{fault.pk}"])
    settle(row, "no_scan", cast.supervisor)
    assert accept(row, cast.supervisor).counts is True


def test_record_settled_not_to_count_is_accepted_and_never_published(scene: Scene, cast: Cast) -> None:
    row = record_make(scene, clean_body(scene, scan=None))
    settle(row, "no_scan", cast.supervisor, counts=False)
    row = accept(row, cast.supervisor)
    assert (row.state, row.counts) == ("accepted", False)
    assert refused(lambda: publish(row, cast.supervisor)) == ("facts_missing", ["counted_record"])
    due = Clock.objects.everywhere("guard").get(noun_id=row.pk)
    assert due.done_on == clock.today()


def test_record_waits_for_its_photos(scene: Scene, cast: Cast) -> None:
    row = record_make(scene, body_of(scene))
    one, two = (photo_told(n)["id"] for n in (1, 2))
    assert refused(lambda: accept(row, cast.supervisor))[1] == [f"photo:{one}", f"photo:{two}"]
    upload(row.pk, 1, scene.inspector)
    assert refused(lambda: accept(row, cast.supervisor))[1] == [f"photo:{two}"]
    upload(row.pk, 2, scene.inspector)
    assert accept(row, cast.supervisor).state == "accepted"


def test_photo_that_will_not_come_is_settled_by_name(scene: Scene, cast: Cast) -> None:
    row = record_make(scene, body_of(scene, photos=1))
    photo = UUID(photo_told(1)["id"])
    for reason in ("手机损坏", "手机损坏，已出具说明"):
        inspection_settle(
            inspection_id=row.pk, photo=photo, counts=True, reason=reason, actor=cast.supervisor,
            now=clock.now(),
        )  # fmt: skip
    fault = Irregularity.objects.everywhere("guard").get()
    assert (fault.rule, fault.code, fault.reason) == ("V39", "photo_missing", "手机损坏，已出具说明")
    assert accept(row, cast.supervisor).counts is True


def test_photo_of_another_record_is_not_settled_here(scene: Scene, cast: Cast) -> None:
    row = record_make(scene)
    act = lambda: inspection_settle(  # noqa: E731
        inspection_id=row.pk, photo=uuid4(), counts=True, reason="x", actor=cast.supervisor, now=clock.now()
    )
    assert refused(act)[0] == "not_found"


def test_irregularity_of_another_record_is_not_settled_here(scene: Scene, cast: Cast) -> None:
    first = record_make(scene, clean_body(scene, scan=None))
    second = record_make(scene)
    fault = Irregularity.objects.everywhere("guard").get(inspection=first)
    act = lambda: inspection_settle(  # noqa: E731
        inspection_id=second.pk, irregularity=fault.pk, counts=True, reason="x", actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    assert refused(act)[0] == "not_found"


def test_second_record_of_a_visit_is_not_accepted_beside_the_first(scene: Scene, cast: Cast) -> None:
    first, second = record_make(scene), record_make(scene)
    settle(second, "second_record", cast.supervisor)
    accept(first, cast.supervisor)
    assert refused(lambda: accept(second, cast.supervisor)) == ("facts_missing", ["other_record_withdrawn"])


def test_approval_made_up_afterwards_is_shown_when_the_record_comes_again(scene: Scene, cast: Cast) -> None:
    late = scene_of(cast, leader=None, code="92370117MA3C0002X2")
    row = record_make(late)
    settle(row, "no_approval", cast.supervisor)
    assert accept_facts(row)["unsettled"] == []


def test_stranger_reviews_nothing(scene: Scene, stranger: User) -> None:
    row = record_make(scene)
    assert refused(lambda: accept(row, stranger))[0] == "not_found"


def test_inspector_reviews_nothing(scene: Scene, cast: Cast) -> None:
    other = user_of(cast.organ, "other", "他人", "inspector")
    row = record_make(scene)
    assert refused(lambda: accept(row, other))[0] == "not_allowed"


def test_refused_acceptance_leaves_no_trace(scene: Scene, cast: Cast) -> None:
    row = record_make(scene, clean_body(scene, scan=None))
    before = lines(row)
    refused(lambda: accept(row, cast.supervisor))
    row.refresh_from_db()
    assert (row.state, row.reviewed_by, lines(row)) == ("submitted", None, before)


# publish -----------------------------------------------------------------------------------------
def test_v09_result_is_due_twenty_working_days_after_the_check(scene: Scene, cast: Cast) -> None:
    row = record_make(scene)
    inspection_follow(inspection_id=row.pk, now=clock.now())
    inspection_follow(inspection_id=row.pk, now=clock.now())
    due = Clock.objects.everywhere("guard").get(noun_id=row.pk)
    assert (due.rule, due.starts_on, due.due_on.isoformat(), due.provisional) == (
        "result_publication",
        row.finished_on,
        "2026-10-19",
        False,
    )
    publish(accept(row, cast.supervisor), cast.leader)
    due.refresh_from_db()
    assert due.done_on == clock.today()


def test_v09_date_that_waits_for_a_calendar_is_provisional(cast: Cast) -> None:
    with clock.at(datetime(2026, 12, 21, 10, tzinfo=BEIJING)):
        scene = scene_of(cast, planned_from=clock.today(), planned_to=clock.today())
        row = accept(record_make(scene), cast.supervisor)
        due = Clock.objects.everywhere("guard").get(noun_id=row.pk)
        assert (due.provisional, due.needs_years) == (True, [2027])
        assert publish(row, cast.leader).state == "published"


def test_v09_revision_with_another_last_day_moves_the_date(scene: Scene, cast: Cast) -> None:
    row = record_make(scene)
    inspection_follow(inspection_id=row.pk, now=clock.now())
    inspection_return(inspection_id=row.pk, reason="时间有误", actor=cast.supervisor, now=clock.now())
    earlier = (clock.now() - timedelta(days=1)).isoformat()
    record_make(scene, clean_body(scene, rev=2, started_at=earlier, finished_at=earlier), uuid=row.pk)
    inspection_follow(inspection_id=row.pk, now=clock.now())
    clocks = Clock.objects.everywhere("guard").filter(noun_id=row.pk).order_by("starts_on")
    assert [(one.starts_on.day, one.done_on is None) for one in clocks] == [(14, True), (15, False)]


def test_published_result_is_one_sentence_of_registers_and_codes(scene: Scene, cast: Cast) -> None:
    row = publish(accept(record_make(scene), cast.supervisor), cast.leader)
    printed = Publication.objects.everywhere("guard").get()
    assert (row.state, printed.state, printed.result_codes, printed.published_by_id) == (
        "published",
        "published",
        ["1"],
        cast.leader.pk,
    )
    assert printed.text == (
        "2026年9月15日，济南市钢城区文化市场综合行政执法大队对云阶网咖X1开展检查，结果：未发现问题。"
    )


def test_whoever_recorded_does_not_publish(scene: Scene, cast: Cast) -> None:
    from backend.models import Grant

    row = accept(record_make(scene), cast.supervisor)
    Grant.objects.create(user=scene.colleague, role="leader")
    person = User.objects.everywhere("sign-in").get(pk=scene.colleague.pk)
    assert refused(lambda: publish(row, person))[0] == "own_record"


def test_record_is_not_published_before_its_review(scene: Scene, cast: Cast) -> None:
    row = record_make(scene)
    assert refused(lambda: publish(row, cast.leader))[0] == "move_not_open"


def test_v07_contradictory_codes_are_not_published_until_they_are_corrected(scene: Scene, cast: Cast) -> None:
    row = record_make(scene, clean_body(scene, result_codes=["1", "B"]))
    settle(row, "code_1_not_alone", cast.supervisor)
    row = accept(row, cast.supervisor)
    assert refused(lambda: publish(row, cast.leader)) == ("facts_missing", ["code:code_1_not_alone"])
    row = inspection_correct(
        inspection_id=row.pk, result_codes=["B"], reason="录入时多选", actor=cast.supervisor, now=clock.now()
    )
    assert (row.state, row.result_codes) == ("accepted", ["B"])
    assert publish(row, cast.leader).state == "published"


def test_corrected_result_is_published_again_with_its_reason(scene: Scene, cast: Cast) -> None:
    row = publish(accept(record_make(scene), cast.supervisor), cast.leader)
    row = inspection_correct(
        inspection_id=row.pk, result_codes=["B"], reason="复核发现", actor=cast.supervisor, now=clock.now()
    )
    assert (row.state, row.result_codes) == ("corrected", ["B"])
    printed = Publication.objects.everywhere("guard").order_by("published_at")
    assert [(one.state, one.result_codes, one.reason) for one in printed] == [
        ("published", ["1"], ""),
        ("corrected", ["B"], "复核发现"),
    ]


def test_withdrawn_result_says_so_and_its_date_is_met(scene: Scene, cast: Cast) -> None:
    row = publish(accept(record_make(scene), cast.supervisor), cast.leader)
    row = inspection_withdraw(inspection_id=row.pk, reason="对象有误", actor=cast.supervisor, now=clock.now())
    assert (row.state, row.review_reason) == ("withdrawn", "对象有误")
    states = Publication.objects.everywhere("guard").order_by("published_at").values_list("state", flat=True)
    assert list(states) == ["published", "withdrawn"]


def test_record_withdrawn_before_its_publication_prints_nothing(scene: Scene, cast: Cast) -> None:
    row = inspection_withdraw(
        inspection_id=record_make(scene).pk, reason="测试误交", actor=cast.supervisor, now=clock.now()
    )
    assert row.state == "withdrawn"
    assert Publication.objects.everywhere("guard").count() == 0


# code 6 ------------------------------------------------------------------------------------------
def lost(scene: Scene) -> Inspection:
    """A documented code 6 with its photo of the door stored."""
    told = photo_told(1, item="")
    body = clean_body(
        scene, outcome="not_found", result_codes=["6"], answers=[], scan=None,
        revisit={"call_record": "9月15日三次拨打均无人接听", "door_photo": told["id"]},
    )  # fmt: skip
    row = record_make(scene, body | {"photos": [told]})
    upload(row.pk, 1, scene.inspector)
    return row


def test_v08_code_6_asks_for_a_revisit_by_the_same_team(scene: Scene, cast: Cast) -> None:
    row = accept(lost(scene), cast.supervisor)
    revisit = Visit.objects.everywhere("guard").get(revisit_of=scene.visit)
    team = list(revisit.team.order_by("seat").values_list("officer", flat=True))
    assert (revisit.state, revisit.items, team) == (
        "planned",
        scene.visit.items,
        [scene.lin.pk, scene.song.pk],
    )
    assert refused(lambda: publish(row, cast.leader)) == ("facts_missing", ["revisit"])


def test_v08_code_6_is_published_when_the_revisit_found_nobody_either(scene: Scene, cast: Cast) -> None:
    row = accept(lost(scene), cast.supervisor)
    revisit = Visit.objects.everywhere("guard").get(revisit_of=scene.visit)
    again = Scene(scene.inspector, scene.colleague, scene.venue, scene.lin, scene.song, revisit)
    told = photo_told(2, item="")
    body = clean_body(
        again, outcome="not_found", result_codes=["6"], answers=[], scan=None,
        revisit={"call_record": "再次无人接听", "door_photo": told["id"]},
    )  # fmt: skip
    second = record_make(again, body | {"photos": [told]})
    upload(second.pk, 2, scene.inspector)
    settle(second, "no_approval", cast.supervisor)
    accept(second, cast.supervisor)
    assert Visit.objects.everywhere("guard").filter(revisit_of__isnull=False).count() == 1
    assert publish(row, cast.leader).state == "published"
    assert publish(second, cast.leader).state == "published"


def test_v08_team_that_cannot_go_leaves_the_revisit_to_be_planned_by_hand(scene: Scene, cast: Cast) -> None:
    from registry.models import Officer
    from tests.factories_scheduling import officer_make

    row = lost(scene)
    Officer.objects.everywhere("loader").filter(pk=scene.song.pk).update(cert_revoked_on=clock.today())
    row = accept(row, cast.supervisor)
    assert Visit.objects.everywhere("guard").filter(revisit_of=scene.visit).count() == 0
    assert ("inspection.revisit", "", "accepted") in lines(row)
    guest = officer_make(cast.organ, "37011700000009")
    visit = inspection_revisit(
        inspection_id=row.pk, officers=[scene.lin.pk, guest.pk], planned_from=clock.today(),
        planned_to=clock.today() + timedelta(days=7), reason="", actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    assert (visit.revisit_of_id, visit.reason) == (scene.visit.pk, "回访：通过登记的住所（经营场所）无法联系")


def test_revisit_is_only_for_code_6(scene: Scene, cast: Cast) -> None:
    row = record_make(scene)
    act = lambda: inspection_revisit(  # noqa: E731
        inspection_id=row.pk, officers=[scene.lin.pk], planned_from=clock.today(), planned_to=clock.today(),
        reason="", actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    assert refused(act) == ("facts_missing", ["code:6"])
