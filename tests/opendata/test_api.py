"""The read API: who may ask, what comes back, and what is refused how."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from hubs.models import Hub
from monitoring.models import FollowUp, Problem, ProblemCategory
from onde_portal.accounts.models import User
from onde_portal.opendata.actions import MadeKey, make_key, revoke_key
from onde_portal.opendata.models import SystemKey
from onde_portal.opendata.views.api import door
from tests import world
from tests.monitoring.records import make_records
from tests.monitoring.story import fill, make_catalogue, open_follow_up
from tests.opendata.secrets import SECRET, plant_secrets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ADDRESSES = ("hubs", "rounds", "years", "networks", "provinces", "problems")


@pytest.fixture
def key(officer: User, administrator: User) -> MadeKey:
    """A key for which the officer is responsible."""
    return make_key(
        system="ระบบสารสนเทศ", owner=officer, expires_on=date(2026, 12, 31), by=administrator,
        at=world.NOW,
    )  # fmt: skip


def ask(address: str, secret: str = "", method: str = "get", **headers: str) -> Any:
    if secret:
        headers["Authorization"] = f"Bearer {secret}"
    return getattr(Client(), method)(f"/api/v1/{address}", headers=headers)


def items(address: str, key: MadeKey) -> list[dict[str, Any]]:
    answer = ask(address, key.secret)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_the_key_opens_and_nothing_else_does(key: MadeKey, hubs: tuple[Hub, Hub, Hub]) -> None:
    assert [row["id"] for row in items("hubs", key)] == [hub.pk for hub in hubs]
    refused = [
        ask("hubs"),
        ask("hubs", "onde_wrong"),
        ask("hubs", key.secret + "x"),
        ask("hubs", key.kept.digest),
        ask("hubs", "ก" * 300),
        Client().get("/api/v1/hubs", headers={"Authorization": f"Basic {key.secret}"}),
        Client().get("/api/v1/hubs", {"key": key.secret}),
    ]
    assert {answer.status_code for answer in refused} == {401}
    assert len({answer.content for answer in refused}) == 1
    assert {answer.headers["WWW-Authenticate"] for answer in refused} == {"Bearer"}


def test_a_session_is_no_key(administrator: User, sign_in: Callable[[User], Client]) -> None:
    assert sign_in(administrator).get("/api/v1/hubs").status_code == 401


def test_a_revoked_an_expired_key_and_one_of_somebody_disabled_are_as_unknown(
    key: MadeKey, officer: User, administrator: User, frozen: time_machine.Traveller
) -> None:
    unknown = ask("hubs", "onde_unknown").content
    frozen.move_to(world.NOW.replace(year=2027))
    assert ask("hubs", key.secret).content == unknown
    frozen.move_to(world.NOW.replace(month=12, day=31, hour=23))
    assert ask("hubs", key.secret).status_code == 200
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert ask("hubs", key.secret).content == unknown
    User.objects.filter(pk=officer.pk).update(is_active=True)
    revoke_key(key=key.kept, by=administrator, at=world.NOW)
    answer = ask("hubs", key.secret)
    assert (answer.status_code, answer.content) == (401, unknown)


def test_the_key_itself_is_kept_nowhere(key: MadeKey) -> None:
    kept = SystemKey.objects.values().get()
    assert key.secret not in json.dumps(kept, default=str)
    assert key.secret.startswith(kept["prefix"])
    assert len(kept["prefix"]) == 12


def test_the_system_sees_what_the_responsible_person_sees(
    hubs: tuple[Hub, Hub, Hub], key: MadeKey, reporter: User
) -> None:
    open_follow_up(hubs[0])
    SystemKey.objects.update(owner=reporter)
    assert [row["id"] for row in items("hubs", key)] == [hubs[0].pk]
    assert ask(f"hubs/{hubs[0].pk}", key.secret).status_code == 200
    assert ask(f"hubs/{hubs[1].pk}", key.secret).status_code == 404
    assert items("networks", key) == []
    round_ = FollowUp.objects.get(hub=hubs[0], round__half=1, round__fiscal_year=2569).round_id
    assert [row["hub"] for row in items(f"rounds/{round_}/follow-ups", key)] == [hubs[0].pk]
    for address in ("years", f"rounds/{round_}/indicators"):
        assert ask(address, key.secret).status_code == 403
    assert sum(row["hubs"] for row in items("provinces", key)) == 1


def test_use_is_written_down_once_a_minute(key: MadeKey, frozen: time_machine.Traveller) -> None:
    for seconds, seen in ((0, 0), (59, 0), (60, 60), (90, 60)):
        frozen.move_to(world.NOW + timedelta(seconds=seconds))
        ask("provinces", key.secret)
        kept = SystemKey.objects.get()
        assert kept.last_used_at == world.NOW + timedelta(seconds=seen)


def test_lists_come_in_pages_in_the_order_of_their_numbers(
    key: MadeKey, hubs: tuple[Hub, Hub, Hub]
) -> None:
    first = ask("hubs?size=2", key.secret).json()
    assert (first["count"], first["page"], first["size"], len(first["items"])) == (3, 1, 2, 2)
    address = first["next"].split("/api/v1/")[1]
    second = ask(address, key.secret).json()
    assert second["next"] is None
    assert [row["id"] for row in first["items"] + second["items"]] == [hub.pk for hub in hubs]
    assert ask("hubs?page=9", key.secret).json()["items"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("province=41", 1), ("region=northeast", 3), ("region=south", 0), ("state=preparing", 1),
        ("established_year=2567", 1), ("q=หนองบัว", 1), ("q=%E2%80%8Bหนองบัว", 1), ("q=<script>", 0),
    ],
)  # fmt: skip
def test_hubs_are_filtered(
    query: str, found: int, key: MadeKey, hubs: tuple[Hub, Hub, Hub]
) -> None:
    assert len(items(f"hubs?{query}", key)) == found


@pytest.mark.parametrize(
    "query",
    [
        "provinse=41", "asked=1", "province=1", "province=๔๑", "region=moon", "state=open",
        "page=0", "page=x", "size=501", "size=0", "established_year=25", "q=" + "ก" * 101,
        "page=99999999999999999999", "province=41&province=50",
    ],
)  # fmt: skip
def test_wrong_parameters_are_named_in_both_languages(query: str, key: MadeKey) -> None:
    answer = ask(f"hubs?{query}", key.secret)
    assert answer.status_code == 422
    said = answer.json()
    assert set(said) == {"code", "message", "details"}
    assert set(said["message"]) == {"th", "en"}
    [detail] = said["details"]
    assert detail["parameter"] == query.split("=", maxsplit=1)[0]
    assert detail["message"]["en"]
    assert "%(" not in json.dumps(detail)


def test_everything_wrong_is_said_at_once(key: MadeKey) -> None:
    said = ask("hubs?page=0&size=x&region=y", key.secret).json()
    assert [item["parameter"] for item in said["details"]] == ["page", "size", "region"]


def test_an_address_with_a_nul_is_refused_in_json_to_systems_and_on_a_page_to_people(
    key: MadeKey, client: Client
) -> None:
    answer = ask("hubs?page=%00", key.secret)
    assert (answer.status_code, answer.json()["code"]) == (400, 400)
    assert set(answer.json()["message"]) == {"th", "en"}
    page = client.get("/open-data/?q=%00")
    assert (page.status_code, page.headers["Content-Type"][:9]) == (400, "text/html")


@pytest.mark.parametrize("address", ["", "hub", "hubs/", "hubs/x", "rounds/1/people", "hubs/999"])
def test_what_is_not_there_is_said_in_json(address: str, key: MadeKey) -> None:
    if not address:
        assert ask("").status_code == 200
        return
    answer = ask(address, key.secret)
    assert answer.status_code == 404
    assert answer.json()["message"]["en"] == "There is nothing at this address."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(method: str, key: MadeKey) -> None:
    answer = ask("hubs", key.secret, method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.json()["code"] == 405


def test_head_answers_without_a_body(key: MadeKey) -> None:
    answer = ask("hubs", key.secret, "head")
    assert (answer.status_code, answer.content) == (200, b"")


def test_answers_are_kept_by_nobody_and_marked(key: MadeKey, hubs: tuple[Hub, Hub, Hub]) -> None:
    first = ask("hubs", key.secret)
    assert first.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in first.headers
    again = ask("hubs", key.secret, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "no-store"
    Hub.objects.filter(pk=hubs[0].pk).update(name="อื่น")
    changed = ask("hubs", key.secret, **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert ask("hubs").headers["Cache-Control"] == "no-store"


def test_a_key_that_asks_too_often_waits(
    key: MadeKey, monkeypatch: pytest.MonkeyPatch, frozen: time_machine.Traveller
) -> None:
    monkeypatch.setattr(door, "REQUESTS_A_MINUTE", 3)
    frozen.move_to(world.NOW.replace(second=20))
    assert [ask("provinces", key.secret).status_code for _time in range(4)] == [200, 200, 200, 429]
    answer = ask("provinces", key.secret)
    assert answer.headers["Retry-After"] == "40"
    assert answer.json()["code"] == 429
    frozen.move_to(world.NOW.replace(minute=1, second=0))
    assert ask("provinces", key.secret).status_code == 200


def test_follow_ups_say_how_they_stand_and_whether_they_came_on_time(
    key: MadeKey, hubs: tuple[Hub, Hub, Hub]
) -> None:
    follow_up = open_follow_up(hubs[0])
    address = f"rounds/{follow_up.round_id}/follow-ups"
    [row] = items(address, key)
    assert (row["state"], row["due_on"]) == ("not_started", "2026-04-30")
    assert (row["first_sent_on"], row["is_on_time"]) == (None, None)
    for day, on_time in (("2026-04-30", True), ("2026-05-01", False)):
        sent = date.fromisoformat(day)
        moment = world.NOW.replace(month=sent.month, day=sent.day, hour=23)
        FollowUp.objects.update(state="submitted", submitted_at=moment, first_submitted_at=moment)
        [row] = items(f"{address}?state=submitted", key)
        assert (row["first_sent_on"], row["is_on_time"]) == (day, on_time)
    assert items(f"{address}?state=draft", key) == []


def test_rounds_and_indicators_and_problems_are_counted(
    key: MadeKey, hubs: tuple[Hub, Hub, Hub], reporter: User
) -> None:
    make_catalogue()
    follow_up = open_follow_up(hubs[0])
    fill(follow_up, reporter)
    FollowUp.objects.filter(pk=follow_up.pk).update(
        state="submitted", submitted_at=world.NOW, first_submitted_at=world.NOW
    )
    Problem.objects.all().delete()
    for position, state in enumerate(("open", "solved"), 1):
        Problem.objects.create(
            follow_up=follow_up, position=position, state=state, severity="low",
            category=ProblemCategory.objects.get(code="P01"), description="x",
        )  # fmt: skip
    labels = [row["label"]["th"] for row in items("rounds?fiscal_year=2569", key)]
    assert labels[0] == "รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2569"
    rows = {row["code"]: row for row in items(f"rounds/{follow_up.round_id}/indicators", key)}
    assert set(rows) == {"OP01", "OP02", "OC04", "OC05"}
    [problem] = items(f"problems?round={follow_up.round_id}", key)
    assert (problem["category"], problem["total"], problem["unsolved"]) == ("P01", 2, 1)
    assert problem["hubs"] == 1
    assert ask("problems?round=9999", key.secret).status_code == 404


def test_years_are_those_of_open_data(key: MadeKey, hubs: tuple[Hub, Hub, Hub]) -> None:
    published = json.loads(Client().get("/open-data/totals.json").getvalue())
    asked = items("years", key)
    assert [{**row, "source": row["source"] or None} for row in asked] == published


def test_nothing_personal_comes_through_the_api(
    key: MadeKey, hubs: tuple[Hub, Hub, Hub], officer: User
) -> None:
    make_catalogue()
    follow_up = open_follow_up(hubs[0])
    make_records(follow_up, officer)
    assert plant_secrets() > 20
    rounds = [f"rounds/{follow_up.round_id}/{part}" for part in ("follow-ups", "indicators")]
    answers = [ask(address, key.secret) for address in (*ADDRESSES, *rounds)]
    assert {answer.status_code for answer in answers} == {200}
    everything = "".join(answer.content.decode() for answer in answers)
    for word in ("มาลี", "1234", "malee"):
        assert word not in everything
    # The catalogue's own words are the Office's; everything else planted stays inside.
    for answer in answers:
        if b"indicators" not in answer.wsgi_request.path.encode():
            assert SECRET not in answer.content.decode().replace(f'"th": "{SECRET}"', "")


def test_the_page_describes_every_address_without_foreign_scripts(db: None) -> None:
    shown = Client().get("/api/v1/").content.decode()
    document = Client().get("/api/v1/openapi.json").json()
    assert len(document["paths"]) == 9
    for address in document["paths"]:
        assert f"GET {address}" in shown
    assert "https://cdn" not in shown
    assert document["components"]["securitySchemes"]["KeyOfSystem"]["scheme"] == "bearer"


def test_every_field_says_what_it_means(db: None) -> None:
    shapes = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]
    silent = [
        f"{shape}.{name}"
        for shape, facts in shapes.items()
        for name, field in facts.get("properties", {}).items()
        if not field.get("description")
    ]
    assert not silent
