from datetime import date, timedelta

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import digest
from backend.models import JournalLine, JournalNote, User
from registry.models import Officer, Recusal
from registry.selectors.officers import officer_get
from registry.selectors.venues import recusal_list, venue_get
from registry.services.officers import officer_create, officer_edit, recusal_declare, recusal_end
from tests.factories_registry import categories_make, officer_make, officer_values, recusal_make, venue_make

TODAY = date(2026, 9, 15)


def lines(noun: str) -> list[JournalLine]:
    return list(JournalLine.objects.everywhere("task").filter(noun=noun).order_by("id"))


def faults(actor: User, **values: object) -> object:
    categories_make()
    with pytest.raises(DomainError) as caught:
        officer_create(values=officer_values(**values), actor=actor, now=clock.now())
    return caught.value.data.get("fields", caught.value.code)


def test_new_officer_is_listed_and_signs_in_as_a_person_of_the_organ(
    supervisor: User, inspector: User
) -> None:
    row = officer_make(supervisor, inspector, cert_no="ｒ200400178", towns=["里辛", "艾山街道"])
    kept = Officer.objects.within(supervisor).get(uuid=row.uuid)
    assert (kept.cert_no, kept.towns, kept.user, kept.quals, kept.status) == (
        "R200400178",
        ["370117001", "370117002"],
        inspector,
        ["KTV", "NET"],
        "active",
    )
    [line] = lines("officer")
    assert (line.verb, line.data["name"], line.data["cert_no"]) == (
        "officer.create",
        digest(inspector.name),
        "R200400178",
    )


def test_every_fault_of_an_officer_is_told_in_words(supervisor: User) -> None:
    told = faults(
        supervisor,
        name="",
        unit="",
        cert_no="第1号",
        quals=["NET", "XXX"],
        lead_quals=["KTV"],
        towns=["口镇"],
    )
    assert told == {
        "name": ["请填写姓名"],
        "unit": ["请填写单位"],
        "cert_no": ["执法证号应为 4 至 23 位数字或大写字母"],
        "quals": ["没有这个类别：XXX"],
        "lead_quals": ["主检类别要先是资质类别：KTV"],
        "towns": ["辖区内没有这个街道乡镇：口镇"],
    }


def test_certificate_is_listed_once(supervisor: User) -> None:
    officer_make(supervisor, cert_no="37011700001")
    assert faults(supervisor, cert_no="37011700001") == "certificate_listed"


def test_account_belongs_to_one_officer_of_the_organ(
    supervisor: User, inspector: User, stranger: User
) -> None:
    officer_make(supervisor, inspector)
    assert faults(supervisor, user="inspector") == {"user": ["这个账号已属于另一名人员"]}
    assert faults(supervisor, user="stranger") == {"user": ["本单位没有账号 stranger"]}


def test_edit_changes_what_is_named(supervisor: User) -> None:
    row = officer_make(supervisor, phone="1")
    officer_edit(
        officer_id=row.uuid,
        values={"cert_valid_to": date(2029, 1, 1), "status": "left"},
        actor=supervisor,
        now=clock.now(),
    )
    kept = Officer.objects.within(supervisor).get(uuid=row.uuid)
    assert (kept.cert_valid_to, kept.status, kept.phone, kept.name) == (
        date(2029, 1, 1),
        "left",
        "1",
        row.name,
    )
    line = lines("officer")[-1]
    assert (line.verb, line.before, line.after, line.data["after"]) == (
        "officer.edit",
        "active",
        "left",
        {"cert_valid_to": "2029-01-01", "status": "left"},
    )


@pytest.mark.parametrize(
    ("valid_to", "revoked_on", "holds"),
    [
        (TODAY, None, True),
        (TODAY - timedelta(days=1), None, False),
        (date(2027, 1, 1), TODAY, False),
        (date(2027, 1, 1), TODAY + timedelta(days=1), True),
    ],
)
def test_card_says_whether_the_certificate_holds_today(
    supervisor: User, valid_to: date, revoked_on: date | None, holds: bool
) -> None:
    row = officer_make(supervisor, cert_valid_to=valid_to, cert_revoked_on=revoked_on)
    assert officer_get(officer_id=row.uuid, actor=supervisor, today=TODAY)["certified"] is holds


def test_reason_of_a_recusal_is_for_supervisors_and_the_officer_himself(
    supervisor: User, inspector: User, colleague: User, auditor: User, leader: User
) -> None:
    officer, venue = officer_make(supervisor, inspector), venue_make(supervisor)
    recusal_make(inspector, officer, venue, "配偶在该店任职")
    seen = {
        user.username: recusal_list(actor=user, venue=venue.uuid)[0]["reason"]
        for user in (supervisor, inspector, colleague, auditor, leader)
    }
    assert seen == {
        "supervisor": "配偶在该店任职",
        "inspector": "配偶在该店任职",
        "colleague": None,
        "auditor": None,
        "leader": None,
    }
    assert venue_get(venue_id=venue.uuid, actor=colleague, today=TODAY)["recusals"][0]["reason"] is None


def test_reason_of_a_recusal_is_nowhere_in_the_journal(supervisor: User, inspector: User) -> None:
    officer, venue = officer_make(supervisor, inspector), venue_make(supervisor)
    recusal_make(supervisor, officer, venue, "配偶在该店任职")
    [line] = lines("recusal")
    assert line.data == {
        "officer": str(officer.uuid),
        "venue": str(venue.uuid),
        "reason": digest("配偶在该店任职"),
    }
    assert not JournalNote.objects.within(supervisor).filter(line=line).exists()


def test_inspector_declares_only_his_own_recusal(supervisor: User, inspector: User, colleague: User) -> None:
    officer, venue = officer_make(supervisor, inspector), venue_make(supervisor)
    with pytest.raises(DomainError) as caught:
        recusal_make(colleague, officer, venue)
    assert caught.value.code == "not_allowed"
    assert not Recusal.objects.within(supervisor).exists()


def test_open_recusal_is_listed_once_and_may_be_declared_again_after_its_end(
    supervisor: User, inspector: User
) -> None:
    officer, venue = officer_make(supervisor, inspector), venue_make(supervisor)
    first = recusal_make(supervisor, officer, venue)
    with pytest.raises(DomainError) as caught:
        recusal_make(inspector, officer, venue)
    assert caught.value.code == "recusal_listed"
    recusal_end(recusal_id=first.uuid, reason="亲属已离职", actor=supervisor, now=clock.now())
    recusal_make(inspector, officer, venue)
    rows = Recusal.objects.within(supervisor).order_by("created_at")
    assert list(rows.values_list("ended_on", flat=True)) == [TODAY, None]


def test_recusal_ends_once_and_not_by_the_officer_himself(supervisor: User, inspector: User) -> None:
    row = recusal_make(supervisor, officer_make(supervisor, inspector), venue_make(supervisor))
    recusal_end(recusal_id=row.uuid, reason="亲属已离职", actor=supervisor, now=clock.now())
    with pytest.raises(DomainError) as again:
        recusal_end(recusal_id=row.uuid, reason="亲属已离职", actor=supervisor, now=clock.now())
    assert again.value.code == "conflict"
    mine = recusal_make(supervisor, officer_make(supervisor, supervisor), venue_make(supervisor))
    with pytest.raises(DomainError) as own:
        recusal_end(recusal_id=mine.uuid, reason="无", actor=supervisor, now=clock.now())
    assert own.value.code == "own_record"


def test_recusal_from_a_venue_of_another_district_is_not_found(supervisor: User, stranger: User) -> None:
    officer, venue = officer_make(supervisor), venue_make(stranger, township="")
    with pytest.raises(DomainError) as caught:
        recusal_declare(
            officer_id=officer.uuid, venue_id=venue.uuid, reason="亲属", actor=supervisor, now=clock.now()
        )
    assert caught.value.code == "not_found"
