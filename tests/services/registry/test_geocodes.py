"""Geocoding against a real HTTP server that speaks the provider's format; geopy itself is not replaced."""

import json
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Delivery, JournalLine, User
from backend.tasks import sweep
from registry.models import Geocode, Register, Venue
from registry.services.geocodes import (
    FORGOTTEN_AFTER,
    geocode_accept,
    geocode_ask,
    geocode_reject,
    geocode_run,
)
from tests.factories_registry import venue_make


class Provider:
    """A server on a free port; `answers` by address, everything it was asked in `asked`."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answers: dict[str, Any] = {}
        self.status = 200
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                provider.asked.append(query)
                address = query.get("q") or query.get("address") or ""
                body = json.dumps(provider.answers.get(address, provider.answers.get("*"))).encode()
                self.send_response(provider.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    running = Provider()
    thread = Thread(target=running.server.serve_forever, daemon=True)
    thread.start()
    settings.GEOCODER = "nominatim"
    settings.GEOCODER_SCHEME = "http"
    settings.GEOCODER_DOMAIN = f"127.0.0.1:{running.port}"
    settings.GEOCODER_PAUSE_SECONDS = 0
    yield running
    running.server.shutdown()
    running.server.server_close()
    thread.join()


ADDRESS = "山东省济南市钢城区府前大街 88 号"
HIT = [{"lat": "36.0612345678", "lon": "117.8112345", "display_name": "府前大街, 钢城区"}]


def ask(actor: User, *venues: Venue) -> list[Geocode]:
    return geocode_ask(venues=[venue.uuid for venue in venues], actor=actor, now=clock.now())


def state(row: Geocode) -> tuple[str, str, str]:
    kept = Geocode.objects.everywhere("task").get(pk=row.pk)
    return kept.state, kept.datum, kept.problem


def test_answer_is_a_proposal_and_the_register_stays_as_it_is(supervisor: User, provider: Provider) -> None:
    provider.answers[ADDRESS] = HIT
    venue = venue_make(supervisor, address="府前大街 88 号")
    [row] = ask(supervisor, venue)
    sweep()
    row.refresh_from_db()
    assert (row.state, str(row.lng), str(row.lat), row.datum, row.label, row.provider) == (
        "proposed",
        "117.8112345",
        "36.0612346",
        "wgs84",
        "府前大街, 钢城区",
        "nominatim",
    )
    assert [query["q"] for query in provider.asked] == [ADDRESS]
    assert Venue.objects.within(supervisor).get(pk=venue.pk).lng is None


def test_accepted_proposal_is_saved_with_its_datum_and_its_origin(
    supervisor: User, provider: Provider
) -> None:
    provider.answers["*"] = HIT
    venue = venue_make(supervisor)
    [row] = ask(supervisor, venue)
    sweep()
    rev = Register.objects.within(supervisor).get().rev
    geocode_accept(geocode_id=row.uuid, actor=supervisor, now=clock.now())
    kept = Venue.objects.within(supervisor).get(pk=venue.pk)
    assert (str(kept.lng), str(kept.lat), kept.datum, kept.coordinates_from) == (
        "117.8112345",
        "36.0612346",
        "wgs84",
        "nominatim",
    )
    assert Register.objects.within(supervisor).get().rev == rev + 1
    verbs = JournalLine.objects.everywhere("task").filter(noun="geocode").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "geocode.ask",
        "geocode.propose",
        "geocode.accept",
    ]
    with pytest.raises(DomainError) as again:
        geocode_reject(geocode_id=row.uuid, reason="", actor=supervisor, now=clock.now())
    assert again.value.code == "move_not_open"


def test_rejected_proposal_changes_nothing_and_the_venue_may_be_asked_again(
    supervisor: User, provider: Provider
) -> None:
    provider.answers["*"] = HIT
    venue = venue_make(supervisor)
    [row] = ask(supervisor, venue)
    assert ask(supervisor, venue) == []
    sweep()
    geocode_reject(geocode_id=row.uuid, reason="偏到邻区", actor=supervisor, now=clock.now())
    assert Venue.objects.within(supervisor).get(pk=venue.pk).lng is None
    assert len(ask(supervisor, venue)) == 1


def test_address_nobody_finds_is_a_miss(supervisor: User, provider: Provider) -> None:
    provider.answers["*"] = []
    [row] = ask(supervisor, venue_make(supervisor))
    sweep()
    assert state(row) == ("missed", "", "服务商没有找到这个地址")


def test_all_open_venues_without_coordinates_are_asked(supervisor: User, provider: Provider) -> None:
    provider.answers["*"] = HIT
    bare = venue_make(supervisor)
    venue_make(supervisor, lng=Decimal("117.8"), lat=Decimal("36.06"), datum="gcj02")
    assert [row.venue_id for row in ask(supervisor)] == [bare.uuid]


def test_provider_that_is_down_leaves_the_question_open_for_the_sweep(
    supervisor: User, provider: Provider
) -> None:
    provider.status, provider.answers["*"] = 503, {}
    [row] = ask(supervisor, venue_make(supervisor))
    sweep()
    delivery = Delivery.objects.everywhere("task").get(line__verb="geocode.ask")
    assert (state(row)[0], delivery.state) == ("asked", "pending")
    provider.status, provider.answers["*"] = 200, HIT
    with clock.at(delivery.not_before):
        sweep()
    assert state(row)[0] == "proposed"


def test_answered_question_is_not_asked_twice(supervisor: User, provider: Provider) -> None:
    provider.answers["*"] = HIT
    [row] = ask(supervisor, venue_make(supervisor))
    geocode_run(batch=row.batch, now=clock.now())
    geocode_run(batch=row.batch, now=clock.now())
    assert len(provider.asked) == 1


def test_question_forgotten_for_a_day_may_be_put_again(supervisor: User, provider: Provider) -> None:
    venue = venue_make(supervisor)
    [row] = ask(supervisor, venue)
    with clock.at(clock.now() + FORGOTTEN_AFTER * 2):
        assert len(ask(supervisor, venue)) == 1
    assert state(row) == ("missed", "", "服务商一天没有回答")


def test_baidu_answers_in_its_own_datum_through_the_bureaus_proxy(
    supervisor: User, provider: Provider, settings: Any
) -> None:
    settings.GEOCODER, settings.GEOCODER_KEY, settings.GEOCODER_DOMAIN = "baiduv3", "ak", ""
    settings.GEOCODER_PROXY = f"http://127.0.0.1:{provider.port}"
    provider.answers["*"] = {
        "status": 0,
        "result": {"location": {"lng": 117.82, "lat": 36.07}, "level": "门址"},
    }
    [row] = ask(supervisor, venue_make(supervisor, address="府前大街 88 号"))
    sweep()
    assert state(row) == ("proposed", "bd09", "")
    assert (provider.asked[0]["ak"], provider.asked[0]["address"]) == ("ak", ADDRESS)


def test_error_about_one_address_is_a_miss_and_the_next_is_asked(
    supervisor: User, provider: Provider, settings: Any
) -> None:
    settings.GEOCODER, settings.GEOCODER_KEY, settings.GEOCODER_DOMAIN = "baiduv3", "ak", ""
    settings.GEOCODER_PROXY = f"http://127.0.0.1:{provider.port}"
    provider.answers[ADDRESS] = {"status": 1, "message": "无相关结果"}
    provider.answers["*"] = {
        "status": 0,
        "result": {"location": {"lng": 117.82, "lat": 36.07}, "level": "门址"},
    }
    first = venue_make(supervisor, address="府前大街 88 号")
    second = venue_make(supervisor)
    ask(supervisor, first, second)
    sweep()
    states = Geocode.objects.within(supervisor).order_by("venue__code").values_list("state", flat=True)
    assert sorted(states) == ["missed", "proposed"]


def test_no_provider_is_set_by_default(supervisor: User) -> None:
    with pytest.raises(DomainError) as caught:
        ask(supervisor, venue_make(supervisor))
    assert caught.value.code == "geocoder_off"


def test_inspector_may_not_ask_and_stranger_finds_nothing(
    inspector: User, stranger: User, supervisor: User, provider: Provider
) -> None:
    venue = venue_make(supervisor)
    with pytest.raises(DomainError) as refused:
        ask(inspector, venue)
    assert refused.value.code == "not_allowed"
    assert ask(stranger, venue) == []
    [row] = ask(supervisor, venue)
    with pytest.raises(DomainError) as missing:
        geocode_accept(geocode_id=row.uuid, actor=stranger, now=clock.now())
    assert missing.value.code == "not_found"
