"""Guards of the server, each taken away by one act, and the test that must then turn red."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.models import File
from backend.services.files import file_receive
from backend.views import files as file_doors
from inspections.models import Inspection, InspectionVersion
from inspections.services.submission import taking
from inspections.services.submission.files import Announced, files_announce
from inspections.services.submission.sent import Seen, Sent, visit_seen
from inspections.views import submission as doors
from tests.api.inspections import test_submission
from tests.services.inspections import test_races


@dataclass(frozen=True)
class Sabotage:
    """One guard taken away: which scenario, what is missing, the test, and how it fails."""

    scenario: int
    says: str
    test: Callable[..., None]
    act: Callable[[pytest.MonkeyPatch], None]
    red: type[Exception] = AssertionError


def _every_send_is_new(patch: pytest.MonkeyPatch) -> None:
    submit = taking.inspection_submit
    patch.setattr(
        doors,
        "inspection_submit",
        lambda *, inspection_id, **sent: submit(inspection_id=uuid4(), **sent),
    )


def _content_is_not_compared(patch: pytest.MonkeyPatch) -> None:
    def blind(sent: Sent, seen: Seen, row: Inspection, others: list[Inspection]) -> taking.Answer:
        kept = InspectionVersion.objects.everywhere("guard").get(inspection=row, kept="stored")
        return 200, taking._same(sent, row, kept)

    patch.setattr(taking, "_again", blind)


def _twin_is_not_looked_for(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(taking, "_take", lambda sent: (201, taking._new(sent, visit_seen(sent), [])))


def _later_photos_are_not_joined(patch: pytest.MonkeyPatch) -> None:
    def told(sent: Sent, organ: str) -> Announced:
        files_announce(sent, organ)
        return Announced(tuple(photo.id for photo in sent.record.photos), ())

    patch.setattr(taking, "files_announce", told)


def _bytes_are_not_compared(patch: pytest.MonkeyPatch) -> None:
    def blind(*, file_id: UUID, **given: Any) -> File:
        stored = File.objects.everywhere("guard").filter(uuid=file_id, stored_at__isnull=False).first()
        return stored or file_receive(file_id=file_id, **given)

    patch.setattr(file_doors, "file_receive", blind)


def _unannounced_photo_is_dropped_with_success(patch: pytest.MonkeyPatch) -> None:
    def dropped(*, file_id: UUID, total: int, now: Any, **_: Any) -> File:
        return File(uuid=file_id, offset=total, size=total, stored_at=now, state=File.State.STORED)

    patch.setattr(file_doors, "file_receive", dropped)


def _nothing_is_ever_missing(patch: pytest.MonkeyPatch) -> None:
    def whole(sent: Sent, organ: str) -> Announced:
        files_announce(sent, organ)
        return Announced((), ())

    patch.setattr(taking, "files_announce", whole)


ALONE = (
    Sabotage(
        1,
        "a record sent again is a new record",
        test_submission.test_field_01_same_record_twice_is_one_row_and_the_same_receipt,
        _every_send_is_new,
    ),
    Sabotage(
        2,
        "a record known by its uuid is the same, whatever it says",
        test_submission.test_field_02_same_revision_with_other_content_is_refused_and_both_are_kept,
        _content_is_not_compared,
        KeyError,  # there is no code in an answer that says all is well
    ),
    Sabotage(
        4,
        "photos that came meanwhile are not joined",
        test_submission.test_field_04_photo_that_comes_after_its_record_joins_it,
        _later_photos_are_not_joined,
    ),
    Sabotage(
        5,
        "a stored photo is the same, whatever is sent under its name",
        test_submission.test_field_05_same_photo_again_is_welcome_and_other_bytes_are_refused,
        _bytes_are_not_compared,
        KeyError,
    ),
    Sabotage(
        6,
        "a photo nobody announced is dropped, and success is said",
        test_submission.test_field_06_photo_nobody_announced_is_parked_and_joined_by_its_record,
        _unannounced_photo_is_dropped_with_success,
    ),
    Sabotage(
        7,
        "a record is complete while photos are missing",
        test_submission.test_field_07_server_lists_the_one_photo_of_three_that_is_missing,
        _nothing_is_ever_missing,
    ),
)
RACING = (
    Sabotage(
        3,
        "nobody looks for a twin in flight",
        test_races.test_field_03_same_record_from_several_senders_at_once_is_one_row,
        _twin_is_not_looked_for,
        AttributeError,  # a twin has no answer at all
    ),
)
SCENARIOS = {1, 2, 3, 4, 5, 6, 7}
