"""The cooperating organ of the demonstration: its people, the joint draw it agreed to, one it is asked for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.clock import BEIJING
from backend.models import Organ, User
from backend.services.people import user_make
from counting.demonstration.people import PASSWORD, Person
from registry.models import CheckItem
from registry.services.officers import officer_create
from scheduling.models import Draw, PlanRow
from scheduling.services.draws.drafting import draw_draft
from scheduling.services.draws.joining import draw_join

CODE = "GA370117"
CHIEF = Person("ren", "任守平", ("supervisor",))
# sign-in, name, certificate: each makes the record of his own organ on his own phone
OFFICERS = (
    ("luanlan", "鲁安澜", "GA37011726001"),
    ("ying", "应长青", "GA37011726002"),
    ("wangchuan", "祁望川", "GA37011726003"),
)
# what the police look at in the places of the joint draw: exits, guards, who stays the night
ITEMS = ("KTV-11", "KTV-13", "EHT-06")
ASSISTANTS = ({"name": "安可期", "role": "电气防火技术人员"},)
ASKED_AT = datetime(2026, 9, 14, 16, 20, tzinfo=BEIJING)


def partner_load(now: datetime) -> User:
    """The organ beside the brigade, its supervisor and three certified officers with sign-ins; returns the supervisor."""
    organ = Organ.objects.create(
        code=CODE, name="济南市钢城区公安分局（演示）", short_name="钢城公安分局", number_short="公",
        division_id="370117", lo=CODE, hi="GA370118", address="钢城区虚构大街 12 号（示例）", phone="0531-00000002",
    )  # fmt: skip
    chief = user_make(
        username=CHIEF.username, name=CHIEF.name, password=PASSWORD, organ=organ, roles=CHIEF.roles, now=now
    )
    for username, name, cert_no in OFFICERS:
        user_make(
            username=username, name=name, password=PASSWORD, organ=organ, roles=("inspector",), now=now
        )  # fmt: skip
        values = {
            "name": name, "cert_no": cert_no, "cert_valid_to": date(2028, 12, 31), "user": username
        }  # fmt: skip
        officer_create(values=values, actor=chief, now=now)
    return chief


def asked(items: Sequence[str]) -> dict[str, Any]:
    """What a draft says of the organ asked and of who comes along to help."""
    return {
        "partners": [{"organ": CODE, "items": list(items), "seats": 1}],
        "assistants": list(ASSISTANTS),
    }


def agree(draw: Draw, chief: User, now: datetime) -> None:
    """The organ takes part, with its own items."""
    draw_join(partner_id=draw.partners.get().uuid, items=ITEMS, actor=chief, now=now)


def invitation_make(actor: User, plan_rows: Sequence[PlanRow], items: Sequence[CheckItem]) -> UUID:
    """A draft for two rows of the plan at once (综合查一次) that waits for the organ's word."""
    own, further = (row for row in plan_rows if "PER" in row.categories)
    draw = draw_draft(
        title="营业性演出", plan_row_id=own.uuid, further_rows=[further.uuid], categories=["PER"],
        items=[item.code for item in items], visit_from=date(2026, 10, 12), visit_to=date(2026, 11, 20),
        actor=actor, now=ASKED_AT, **asked([items[-1].code]),
    )  # fmt: skip
    return draw.uuid
