from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import digest
from backend.models import Division, JournalLine, JournalNote, User
from registry.models import Licence, Register, Venue, VenueCategory
from registry.services.venues import venue_create, venue_edit
from tests.factories_registry import categories_make, uscc_make, venue_make, venue_values

TODAY = date(2026, 9, 15)


def lines(noun: str = "venue") -> list[JournalLine]:
    return list(JournalLine.objects.everywhere("task").filter(noun=noun).order_by("id"))


def refused(act: object, **values: object) -> dict[str, object]:
    with pytest.raises(DomainError) as caught:
        act(**values)  # type: ignore[operator]
    return {"code": caught.value.code, **caught.value.data}


def create(actor: User, **values: object) -> Venue:
    categories_make()
    return venue_create(values=venue_values(**values), actor=actor, now=clock.now())


def edit(venue: Venue, actor: User, reason: str = "", **values: object) -> Venue:
    return venue_edit(venue_id=venue.uuid, values=values, actor=actor, now=clock.now(), reason=reason)


def test_new_venue_is_listed_with_categories_licences_and_township(supervisor: User) -> None:
    code = uscc_make()
    venue = create(
        supervisor,
        uscc=f" {code.lower()} ",
        township="艾山",
        categories=["KTV", "NET", "KTV"],
        licences=[
            {"kind": "网络文化经营许可证", "number": "鲁网文〔2024〕1号", "valid_to": date(2027, 1, 31)}
        ],
        lng=Decimal("117.8112345"),
        lat=Decimal("36.0612345"),
        datum="gcj02",
    )
    row = Venue.objects.within(supervisor).get(uuid=venue.uuid)
    assert (row.code, row.uscc, row.township_id, row.status, row.registered_on) == (
        code,
        code,
        "370117001",
        "open",
        TODAY,
    )
    assert sorted(row.categories.values_list("category_id", "entered_on", "left_on")) == [
        ("KTV", TODAY, None),
        ("NET", TODAY, None),
    ]
    assert list(row.licences.values_list("kind", "number", "valid_to", "ended_on")) == [
        ("网络文化经营许可证", "鲁网文〔2024〕1号", date(2027, 1, 31), None)
    ]


def test_journal_of_a_new_venue_holds_codes_and_no_words(supervisor: User) -> None:
    venue = create(supervisor, name="云阶量贩KTV", phone="13800000000", capacity=180)
    [line] = lines()
    assert (line.verb, line.noun_id, line.actor_id) == ("venue.create", venue.uuid, supervisor.uuid)
    assert line.data["code"] == venue.code
    assert line.data["capacity"] == 180
    assert line.data["name"] == digest("云阶量贩KTV")
    assert "云阶" not in str(line.data)
    assert "13800000000" not in str(line.data)


def test_every_fault_of_an_entry_is_told_at_once_in_words(supervisor: User) -> None:
    categories_make()
    told = refused(
        venue_create,
        values={
            "name": " ",
            "address": "",
            "uscc": "91370117MAW000001",
            "categories": ["XXX"],
            "lng": Decimal("36.06"),
            "lat": Decimal("117.8"),
            "opens_at": "25:00",
            "closes_at": "",
            "opened_on": TODAY + timedelta(days=1),
            "licences": [
                {
                    "kind": "",
                    "number": "",
                    "issued_on": date(2026, 2, 1),
                    "valid_to": date(2026, 1, 1),
                }
            ],
        },
        actor=supervisor,
        now=clock.now(),
    )
    assert told["code"] == "invalid"
    assert told["fields"] == {
        "name": ["请填写场所名称"],
        "address": ["请填写经营地址"],
        "uscc": ["统一社会信用代码应为 18 位"],
        "categories": ["没有这个类别：XXX"],
        "lng": ["经度应在 73 至 136 之间"],
        "lat": ["纬度应在 3 至 54 之间"],
        "datum": ["请选择坐标系：同一组数字在不同坐标系中相差几百米"],
        "opens_at": ["应为 时:分，如 13:00"],
        "closes_at": ["营业时段要填写开始和结束"],
        "opened_on": ["首次开业日期晚于今天"],
        "licences.0.kind": ["请填写证照名称"],
        "licences.0.number": ["请填写证照编号"],
        "licences.0.valid_to": ["有效期截止日早于发证日"],
    }
    assert not Venue.objects.within(supervisor).exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91370117MAW00000I1", "统一社会信用代码只含数字和大写字母（不含 I、O、S、V、Z）"),
        (uscc_make(7)[:17] + ("0" if uscc_make(7)[17] != "0" else "1"), "统一社会信用代码校验位不对，请核对"),
    ],
)
def test_code_with_wrong_signs_or_check_sign_is_refused(supervisor: User, code: str, words: str) -> None:
    categories_make()
    told = refused(venue_create, values=venue_values(uscc=code), actor=supervisor, now=clock.now())
    assert told["fields"] == {"uscc": [words]}


def test_further_premises_under_one_code_get_a_suffix_never_given_again(supervisor: User) -> None:
    code = uscc_make()
    first = create(supervisor, uscc=code, address="甲路 1 号")
    second = create(supervisor, uscc=code, address="乙路 2 号")
    assert (first.code, second.code) == (code, f"{code}-01")
    edit(second, supervisor, "已注销", status="cancelled")
    third = create(supervisor, uscc=code, address="丙路 3 号")
    assert third.code == f"{code}-02"
    again = create(supervisor, uscc=code, address="乙路２号")
    assert again.code == f"{code}-03"


def test_same_code_at_the_same_address_is_listed_already(supervisor: User) -> None:
    code = uscc_make()
    first = create(supervisor, uscc=code, address="甲路 1 号")
    with pytest.raises(DomainError) as raised:
        create(supervisor, uscc=code, address="甲路１号")
    caught = raised.value
    assert (caught.code, caught.data) == ("venue_listed", {"venue": str(first.uuid), "code": code})


def test_venue_without_code_is_known_by_its_licence(supervisor: User) -> None:
    licence = {"kind": "娱乐经营许可证", "number": "３７０１１７１６００２３"}
    venue = create(supervisor, uscc="", licences=[licence])
    assert venue.code == "370117160023"
    told = refused(venue_create, values=venue_values(uscc=""), actor=supervisor, now=clock.now())
    assert told["fields"] == {"uscc": ["请填写统一社会信用代码，没有的填写许可证编号"]}


def test_township_outside_the_district_is_not_taken_by_its_name(supervisor: User) -> None:
    categories_make()
    told = refused(venue_create, values=venue_values(township="口镇"), actor=supervisor, now=clock.now())
    assert told["fields"] == {"township": ["辖区内没有这个街道乡镇：口镇"]}


def test_v15_premises_elsewhere_are_listed_with_the_code_of_their_township(supervisor: User) -> None:
    Division.objects.everywhere("loader").get_or_create(
        code="370116001", defaults={"name": "凤城街道", "parent": "370116", "level": "township"}
    )
    assert create(supervisor, township="370116001").township_id == "370116001"
    told = refused(venue_create, values=venue_values(township="370116"), actor=supervisor, now=clock.now())
    assert told["fields"] == {"township": ["辖区内没有这个街道乡镇：370116"]}


def test_edit_changes_what_is_named_and_keeps_the_code(supervisor: User) -> None:
    venue = venue_make(supervisor, capacity=80, phone="1")
    other = uscc_make()
    edit(venue, supervisor, uscc=other, capacity=90)
    row = Venue.objects.within(supervisor).get(uuid=venue.uuid)
    assert (row.code, row.uscc, row.capacity, row.phone, row.name) == (venue.code, other, 90, "1", venue.name)
    assert lines()[-1].data == {
        "before": {"capacity": 80, "uscc": venue.uscc},
        "after": {"capacity": 90, "uscc": other},
    }


def test_edit_that_changes_nothing_leaves_no_line(supervisor: User) -> None:
    venue = venue_make(supervisor, capacity=80)
    edit(venue, supervisor, capacity=80, name=venue.name)
    assert [line.verb for line in lines()] == ["venue.create"]


def test_left_category_keeps_its_days_and_coming_back_is_a_new_period(supervisor: User) -> None:
    venue = venue_make(supervisor, categories=["NET", "KTV"], registered_on=date(2026, 1, 5))
    edit(venue, supervisor, categories=["NET"])
    with clock.at(clock.now() + timedelta(days=10)):
        edit(venue, supervisor, categories=["NET", "KTV"])
    rows = VenueCategory.objects.within(supervisor).filter(category="KTV").order_by("entered_on")
    assert list(rows.values_list("entered_on", "left_on")) == [
        (date(2026, 1, 5), TODAY),
        (date(2026, 9, 25), None),
    ]


def test_replaced_licence_ends_and_none_is_deleted(supervisor: User) -> None:
    old = {"kind": "娱乐经营许可证", "number": "A1", "valid_to": date(2026, 9, 1)}
    new = {"kind": "娱乐经营许可证", "number": "A2", "valid_to": date(2028, 9, 1)}
    venue = venue_make(supervisor, licences=[old])
    edit(venue, supervisor, licences=[new])
    rows = Licence.objects.within(supervisor).filter(venue=venue)
    assert list(rows.values_list("number", "ended_on")) == [("A1", TODAY), ("A2", None)]
    edit(venue, supervisor, licences=[old | {"scope": "卡拉OK"}])
    assert list(rows.all().values_list("number", "scope", "ended_on")) == [
        ("A1", "卡拉OK", None),
        ("A2", "", TODAY),
    ]


def test_status_moves_with_its_reason_and_leaves_a_line_and_a_note(supervisor: User) -> None:
    venue = venue_make(supervisor)
    edit(venue, supervisor, "经营者申请停业", status="closed")
    row = Venue.objects.within(supervisor).get(uuid=venue.uuid)
    line = lines()[-1]
    assert (row.status, row.left_on) == ("closed", None)
    assert (line.verb, line.before, line.after) == ("venue.close", "open", "closed")
    assert JournalNote.objects.within(supervisor).get(line=line).text == "经营者申请停业"


def test_status_without_reason_is_refused_and_nothing_else_is_written(supervisor: User) -> None:
    venue = venue_make(supervisor, capacity=1)
    before = len(lines())
    told = refused(
        venue_edit,
        venue_id=venue.uuid,
        values={"status": "closed", "capacity": 2},
        actor=supervisor,
        now=clock.now(),
    )
    assert told["code"] == "reason_needed"
    assert Venue.objects.within(supervisor).get(uuid=venue.uuid).capacity == 1
    assert len(lines()) == before


def test_cancelled_venue_leaves_the_register_and_does_not_come_back(supervisor: User) -> None:
    venue = venue_make(supervisor)
    edit(venue, supervisor, "注销登记", status="cancelled")
    assert Venue.objects.within(supervisor).get(uuid=venue.uuid).left_on == TODAY
    told = refused(
        venue_edit,
        venue_id=venue.uuid,
        values={"status": "open"},
        reason="误操作",
        actor=supervisor,
        now=clock.now(),
    )
    assert told["code"] == "move_not_open"


def test_inspector_may_not_write_the_register(inspector: User, supervisor: User) -> None:
    venue = venue_make(supervisor)
    told = refused(venue_edit, venue_id=venue.uuid, values={}, actor=inspector, now=clock.now())
    assert told == {"code": "not_allowed", "verb": "venue.edit"}


def test_stranger_does_not_find_the_venue(stranger: User, supervisor: User) -> None:
    venue = venue_make(supervisor)
    told = refused(venue_edit, venue_id=venue.uuid, values={"phone": "2"}, actor=stranger, now=clock.now())
    assert told == {"code": "not_found"}


def test_every_write_raises_the_register_by_one(supervisor: User) -> None:
    venue = venue_make(supervisor)
    edit(venue, supervisor, phone="3")
    assert Register.objects.within(supervisor).get().rev == 2


def test_venue_is_never_deleted(supervisor: User) -> None:
    venue = venue_make(supervisor)
    with pytest.raises(TypeError):
        venue.delete()
