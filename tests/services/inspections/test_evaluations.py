"""An evaluation cannot be led back to its visit, is made once, and is read by the superior organ alone."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from rest_framework.test import APIClient

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine, User
from counting.selectors.ledgers import ledger_book
from inspections.models import Evaluation, EvaluationKey, EvaluationRight, SpentToken
from inspections.selectors.evaluations import evaluation_list, evaluation_months
from inspections.services.evaluations import evaluation_key, evaluation_right, evaluation_submit
from scheduling.selectors.codes import code_of
from tests.cast import TODAY, Cast, organ_make, user_of
from tests.factories_inspections import Scene, scene_of
from tests.personal import personal

V1 = "/api/v1"
MADE_BY = "inspections.services.evaluations"
Clients = Callable[[User | None], APIClient]
# one key for the whole file: making one takes longer than all tests together
KEY = rsa.generate_private_key(65537, 2048)


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{MADE_BY}.rsa.generate_private_key", lambda *_: KEY)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return scene_of(cast)


def token_of(key: EvaluationKey) -> tuple[bytes, bytes]:
    """A message and its signature, as an unblinded right is."""
    message = secrets.token_bytes(64)
    return message, KEY.sign(message, padding.PSS(padding.MGF1(hashes.SHA384()), 48), hashes.SHA384())


def evaluated(key: EvaluationKey, score: int = 3, text: str = "") -> None:
    message, signature = token_of(key)
    evaluation_submit(
        key=key.pk, message=message, signature=signature, score=score, text=text, now=clock.now()
    )


def right(client: APIClient, scene: Scene, blinded: bytes) -> Any:
    path = f"{V1}/public/visits/{code_of(scene.visit)}/evaluation-right"
    key = client.get(path).json()["uuid"]
    return client.post(path, {"key": key, "blinded": blinded.hex()}, format="json")


def test_a_right_is_signed_blindly_once_a_visit_and_a_lost_answer_is_given_again(
    scene: Scene, client_of: Clients
) -> None:
    n = KEY.public_key().public_numbers().n
    blinded = secrets.randbelow(n).to_bytes(256, "big")
    first, again = (right(client_of(None), scene, blinded) for _ in range(2))
    other = right(client_of(None), scene, secrets.randbelow(n).to_bytes(256, "big"))
    signature = int(first.json()["signature"], 16)
    assert pow(signature, 65537, n).to_bytes(256, "big") == blinded
    assert again.json() == first.json()
    assert (other.status_code, other.json()["code"]) == (409, "evaluation_given")


def test_an_officer_takes_no_right(scene: Scene, client_of: Clients) -> None:
    answer = right(client_of(scene.inspector), scene, bytes(256))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_an_evaluation_leaves_nothing_that_leads_back(scene: Scene, client_of: Clients) -> None:
    key = evaluation_key(organ=scene.visit.organ_id, year=2026)
    message, signature = token_of(key)
    lines = JournalLine.objects.everywhere("guard").count()
    given = {
        "key": str(key.pk), "message": message.hex(), "signature": signature.hex(), "score": 1,
        "text": "请致电 13905310000 联系",
    }  # fmt: skip
    public = client_of(None)
    answers = [public.post(f"{V1}/public/evaluations", given, format="json") for _ in range(2)]
    assert [(one.status_code, one.json().get("code")) for one in answers] == [
        (201, None),
        (409, "evaluation_spent"),
    ]
    row = Evaluation.objects.everywhere("guard").get()
    told = {field.name: getattr(row, field.attname) for field in Evaluation._meta.fields}
    del told["uuid"]
    assert told == {
        "organ": scene.visit.organ_id,
        "month": "2026-09",
        "score": 1,
        "text": "请致电 139****0000 联系",
    }
    spent = SpentToken.objects.everywhere("guard").get()
    assert (spent.digest, spent.key) == (hashlib.sha256(message).hexdigest(), key)
    assert JournalLine.objects.everywhere("guard").count() == lines
    assert personal(told) == []


def test_no_row_of_evaluations_has_a_time_and_none_leads_to_a_visit() -> None:
    times = ("DateField", "DateTimeField", "AutoField", "BigAutoField")
    for model in (Evaluation, SpentToken):
        assert [field.name for field in model._meta.fields if field.get_internal_type() in times] == []
    assert {field.name for field in EvaluationRight._meta.fields} == {"id", "visit", "key", "blinded_digest"}
    assert {field.name for field in Evaluation._meta.fields if field.is_relation} == {"organ"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signature": bytes(256)}, "evaluation_invalid"),
        ({"key": UUID(int=1)}, "evaluation_key_wrong"),
        ({"now": TODAY + timedelta(days=250)}, "evaluation_key_wrong"),
    ],
    ids=["forged", "no such key", "too old"],
)
def test_what_is_no_right_is_refused(change: dict[str, Any], code: str, scene: Scene) -> None:
    key = evaluation_key(organ=scene.visit.organ_id, year=2026)
    message, signature = token_of(key)
    given: dict[str, Any] = {"key": key.pk, "message": message, "signature": signature, "now": clock.now()}
    with pytest.raises(DomainError) as refused:
        evaluation_submit(score=3, text="", **given | change)
    assert refused.value.code == code
    assert not Evaluation.objects.everywhere("guard").exists()


@pytest.mark.parametrize(
    ("token", "days", "blinded", "code"),
    [
        ("nothing", 0, bytes(256), "code_unknown"),
        ("", 60, bytes(256), "evaluation_closed"),
        ("", 0, bytes(256), "evaluation_invalid"),
    ],
    ids=["forged", "expired", "no value"],
)
def test_no_right_without_a_good_code(token: str, days: int, blinded: bytes, code: str, scene: Scene) -> None:
    key = evaluation_key(organ=scene.visit.organ_id, year=2026)
    with pytest.raises(DomainError) as refused:
        evaluation_right(
            token=token or code_of(scene.visit), key=key.pk, blinded=blinded,
            now=TODAY + timedelta(days=days),
        )  # fmt: skip
    assert refused.value.code == code


def test_another_years_key_signs_no_right(scene: Scene) -> None:
    key = evaluation_key(organ=scene.visit.organ_id, year=2025)
    with pytest.raises(DomainError) as refused:
        evaluation_right(token=code_of(scene.visit), key=key.pk, blinded=bytes(256), now=clock.now())
    assert refused.value.code == "evaluation_key_wrong"


def test_the_superior_organ_reads_a_month_of_five_and_the_organ_itself_does_not(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    city = user_of(organ_make("WH3701", "济南市文化和旅游局", "济", "3701"), "city", "市局人", "supervisor")
    key = evaluation_key(organ=cast.organ.code, year=2026)
    for score in (3, 3, 3, 2, 1):
        evaluated(key, score, "态度好")
    with clock.at(TODAY + timedelta(days=31)):
        for _ in range(4):
            evaluated(key)
    later = TODAY + timedelta(days=62)
    with clock.at(later):
        shown = client_of(city).get(f"{V1}/evaluation-months").json()["rows"]
        assert [(one["month"], one["count"], one["good"], one["mean_hundredths"]) for one in shown] == [
            ("2026-10", None, None, None),
            ("2026-09", 5, 3, 240),
        ]
        rows = client_of(city).get(f"{V1}/evaluations?organ={cast.organ.code}&month=2026-09").json()
        assert (rows["count"], {one["text"] for one in rows["rows"]}) == (5, {"态度好"})
        few = client_of(city).get(f"{V1}/evaluations?organ={cast.organ.code}&month=2026-10").json()
        assert few["rows"] == []
        for person in (cast.supervisor, stranger):
            assert evaluation_months(person, clock.today()) == []
            own = evaluation_list(person, organ=cast.organ.code, month="2026-09", today=clock.today())
            assert not own.exists()
        assert client_of(cast.inspector).get(f"{V1}/evaluation-months").status_code == 403


def test_the_ledger_shows_no_more_of_a_month_than_its_page(
    cast: Cast, stranger: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    city = user_of(organ_make("WH3701", "济南市文化和旅游局", "济", "3701"), "city", "市局人", "supervisor")
    key = evaluation_key(organ=cast.organ.code, year=2026)
    for score in (3, 3, 3, 2, 1):
        evaluated(key, score, "态度好")
    with clock.at(TODAY + timedelta(days=31)):
        for _ in range(4):
            evaluated(key, 1, "请勿外传")

    def ledger(person: User, of: str, **query: str) -> Any:
        head: list[tuple[str, str]] = []
        [sheet] = ledger_book(of, query, person, head, lambda _: None).sheets
        return sheet.rows, sheet.total

    with clock.at(TODAY + timedelta(days=62)):
        rows, total = ledger(city, "evaluations")
        assert [row[1:] for row in rows] == [
            ["2026-10", "不足 5 份", None, None, None, None, None],
            ["2026-09", "已满 5 份", 5, 3, 1, 1, 240],
        ]
        assert total is not None and total[3:] == [5, 3, 1, 1, None]
        assert ledger(city, "evaluations", year="2025")[0] == []
        assert len(ledger(city, "evaluations", q=cast.organ.name)[0]) == 2
        said = {"organ": cast.organ.code}
        rows, _ = ledger(city, "evaluation_texts", month="2026-09", **said)
        assert sorted(rows) == sorted([[word, "态度好"] for word in ("满意",) * 3 + ("一般", "不满意")])
        assert ledger(city, "evaluation_texts", month="2026-10", **said)[0] == []
        for person in (cast.supervisor, stranger):
            assert ledger(person, "evaluations")[0] == []
            assert ledger(person, "evaluation_texts", month="2026-09", **said)[0] == []
        client = client_of(city)
        first = client.get(f"{V1}/evaluation-months?limit=1").json()
        then = client.get(f"{V1}/evaluation-months?limit=1&cursor={first['next']}").json()
        assert [one["rows"][0]["month"] for one in (first, then)] == ["2026-10", "2026-09"]
        with django_assert_num_queries(4):  # session, person, roles; the scores
            client.get(f"{V1}/evaluation-months")


def test_keys_are_public_so_that_nobody_is_marked_by_his_own(scene: Scene, client_of: Clients) -> None:
    mine = client_of(None).get(f"{V1}/public/visits/{code_of(scene.visit)}/evaluation-right").json()
    assert client_of(None).get(f"{V1}/public/evaluation-keys").json() == [mine]
    assert evaluation_key(organ=scene.visit.organ_id, year=2026).secret.startswith("-----BEGIN ENCRYPTED")
