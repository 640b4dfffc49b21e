"""Networks: founded from a hearing, with members, news and a public page without personal data."""

import io
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from networks.actions import FoundedInFuture, found_network, open_project
from networks.actions.founding import FoundedBeforeHearing
from networks.actions.members import (
    BeforeFounding,
    EndsTooEarly,
    HoldsOffice,
    MembersOutOfRange,
    NetworkEnded,
    NewsNeeded,
    TooMuchText,
    add_member,
    add_progress_note,
    end_membership,
    end_network,
)
from networks.models import CitizenNetwork, Hearing, NetworkOffice, NetworkProject, Person
from networks.selectors.founded import networks_without_news, with_standing
from onde_portal.accounts.models import User
from onde_portal.registry.models import District
from onde_portal.thai.calendar import add_months
from tests.networks.story import make_person
from tests.world import NOW, TODAY, chiang_mai, udon_thani

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return open_project(
        title="โครงการ", year=2569, province=udon_thani(), owner=officer, by=officer, at=NOW
    )


@pytest.fixture
def hearing(project: NetworkProject) -> Hearing:
    return Hearing.objects.create(
        project=project, title="เวที", held_on=TODAY - timedelta(days=10), place="หอประชุม",
        province=udon_thani(),
    )  # fmt: skip


@pytest.fixture
def network(hearing: Hearing, officer: User) -> CitizenNetwork:
    return found_network(
        name="เครือข่ายลุ่มน้ำ", province=udon_thani(), founded_on=hearing.held_on, hearing=hearing,
        aim="แลกเปลี่ยนความรู้", by=officer, at=NOW,
    )  # fmt: skip


@pytest.fixture
def chair(db: None) -> NetworkOffice:
    return NetworkOffice.objects.create(name_th="ประธาน", name_en="Chair", position=1)


@pytest.fixture
def adviser(db: None) -> NetworkOffice:
    return NetworkOffice.objects.create(name_th="ที่ปรึกษา", is_adviser=True, position=9)


@pytest.fixture
def someone(db: None) -> Person:
    return make_person("บุญมี", "ศรีสุขสันต์", phone="081-234-5678")


def rows(*members: tuple[Person, NetworkOffice]) -> dict[str, object]:
    """What the form of a founding sends for its rows of people."""
    sent: dict[str, object] = {"members-TOTAL_FORMS": len(members), "members-INITIAL_FORMS": 0}
    for number, (person, office) in enumerate(members):
        sent |= {f"members-{number}-person": person.pk, f"members-{number}-office": office.pk}
    return sent


def test_a_network_founded_at_a_hearing_belongs_to_its_project(
    network: CitizenNetwork, project: NetworkProject
) -> None:
    assert network.project == project
    assert network.fiscal_year == 2569


def test_it_is_not_founded_before_the_hearing_was_held(hearing: Hearing, officer: User) -> None:
    with pytest.raises(FoundedBeforeHearing):
        found_network(
            name="เครือข่าย", province=udon_thani(), hearing=hearing, by=officer, at=NOW,
            founded_on=hearing.held_on - timedelta(days=1),
        )  # fmt: skip
    assert not CitizenNetwork.objects.exists()


def test_districts_of_another_province_are_left_out(hearing: Hearing, officer: User) -> None:
    districts = [
        District.objects.create(code=f"{province.code}02", province=province, name_th="เพ็ญ")
        for province in (udon_thani(), chiang_mai())
    ]
    network = found_network(
        name="เครือข่าย", province=udon_thani(), districts=districts, founded_on=TODAY,
        hearing=hearing, by=officer, at=NOW,
    )  # fmt: skip
    assert list(network.districts.all()) == [districts[0]]


def test_members_and_advisers_are_counted_apart_and_once(
    network: CitizenNetwork, chair: NetworkOffice, adviser: NetworkOffice, someone: Person
) -> None:
    treasurer = NetworkOffice.objects.create(name_th="เหรัญญิก")
    for office in (chair, treasurer):
        add_member(network=network, person=someone, office=office, on=TODAY, at=NOW)
    add_member(network=network, person=make_person("สมใจ"), office=adviser, on=TODAY, at=NOW)
    [standing] = with_standing(CitizenNetwork.objects.all(), TODAY)
    assert (standing.members, standing.advisers) == (1, 1)


def test_an_office_is_held_once_and_again_after_it_ended(
    network: CitizenNetwork, chair: NetworkOffice, someone: Person
) -> None:
    held = add_member(network=network, person=someone, office=chair, on=TODAY, at=NOW)
    with pytest.raises(HoldsOffice):
        add_member(network=network, person=someone, office=chair, on=TODAY, at=NOW)
    with pytest.raises(EndsTooEarly):
        end_membership(member=held, on=TODAY - timedelta(days=1), at=NOW)
    end_membership(member=held, on=TODAY, at=NOW)
    add_member(network=network, person=someone, office=chair, on=TODAY, at=NOW)


@pytest.mark.parametrize(
    ("days", "refusal"), [(-11, BeforeFounding), (1, FoundedInFuture)]
)  # fmt: skip
def test_nobody_belongs_to_a_network_before_its_founding_or_from_tomorrow(
    days: int, refusal: type[Exception], network: CitizenNetwork, chair: NetworkOffice,
    someone: Person,
) -> None:  # fmt: skip
    with pytest.raises(refusal):
        add_member(
            network=network, person=someone, office=chair, on=TODAY + timedelta(days=days), at=NOW
        )


def test_the_end_of_a_network_ends_its_offices_and_closes_it(
    network: CitizenNetwork, chair: NetworkOffice, someone: Person, officer: User
) -> None:
    held = add_member(network=network, person=someone, office=chair, on=TODAY, at=NOW)
    end_network(network=network, on=TODAY, at=NOW)
    held.refresh_from_db()
    assert held.ends_on == TODAY
    with pytest.raises(NetworkEnded):
        add_progress_note(network=network, noted_on=TODAY, text="ก", by=officer, at=NOW)
    with pytest.raises(NetworkEnded):
        add_member(network=network, person=someone, office=chair, on=TODAY, at=NOW)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"text": " "}, NewsNeeded),
        ({"text": "ก" * 200_000}, TooMuchText),
        ({"text": "ก", "members": -1}, MembersOutOfRange),
        ({"text": "ก", "members": 10**9}, MembersOutOfRange),
    ],
)
def test_news_without_sense_are_refused(
    facts: dict[str, object], refusal: type[Exception], network: CitizenNetwork, officer: User
) -> None:
    with pytest.raises(refusal):
        add_progress_note(network=network, noted_on=TODAY, by=officer, at=NOW, **facts)  # type: ignore[arg-type]


def test_six_months_after_the_last_news_a_network_is_silent(
    network: CitizenNetwork, officer: User
) -> None:
    heard = network.founded_on
    day = add_months(heard, 6)
    assert networks_without_news(day - timedelta(days=1)) == []
    assert networks_without_news(day) == [network]
    add_progress_note(network=network, noted_on=TODAY, text="ประชุม", by=officer, at=NOW)
    assert networks_without_news(day) == []
    assert networks_without_news(add_months(TODAY, 6)) == [network]


def test_silence_counts_from_the_end_of_a_month_too(officer: User) -> None:
    network = found_network(
        name="ก", province=udon_thani(), founded_on=date(2025, 8, 31), by=officer, at=NOW
    )
    assert networks_without_news(date(2026, 2, 27)) == []
    assert networks_without_news(date(2026, 2, 28)) == [network]


def test_an_ended_network_is_not_asked_for_news(network: CitizenNetwork) -> None:
    end_network(network=network, on=TODAY, at=NOW)
    assert networks_without_news(add_months(TODAY, 12)) == []


def test_the_officer_founds_a_network_from_the_hearing_with_document_and_members(
    hearing: Hearing, chair: NetworkOffice, adviser: NetworkOffice, someone: Person, officer: User,
    sign_in: object,
) -> None:  # fmt: skip
    client: Client = sign_in(officer)  # type: ignore[operator]
    add = reverse("admin:networks_citizennetwork_add")
    form = client.get(f"{add}?hearing={hearing.pk}").context["adminform"].form
    assert form.initial["founded_on"] == hearing.held_on
    answer = client.post(
        add,
        {
            "name": "เครือข่ายหนองหาน", "province": "41", "founded_on": "10/4/2569", "area": "",
            "aim": "", "hearing": hearing.pk, "project": hearing.project_id,
            "document": SimpleUploadedFile("บันทึก.txt", "จัดตั้งแล้ว".encode()),
            **rows((someone, adviser)),
        },
    )  # fmt: skip
    network = CitizenNetwork.objects.get()
    founder = network.members.get()
    assert (founder.person, founder.office) == (someone, adviser)
    assert founder.starts_on == network.founded_on
    page = reverse("admin:networks_citizennetwork_page", args=[network.pk])
    assert answer.headers["Location"] == page
    assert network.documents.get().name == "บันทึก.txt"
    found = client.get(page, {"find": "บุญมี"}).content.decode()
    assert "ศรีสุขสันต์" in found
    move = reverse("admin:networks_citizennetwork_move", args=[network.pk, "member"])
    client.post(move, {"person": someone.pk, "office": chair.pk, "on": ""})
    assert network.members.get(office=chair).starts_on == network.founded_on


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"founded_on": "1/1/2569"}, "founded_on"),
        ({"founded_on": "1/1/2590"}, "founded_on"),
        ({"founded_on": "1/1/2400"}, "founded_on"),
        ({"province": "other"}, "districts"),
        ({"aim": "ก" * 200_000}, "aim"),
        ({"document": SimpleUploadedFile("ก.exe", b"MZ\x90\x00")}, "document"),
    ],
)
def test_a_founding_without_sense_is_refused_at_its_field_and_nothing_is_written(
    change: dict[str, object], field: str, hearing: Hearing, officer: User, sign_in: object
) -> None:
    district = District.objects.create(code="4102", province=udon_thani(), name_th="เพ็ญ")
    facts = {
        "name": "เครือข่าย", "province": "41", "districts": [district.pk], "hearing": hearing.pk,
        "founded_on": hearing.held_on.isoformat(), **rows(), **change,
    }  # fmt: skip
    if facts["province"] == "other":
        facts["province"] = chiang_mai().pk
    answer = sign_in(officer).post(reverse("admin:networks_citizennetwork_add"), facts)  # type: ignore[operator]
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert not CitizenNetwork.objects.exists()


def test_an_office_named_twice_in_the_founding_is_refused(
    hearing: Hearing, chair: NetworkOffice, someone: Person, officer: User, sign_in: object
) -> None:
    facts = {
        "name": "เครือข่าย", "province": "41", "founded_on": hearing.held_on.isoformat(),
        **rows((someone, chair), (someone, chair)),
    }  # fmt: skip
    answer = sign_in(officer).post(reverse("admin:networks_citizennetwork_add"), facts)  # type: ignore[operator]
    assert answer.status_code == 200
    assert not CitizenNetwork.objects.exists()


def test_a_refused_note_keeps_what_was_typed(
    network: CitizenNetwork, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    move = reverse("admin:networks_citizennetwork_move", args=[network.pk, "news"])
    answer = client.post(move, {"noted_on": "31/2/2569", "text": "ประชุมแล้วสองครั้ง"})
    assert answer.status_code == 409
    assert "ประชุมแล้วสองครั้ง" in answer.content.decode()


def test_everybody_reads_the_public_page_and_nobody_reads_a_name_there(
    network: CitizenNetwork, chair: NetworkOffice, someone: Person
) -> None:
    add_member(network=network, person=someone, office=chair, on=TODAY, at=NOW)
    for address in (
        reverse("networks:network", args=[network.pk]),
        reverse("networks:directory"),
    ):
        page = Client().get(address).content.decode()
        assert network.name in page
        assert "2569" in page
        for secret in (someone.first_name, someone.last_name, "5678"):
            assert secret not in page


def test_the_public_list_finds_names_in_any_spelling(network: CitizenNetwork) -> None:
    found = Client().get(reverse("networks:directory"), {"q": "ลุ่มน\u0e4d\u0e49า"})
    assert network.name in found.content.decode()
    none = Client().get(reverse("networks:directory"), {"q": "ไม่มีจริง"})
    assert network.name not in none.content.decode()


def test_the_public_list_as_excel_has_exactly_the_networks_that_were_looked_for(
    network: CitizenNetwork, chair: NetworkOffice, someone: Person
) -> None:
    add_member(network=network, person=someone, office=chair, on=TODAY, at=NOW)
    elsewhere = chiang_mai()
    for number in range(31):
        found_network(
            name=f"เครือข่าย {number}", province=elsewhere, founded_on=TODAY, by=None, at=NOW
        )
    CitizenNetwork.objects.filter(name="เครือข่าย 7").update(is_public=False)
    address = reverse("networks:directory")
    everything = sheet_of(f"{address}list.xlsx")
    pages = [Client().get(address, {"page": number}).context["page"] for number in (1, 2)]
    assert [row[0] for row in everything[1:]] == [item.name for page in pages for item in page]
    shown = Client().get(address, {"q": "ลุ่มนํ้า"})
    [link] = re.findall(r'href="(/networks/list.xlsx\?[^"]+)"', shown.content.decode())
    header, row = sheet_of(link)
    assert header == ("เครือข่าย", "จังหวัด", "พื้นที่", "วันที่จัดตั้ง", "สมาชิก")
    assert (row[0], row[1], row[4]) == (network.name, network.province.name_th, 1)
    assert row[3].date() == network.founded_on
    for secret in (someone.first_name, someone.last_name):
        assert secret not in str(everything)


def sheet_of(address: str) -> list[tuple[Any, ...]]:
    answer = Client().get(address)
    return list(openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.values)


@pytest.mark.parametrize("change", [{"is_public": False}, {"ended_on": TODAY}])
def test_a_network_without_public_page_is_not_there(
    change: dict[str, object], network: CitizenNetwork
) -> None:
    CitizenNetwork.objects.update(**change)
    assert Client().get(reverse("networks:network", args=[network.pk])).status_code == 404
