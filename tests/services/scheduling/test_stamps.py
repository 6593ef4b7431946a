"""A time stamp laid beside a commit at the desk: real tokens of an authority made for the test."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from backend import clock
from backend.domain.errors import DomainError
from backend.models import File, Organ, User
from backend.services.files import file_receive
from scheduling.domain.stamps import stamp_read
from scheduling.models import Draw, DrawLogCheck, DrawLogLine, DrawStamp
from scheduling.selectors.draws import draw_detail
from scheduling.selectors.packages import package_bytes
from scheduling.services.draws import draw_stamp
from scheduling.services.draws.stamping import signed_by
from scheduling.tasks import draw_logs_recount
from tests.database import triggers_lifted
from tests.domain.scheduling import drawn as verifier
from tests.factories_scheduling import catalogue_make
from tests.services.scheduling.drawn import committed, district_make
from tests.stamping import Authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "ours")


@pytest.fixture
def draw(
    organ: Organ, supervisor: User, authority: Authority, settings: Settings, db: None
) -> Iterator[Draw]:
    """Committed now by the clock of the wall, which is the authority's."""
    settings.TIME_STAMP_ROOTS = authority.folder / "roots"
    settings.TIME_STAMP_ROOTS.mkdir(exist_ok=True)
    (settings.TIME_STAMP_ROOTS / "ours.pem").write_bytes((authority.folder / "root.pem").read_bytes())
    with clock.at(datetime.now(UTC)):
        catalogue_make()
        district_make(organ)
        first = clock.today() + timedelta(days=2)
        yield committed(supervisor, visit_from=first, visit_to=first + timedelta(days=5))


def file_made(draw: Draw, actor: User, data: bytes) -> File:
    return file_receive(
        file_id=uuid4(), offset=0, data=data, total=len(data), sha256=hashlib.sha256(data).hexdigest(),
        owner=("draw", draw.uuid), actor=actor, now=clock.now(),
    )  # fmt: skip


def stamped(draw: Draw, actor: User, data: bytes) -> Draw:
    file = file_made(draw, actor, data)
    return draw_stamp(draw_id=draw.uuid, file=file.uuid, actor=actor, now=clock.now())


def refused(draw: Draw, actor: User, data: bytes) -> str:
    with pytest.raises(DomainError) as error:
        stamped(draw, actor, data)
    assert not DrawStamp.objects.everywhere("guard").exists()
    return error.value.code


def test_stamp_goes_with_the_package_and_takes_the_place_of_the_bureaus_word(
    draw: Draw, supervisor: User, authority: Authority
) -> None:
    assert "time not proven" in verifier.verdicts(package_bytes(draw))["times"][1]
    assert "draw.stamp" in draw_detail(draw, supervisor)["verbs"]
    stamped(draw, supervisor, authority.answer(draw.commit_digest))
    with zipfile.ZipFile(BytesIO(package_bytes(draw))) as package:
        token = package.read("commit.tst")
    assert stamp_read(token).imprint.hex() == draw.commit_digest
    level, message = verifier.verdicts(package_bytes(draw))["times"]
    assert (level, message.split("; ")[1]) == (
        "PARTIAL",
        "the time stamp is over this commit, but who signed it is not checked here (openssl ts -verify)",
    )
    line = DrawLogLine.objects.everywhere("guard").get(ev="STAMP")
    assert json.loads(line.line)["token"] == hashlib.sha256(token).hexdigest()
    told = draw_detail(draw, supervisor)
    assert (told["stamp"]["authority"], "draw.stamp" in told["verbs"]) == ("CN=Fictional root", False)
    assert abs(told["stamp"]["given_at"] - clock.now()) < timedelta(minutes=1)
    with pytest.raises(DomainError, match="facts_missing"):
        stamped(draw, supervisor, authority.answer(draw.commit_digest))


def test_stamp_over_another_digest_of_a_stranger_or_too_late_is_refused(
    draw: Draw, supervisor: User, authority: Authority, tmp_path: Path, settings: Settings
) -> None:
    assert refused(draw, supervisor, authority.answer("00" * 32)) == "stamp_of_another"
    stranger = Authority(tmp_path / "stranger")
    assert refused(draw, supervisor, stranger.answer(draw.commit_digest)) == "stamp_untrusted"
    assert refused(draw, supervisor, b"\xff\xd8\xff a picture") == "stamp_unreadable"
    assert refused(draw, supervisor, bytes(70000)) == "stamp_unreadable"
    good = authority.answer(draw.commit_digest)
    with clock.at(clock.now() - timedelta(hours=1)):
        assert refused(draw, supervisor, good) == "stamp_late"  # by our clock it comes from the future
    Draw.objects.everywhere("guard").update(moment=clock.now() + timedelta(minutes=50))
    assert refused(draw, supervisor, good) == "stamp_late"
    Draw.objects.everywhere("guard").update(moment=clock.now() + timedelta(hours=3))
    settings.TIME_STAMP_ROOTS = tmp_path / "nowhere"
    assert refused(draw, supervisor, good) == "stamp_untrusted"


def test_token_taken_before_tokens_were_logged_is_logged_by_night(
    draw: Draw, supervisor: User, authority: Authority
) -> None:
    stamped(draw, supervisor, authority.answer(draw.commit_digest))
    with triggers_lifted():
        DrawLogLine.objects.everywhere("guard").filter(ev="STAMP")._raw_delete("default")
    # until then the package goes without it: a token nobody can hold to the log proves nothing
    assert verifier.levels(package_bytes(draw))["times"] == "PARTIAL"
    assert "commit.tst" not in zipfile.ZipFile(BytesIO(package_bytes(draw))).namelist()
    assert draw_logs_recount() == 0
    assert draw_logs_recount() == 0
    assert DrawLogLine.objects.everywhere("guard").filter(ev="STAMP").count() == 1
    assert "commit.tst" in zipfile.ZipFile(BytesIO(package_bytes(draw))).namelist()


def _token(row: DrawStamp) -> None:
    row.token = bytes(row.token)[:-1] + b"\0"


def _token_unread(row: DrawStamp) -> None:
    row.token = b"\0"


def _shown(row: DrawStamp) -> None:
    row.given_at -= timedelta(days=1)


@pytest.mark.parametrize("spoil", [_token, _token_unread, _shown, DrawStamp.delete])
def test_stamp_changed_in_the_database_raises_an_alarm(
    draw: Draw, supervisor: User, authority: Authority, spoil: Callable[[DrawStamp], object]
) -> None:
    stamped(draw, supervisor, authority.answer(draw.commit_digest))
    row = DrawStamp.objects.everywhere("guard").get()
    spoil(row)
    if row.pk:
        row.save()
    assert draw_logs_recount() == 1
    assert "时间戳" in DrawLogCheck.objects.everywhere("guard").latest("pk").fault


@pytest.mark.usefixtures("draw")
def test_no_changed_byte_makes_a_signed_token_tell_something_else(authority: Authority) -> None:
    token = authority.answer("5f" * 32, token_only=True)
    sound = stamp_read(token)
    assert signed_by(token, sound) == "CN=Fictional root"
    accepted = []
    for place in range(0, len(token), 3):
        spoiled = token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]
        try:
            stamp = stamp_read(spoiled)
            signed_by(spoiled, stamp)
        except DomainError:
            continue
        accepted.append(stamp)
    # what is left are bytes nobody signs: of certificates that are not needed
    assert set(accepted) <= {sound}
