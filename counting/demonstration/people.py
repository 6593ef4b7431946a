"""The fictional people of the demonstration, their sign-ins and certificates."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from backend.models import Organ, User
from backend.services.people import user_make
from registry.models import Officer
from registry.services.officers import officer_create

PASSWORD = "Wenxun@2026"  # printed by `make run`; a demonstration only, every person is fictional
ALL = (
    "NET", "KTV", "GAM", "PER", "ART", "INT", "SCR", "EHT", "TRA", "SCN", "HOT", "PUB", "PRI", "FIL", "SAT",
    "BRO", "REL", "EXM", "SPT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a sign-in."""

    username: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certified:
    """Somebody with a certificate."""

    name: str
    cert_no: str
    valid_to: date
    lead: tuple[str, ...]
    username: str | None = None


DESK = (
    Person("shao", "邵立行", ("supervisor",)),
    Person("tao", "陶启年", ("supervisor",)),
    Person("gu", "顾承岳", ("leader",)),
    Person("ji", "季文度", ("legal_reviewer",)),
    Person("guan", "管若木", ("industry_section",)),
    Person("lu", "路一鸣", ("street_liaison",)),
    Person("yan", "严若水", ("auditor",)),
    Person("sysadmin", "系统管理员", ("system_admin",)),
    Person("secadmin", "安全管理员", ("security_admin",)),
    Person("audadmin", "审计管理员", ("audit_admin",)),
)

_FUN = ("NET", "KTV", "GAM", "SCR", "EHT", "PER")
_PRINT = ("PUB", "PRI", "FIL", "ART", "SAT")
OFFICERS = (
    Certified("秦知远", "37011726001", date(2028, 5, 31), ALL, "qin"),
    Certified("宋明岚", "37011726002", date(2028, 5, 31), ALL, "song"),
    Certified("周砚秋", "37011726003", date(2027, 11, 30), _FUN, "zhou"),
    Certified("韩雨桐", "37011726004", date(2027, 11, 30), _FUN, "han"),
    Certified("贺清野", "37011726005", date(2029, 2, 28), (*_FUN, "TRA"), "he"),
    Certified("孟庆安", "37011726006", date(2029, 2, 28), _PRINT, "meng"),
    Certified("陶然然", "37011726007", date(2028, 9, 30), _PRINT, "taoran"),
    Certified("叶向晚", "37011726008", date(2028, 9, 30), ("TRA", "SCN", "HOT"), "ye"),
    Certified("江以南", "37011726009", date(2027, 3, 31), (*_PRINT, "TRA"), "jiang"),
    Certified("沈栖迟", "37011726010", date(2027, 3, 31), (), "shen"),
    Certified("柏若谷", "37011726011", date(2029, 8, 31), (), "bai"),
    Certified("纪星河", "37011726012", date(2029, 8, 31), (), "jixh"),
    Certified("温北辰", "37011726013", date(2028, 1, 31), ()),
    Certified(
        "卢见山", "37011726014", date(2026, 6, 30), ALL
    ),  # expired since 1 July: never drawn, never sent
)


def people_load(organ: Organ, now: datetime) -> dict[str, User]:
    """All sign-ins by user name; the password they share is hashed once."""
    encoded = make_password(PASSWORD)
    people = [*DESK, *(Person(o.username, o.name, ("inspector",)) for o in OFFICERS if o.username)]
    return {
        person.username: user_make(
            username=person.username,
            name=person.name,
            password=PASSWORD,
            organ=None if person.username.endswith("admin") else organ,
            roles=person.roles,
            now=now,
            encoded=encoded,
        )
        for person in people
    }


def officers_load(actor: User, now: datetime) -> list[Officer]:
    """The fourteen officers, in certificate order."""
    return [
        officer_create(
            values={
                "name": row.name,
                "cert_no": row.cert_no,
                "cert_valid_to": row.valid_to,
                "quals": list(ALL),
                "lead_quals": list(row.lead),
                "towns": ["*"],
                "user": row.username,
            },
            actor=actor,
            now=now,
        )
        for row in OFFICERS
    ]
