"""From the country down to an LAO: every figure counted by hand, every list whole."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from hubs.models import Hub
from monitoring.selectors.board import opened_rounds, tallies_of
from networks.actions import found_network
from networks.models import CitizenNetwork
from onde_portal.accounts.models import User
from onde_portal.oversight.selectors.places import (
    Area,
    Wanted,
    hubs_by_state,
    hubs_by_year,
    lao_lines,
    laos_of,
    networks_of,
    open_problems_by_category,
    standings,
    whole,
)
from onde_portal.oversight.views.place_parts import MOST_NETWORKS
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story
from tests.oversight.figures import SECOND, laos, make_kind, reported, round_of
from tests.oversight.story import in_english

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "catalogue")]


def counted(officer: User, area: Area, by: str) -> dict[str, tuple[int, ...]]:
    tallies = tallies_of([round_of(SECOND)], world.TODAY)[round_of(SECOND).pk]
    found = standings(area, by, officer, world.TODAY, tallies)
    return {
        key: (item.laos, item.alive, item.new, item.preparing, item.problems, item.networks,
              item.tally.expected, item.tally.received)
        for key, item in found.items()
    }  # fmt: skip


def test_a_region_counts_what_its_provinces_count(country: dict[str, Lao], officer: User) -> None:
    by_region = counted(officer, Area(), "region")
    assert by_region["northeast"] == (3, 2, 1, 0, 2, 1, 2, 1)
    assert by_region["north"] == (1, 0, 0, 1, 0, 0, 0, 0)
    assert counted(officer, Area(region="northeast"), "province") == {"41": by_region["northeast"]}
    assert counted(officer, Area(region="north"), "province") == {"50": by_region["north"]}


def test_the_whole_is_the_sum_of_its_parts(country: dict[str, Lao], officer: User) -> None:
    tallies = tallies_of([round_of(SECOND)], world.TODAY)[round_of(SECOND).pk]
    all_ = whole(standings(Area(), "province", officer, world.TODAY, tallies).values())
    assert (all_.laos, all_.alive, all_.preparing, all_.problems) == (4, 2, 1, 2)
    assert (all_.tally.expected, all_.tally.received) == (2, 1)


def test_states_and_years_of_hubs_are_counted_closed_ones_too(
    country: dict[str, Lao], officer: User
) -> None:
    area = Area(province="41")
    assert hubs_by_state(area, officer) == {
        "preparing": 0, "established": 0, "operating": 2, "suspended": 0, "closed": 1,
    }  # fmt: skip
    assert hubs_by_year(area, officer, world.TODAY) == {2568: 2, 2569: 1}
    assert hubs_by_year(Area(province="50"), officer, world.TODAY) == {2569: 0}


def test_problems_are_those_not_solved_and_networks_those_that_go_on(
    country: dict[str, Lao], officer: User
) -> None:
    found = open_problems_by_category(Area(region="northeast"), officer)
    assert [(item.code, item.count) for item in found] == [("P01", 2)]
    assert open_problems_by_category(Area(lao=country["owes"].pk), officer) == []
    assert [item.name for item in networks_of(Area(province="41"), officer)] == ["เครือข่ายหนึ่ง"]
    assert networks_of(Area("north", "50", country["prepares"].pk), officer).count() == 0


def test_more_networks_than_are_shown_lead_to_the_list_of_the_place(
    country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    for number in range(MOST_NETWORKS):
        found_network(
            name=f"เครือข่ายที่ {number}", province=country["reports"].province,
            founded_on=date(2025, 3, 1), by=officer, at=world.NOW,
        )  # fmt: skip
    page = in_english(sign_in(officer)).get(reverse("drill-province", args=["41"]))
    address = page.context["networks_list"]
    assert f'<a href="{escape(address)}">and 1 more</a>' in page.content.decode()
    listed = sign_in(officer).get(address)
    assert listed.context["cl"].result_count == MOST_NETWORKS + 1


def test_a_network_of_one_district_is_not_one_of_another(
    country: dict[str, Lao], officer: User
) -> None:
    network = CitizenNetwork.objects.get(name="เครือข่ายหนึ่ง")
    area = Area("northeast", "41", country["reports"].pk)
    assert networks_of(area, officer).count() == 1
    other = country["reports"].province.districts.create(code="4199", name_th="อื่น")
    network.districts.add(other)
    assert networks_of(area, officer).count() == 0


def test_laos_with_hubs_come_first_and_any_spelling_finds_them(
    country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    province = country["reports"].province
    bare = world.make_lao(province, "น้ำคำ")
    page = sign_in(officer).get(reverse("drill-province", args=["41"]))
    urls = [item.url for item in page.context["listing"].items]
    assert len(urls) == 4
    assert set(urls[:2]) == {
        reverse("drill-lao", args=[country[name].pk]) for name in ("reports", "owes")
    }
    assert urls[-1] == reverse("drill-lao", args=[bare.pk])
    # Typed with a zero-width space, and SARA AM in two parts.
    typed = laos_of(province, Wanted(text="น\u200bํ\u0e49าคำ"), officer)
    assert list(typed) == [bare]
    assert laos_of(province, Wanted(with_hub="no"), officer).count() == 2
    assert laos_of(province, Wanted(with_hub="yes"), officer).count() == 2
    assert laos_of(province, Wanted(lao_type=make_kind("tm").pk), officer).count() == 0


def test_a_dissolved_lao_stays_as_long_as_its_hub_is_known(
    country: dict[str, Lao], officer: User
) -> None:
    province = country["reports"].province
    for lao in (country["closed"], world.make_lao(province, "ยุบแล้ว")):
        lao.gone_on = date(2025, 6, 1)
        lao.save()
    assert country["closed"] in laos_of(province, Wanted(), officer)
    assert laos_of(province, Wanted(text="ยุบแล้ว"), officer).count() == 0


def test_an_lao_stands_with_its_living_hub_else_with_the_one_closed_last(
    lao: Lao, officer: User
) -> None:
    story.make_hub(lao, date(2019, 10, 1), date(2020, 3, 1))
    last = story.make_hub(lao, date(2023, 1, 1), date(2024, 3, 1))
    assert lao_lines([lao], None, officer)[0].hub == last
    alive = story.make_hub(lao, date(2025, 1, 1))
    assert lao_lines([lao], None, officer)[0].hub == alive


def test_a_hub_that_was_annulled_is_new_nowhere(lao: Lao, officer: User, sign_in: SignIn) -> None:
    story.make_hub(lao, date(2025, 11, 1), date(2025, 11, 1))
    found = standings(Area(), "province", officer, world.TODAY, {})
    assert found["41"].new == 0
    assert hubs_by_year(Area(), officer, world.TODAY) == {2569: 0}
    listed = sign_in(officer).get("/staff/hubs/hub/?established_year=2569")
    assert listed.context["cl"].result_count == 0


def test_a_sort_that_nobody_knows_is_left_out_and_the_headings_say_the_order(
    country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    client, address = sign_in(officer), reverse("drill-region", args=["northeast"])
    assert 'aria-sort="descending"' in client.get(f"{address}?sort=-hubs").content.decode()
    assert "aria-sort" not in client.get(f"{address}?sort=password").content.decode()


@pytest.mark.parametrize("address", ["/regions/", "/regions/northeast/", "/provinces/41/"])
def test_every_figure_of_a_place_opens_as_many_rows(
    address: str, country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    place = client.get(address).context
    standing = place["standing"]
    assert (standing.alive, standing.problems, standing.networks) == (2, 2, 1)
    for name, count in (
        ("hubs_list", standing.alive),
        ("problems_list", standing.problems),
        ("networks_list", standing.networks),
    ):
        assert client.get(place[name]).context["cl"].result_count == count, name
    listed = client.get(place["received_list"]).content.decode()
    assert f"ศูนย์ {country['reports'].name_th}" in listed
    assert f"ศูนย์ {country['owes'].name_th}" not in listed


def test_the_lists_of_a_place_without_anything_are_empty_though_another_has_all(
    country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    empty = world.make_province("40", "ขอนแก่น", "Khon Kaen", "TH-40", "kkn")
    client = sign_in(officer)
    place = client.get(reverse("drill-province", args=[empty.pk])).context
    assert (place["standing"].alive, place["standing"].problems) == (0, 0)
    for name in ("hubs_list", "problems_list", "networks_list"):
        assert client.get(place[name]).context["cl"].result_count == 0, name


@pytest.mark.parametrize("who", ["officer", "head", "director", "auditor", "administrator"])
def test_the_office_reads_every_level(
    who: str, country: dict[str, Lao], request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    client = sign_in(request.getfixturevalue(who))
    hub = Hub.objects.get(lao=country["reports"])
    for address in (
        reverse("drill-regions"),
        reverse("drill-region", args=["south"]),
        reverse("drill-province", args=["50"]),
        reverse("drill-lao", args=[country["closed"].pk]),
        reverse("drill-hub", args=[hub.pk]),
        reverse("drill-compare"),
        reverse("drill-indicators"),
        reverse("drill-indicator", args=["OP01"]),
    ):
        assert client.get(address).status_code == 200, address


def test_people_of_an_lao_read_no_places(reporter: User, lao: Lao, sign_in: SignIn) -> None:
    client = sign_in(reporter)
    for name, args in (
        ("drill-regions", []), ("drill-region", ["north"]), ("drill-province", ["41"]),
        ("drill-lao", [lao.pk]), ("drill-compare", []), ("drill-indicators", []),
        ("drill-indicators-file", ["csv"]),
        ("drill-indicator", ["OP01"]), ("drill-indicator-file", ["OP01", "csv"]),
        ("drill-compare-file", ["csv"]), ("drill-regions-file", ["csv"]),
        ("drill-regions-rounds-file", ["csv"]), ("drill-region-rounds-file", ["north", "csv"]),
        ("drill-province-rounds-file", ["41", "csv"]), ("drill-lao-reports-file", [lao.pk, "csv"]),
    ):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 403, name


def test_a_province_without_any_hub_says_so_and_what_can_be_done(
    other_lao: Lao, officer: User, auditor: User, sign_in: SignIn
) -> None:
    address = reverse("drill-province", args=["50"])
    page = in_english(sign_in(officer)).get(address).content.decode()
    assert "No hub is established here." in page
    assert reverse("admin:hubs_hub_add") in page
    assert other_lao.full_name_th in page
    # Who may not register one is not sent to the form.
    assert reverse("admin:hubs_hub_add") not in sign_in(auditor).get(address).content.decode()


def test_nothing_at_all_is_fine(officer: User, sign_in: SignIn) -> None:
    client = sign_in(officer)
    for address in (reverse("drill-regions"), reverse("drill-region", args=["west"])):
        assert client.get(address).status_code == 200
    assert not opened_rounds().exists()


def test_unknown_places_are_not_there(officer: User, sign_in: SignIn) -> None:
    client = sign_in(officer)
    for name, key in (
        ("drill-region", "atlantis"), ("drill-province", "99"), ("drill-province", "410"),
        ("drill-region-rounds-file", "atlantis"), ("drill-province-rounds-file", "99"),
        ("drill-lao-reports-file", 987654), ("drill-lao", 987654), ("drill-hub", 987654),
        ("drill-indicator", "NOPE"),
    ):  # fmt: skip
        args = [key, "csv"] if name.endswith("-file") else [key]
        assert client.get(reverse(name, args=args)).status_code == 404, name


def test_markup_in_a_name_stays_a_name(lao: Lao, officer: User, sign_in: SignIn) -> None:
    lao.full_name_th = "<script>alert(1)</script>"
    lao.save()
    story.make_hub(lao, date(2025, 10, 1))
    page = sign_in(officer).get(reverse("drill-province", args=["41"]) + "?q=<script>")
    assert b"<script>alert" not in page.content
    listed = sign_in(officer).get(reverse("drill-province", args=["41"]))
    assert b"&lt;script&gt;alert" in listed.content


@pytest.mark.parametrize("address", ["/regions/", "/regions/northeast/", "/provinces/41/"])
def test_more_hubs_ask_no_more_of_the_database(
    address: str, country: dict[str, Lao], officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number, lao in enumerate(laos(6)):
        reported(lao, SECOND, {"OP01": number})
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)
    assert len(many) < 60
