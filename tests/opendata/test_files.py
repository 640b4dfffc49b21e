"""Open data in files: right by their own dictionary, machine readable, free of people."""

import csv
import io
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hubs.actions import life
from hubs.models import Establishment, Hub, HubEvent
from monitoring.reference import load_reference as load_monitoring
from monitoring.selectors.follow_ups import annual_counts
from onde_portal.accounts.models import User
from onde_portal.opendata.dictionary import TABLES
from onde_portal.opendata.selectors import hubs as selected
from onde_portal.oversight.actions.freezing import freeze_year
from onde_portal.registry.models import Lao
from onde_portal.registry.reference import load_reference as load_registry
from tests import world
from tests.monitoring.records import make_records
from tests.monitoring.story import make_hub, open_follow_up
from tests.opendata.secrets import SECRET, plant_secrets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
FILES = [f"{name}.{ending}" for name in TABLES for ending in ("csv", "json")]
NAMES = [
    "=1+1",
    "+66",
    "-",
    "@here",
    "\tx",
    "'=2",
    "น้ำ\u200bใส",
    "<script>alert(1)</script>",
    'ก,"ข"',
]


def body(name: str, **headers: str) -> bytes:
    answer = Client().get(f"/open-data/{name}", headers=headers)
    assert answer.status_code == 200, name
    return answer.getvalue()


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of a JSON file, or those of a CSV file as text."""
    content = body(name).decode("utf-8-sig")
    if name.endswith("json"):
        found: list[dict[str, Any]] = json.loads(content)
        return found
    return list(csv.DictReader(io.StringIO(content, newline="")))


def validated(folder: Path) -> dict[str, Any]:
    """What the independent checker of data packages says of the files in a folder."""
    package = json.loads(body("datapackage.json"))
    for resource in package["resources"]:
        content = body(resource["path"])
        if resource["format"] == "csv":
            (folder / resource["path"]).write_bytes(content)
        else:
            # Rows given in the package itself: the checker's own reader of JSON files is an extra.
            resource["data"] = json.loads(content)
            del resource["path"], resource["format"], resource["mediatype"]
    # It takes no rows at all for no data at all.
    package["resources"] = [item for item in package["resources"] if item.get("data") != []]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    checker = Path(sys.executable).with_name("frictionless")
    asked = subprocess.run(
        [checker, "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    report: dict[str, Any] = json.loads(asked.stdout)
    return report


def test_the_files_are_what_their_dictionary_says(
    hubs: tuple[Hub, Hub, Hub], tmp_path: Path
) -> None:
    load_registry()
    load_monitoring()
    for number, name in enumerate(NAMES):
        made = world.make_lao(world.udon_thani(), f"ที่ {number}", code=None)
        Hub.objects.filter(pk=make_hub(made, date(2025, 1, 1)).pk).update(name=name)
    report = validated(tmp_path)
    assert report["valid"], [task["errors"] for task in report["tasks"]] or report
    assert {task["name"]: task["stats"]["rows"] for task in report["tasks"]} == {
        "hubs-csv": 2 + len(NAMES), "hubs-json": 2 + len(NAMES), "totals-csv": 11,
        "totals-json": 11, "provinces-csv": 77, "provinces-json": 77,
    }  # fmt: skip


def test_files_of_an_empty_portal_are_right_too(db: None, tmp_path: Path) -> None:
    report = validated(tmp_path)
    assert report["valid"], [task["errors"] for task in report["tasks"]] or report
    assert rows_of("hubs.json") == rows_of("hubs.csv") == []


def test_a_wrong_value_would_not_pass(hubs: tuple[Hub, Hub, Hub], tmp_path: Path) -> None:
    Hub.objects.update(established_year=25)
    assert not validated(tmp_path)["valid"]


def test_only_announced_hubs_are_published_with_place_and_days(
    hubs: tuple[Hub, Hub, Hub],
) -> None:
    first, second = rows_of("hubs.json")
    assert (first["id"], second["id"]) == (hubs[0].pk, hubs[1].pk)
    assert first["lao_name_th"] == "องค์การบริหารส่วนตำบลหนองบัว"
    assert (first["province_code"], first["province_iso"]) == ("41", "TH-41")
    assert (first["established_on"], first["established_fiscal_year"]) == ("2025-03-31", 2568)
    assert first["closed_on"] is None
    assert (second["state"], second["closed_on"]) == ("closed", "2025-09-30")
    assert first["channels"] == "phone;web"
    assert first["website"] == "https://nongbua.example/hub"
    assert second["channels"] is None


def test_a_hub_announced_for_a_day_to_come_or_for_no_day_is_not_there(lao: Lao) -> None:
    make_hub(lao, date(2026, 4, 21))
    never = make_hub(world.make_lao(world.chiang_mai(), "ก"), date(2026, 4, 1), date(2026, 4, 1))
    assert rows_of("hubs.json") == []
    Hub.objects.filter(pk=never.pk).update(closed_on=date(2026, 4, 2))
    assert len(rows_of("hubs.json")) == 1


def test_csv_guards_formulas_and_json_says_what_was_entered(hubs: tuple[Hub, Hub, Hub]) -> None:
    for name in NAMES:
        Hub.objects.filter(pk=hubs[0].pk).update(name=name)
        in_csv, in_json = rows_of("hubs.csv")[0]["name"], rows_of("hubs.json")[0]["name"]
        assert in_json == name
        assert in_csv == (f"'{name}" if name.lstrip("'")[0] in "=+-@\t" else name)


def test_nothing_personal_is_in_any_file(
    hubs: tuple[Hub, Hub, Hub], officer: User, reporter: User
) -> None:
    load_monitoring()
    make_records(open_follow_up(hubs[0]), officer)
    everything = b"".join(map(body, FILES)).decode()
    for word in ("มาลี", "1234", "malee", "บัวงาม"):
        assert word not in everything
    assert plant_secrets() > 20
    everything = b"".join(map(body, (*FILES, "datapackage.json"))).decode()
    pages = "".join(Client().get(address).content.decode() for address in ("/open-data/", "/hubs/"))
    assert SECRET not in everything + pages


def test_totals_equal_the_directors_page(hubs: tuple[Hub, Hub, Hub]) -> None:
    load_monitoring()
    counts = annual_counts(world.TODAY)
    rows = rows_of("totals.json")
    assert [row["fiscal_year"] for row in rows] == list(range(2559, 2570))
    assert [row["hubs_total"] for row in rows] == [count.hubs_total for count in counts]
    assert [row["hubs_established"] for row in rows] == [item.hubs_established for item in counts]
    assert [row["networks_founded"] for row in rows] == [item.networks_founded for item in counts]
    assert [row["hubs_planned"] for row in rows][4:6] == [10, 10]
    assert [int(row["hubs_total"]) for row in rows_of("totals.csv")] == [
        count.hubs_total for count in counts
    ]


def test_a_frozen_year_keeps_its_figures_and_says_so(
    hubs: tuple[Hub, Hub, Hub], director: User
) -> None:
    etag = Client().get("/open-data/totals.json").headers["ETag"]
    before = {row["fiscal_year"]: row for row in rows_of("totals.json")}
    freeze_year(year=2568, figures={}, by=director, at=world.NOW)
    make_hub(world.make_lao(world.chiang_mai(), "ย้อนหลัง"), date(2025, 5, 1))
    after = {row["fiscal_year"]: row for row in rows_of("totals.json")}
    assert after[2568] == {
        **before[2568], "frozen_on": "2026-04-20", "hubs_total_corrected": 2,
        "hubs_established_corrected": 2, "hubs_growth_corrected": 1,
    }  # fmt: skip
    assert after[2567] == before[2567]
    asked = Client().get("/open-data/totals.json", headers={"If-None-Match": etag})
    assert asked.status_code == 200


def test_provinces_add_up_to_the_total_of_today(hubs: tuple[Hub, Hub, Hub]) -> None:
    rows = rows_of("provinces.json")
    assert sum(row["hubs_total"] for row in rows) == rows_of("totals.json")[-1]["hubs_total"] == 1
    assert {row["province_code"]: row["hubs_announced"] for row in rows} == {"41": 1, "50": 1}


@pytest.mark.parametrize("name", [*FILES, "datapackage.json"])
def test_a_file_is_not_sent_again_until_something_changed(
    name: str, hubs: tuple[Hub, Hub, Hub], officer: User
) -> None:
    first = Client().get(f"/open-data/{name}")
    first.getvalue()
    etag, day = first.headers["ETag"], first.headers["Last-Modified"]
    for known in ({"If-None-Match": etag}, {"If-Modified-Since": day}):
        again = Client().get(f"/open-data/{name}", headers=known)
        assert (again.status_code, again.getvalue()) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert again.headers["ETag"] == etag
    life.suspend_hub(hub=hubs[0], reason="ปรับปรุง", by=officer, at=world.NOW)
    changed = Client().get(f"/open-data/{name}", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


def test_the_day_of_change_moves_with_what_is_kept_of_channels(
    hubs: tuple[Hub, Hub, Hub], frozen: Any, officer: User
) -> None:
    path = Establishment.objects.create(hub=hubs[0], begun_at=world.NOW)
    day = Client().get("/open-data/hubs.csv").headers["Last-Modified"]
    at = world.NOW + timedelta(hours=1)
    path.events.create(verb="saved", reason="channels", by=officer, at=at)
    frozen.move_to(at)
    asked = Client().get("/open-data/hubs.csv", headers={"If-Modified-Since": day})
    assert asked.status_code == 200


def test_a_new_day_is_a_new_file(hubs: tuple[Hub, Hub, Hub], frozen: Any, settings: Any) -> None:
    etag = Client().get("/open-data/totals.csv").headers["ETag"]
    frozen.move_to(world.NOW.replace(day=21))
    asked = Client().get("/open-data/totals.csv", headers={"If-None-Match": etag})
    assert asked.status_code == 200


def test_anybody_may_keep_the_files_and_pages_of_other_sites_may_read_them(
    hubs: tuple[Hub, Hub, Hub],
) -> None:
    answer = Client().get("/open-data/hubs.csv")
    assert answer.headers["Cache-Control"] == "public, max-age=900"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    answer.getvalue()
    for page in ("/", "/open-data/", "/hubs/", "/networks/", "/accounts/login/"):
        assert "Access-Control-Allow-Origin" not in Client().get(page).headers


def test_what_somebody_signed_in_downloads_is_not_kept(
    hubs: tuple[Hub, Hub, Hub], officer: User, sign_in: Any
) -> None:
    assert "no-store" in sign_in(officer).get("/open-data/hubs.json").headers["Cache-Control"]


@pytest.mark.parametrize("name", ["people.csv", "hubs.xml", "hubs", "hubs.csv.json", "datapackage"])
def test_other_addresses_are_not_there(name: str, db: None) -> None:
    assert Client().get(f"/open-data/{name}").status_code == 404


def test_files_cannot_be_written(db: None) -> None:
    assert Client().post("/open-data/hubs.csv").status_code == 405


def test_many_hubs_are_read_in_pieces_with_few_questions(
    hubs: tuple[Hub, Hub, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    province = world.udon_thani()
    for number in range(20):
        make_hub(world.make_lao(province, f"ที่ {number}"), date(2025, 1, 1))
    monkeypatch.setattr(selected, "PIECE", 10)
    with CaptureQueriesContext(connection) as asked:
        rows = list(selected.hub_rows(world.TODAY))
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert len(rows) == 22
    assert len(asked) == 6  # three pieces, each with its channels
    assert HubEvent.objects.count() == 0
