"""The board: LAOs by stage, its filters, and a table of exactly what it shows."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import Award, AwardCategory, Cohort, HubProgramme, Invitee, SelectionCriteria
from hubs.stages import WAY, Stage
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.hubs.programme import make_approved, make_programme
from tests.world import NOW, make_lao, udon_thani

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]


@pytest.fixture
def programme(officer: User, lao: Lao, other_lao: Lao) -> HubProgramme:
    """One LAO approved, one invited, one with an award only, one left out."""
    programme = make_programme(officer)
    SelectionCriteria.objects.create(
        programme=programme, award_years=[2568], saved_at=NOW, saved_by=officer
    )
    category = AwardCategory.objects.create(name_th="ทดสอบ")
    Award.objects.create(lao=make_lao(udon_thani(), "รางวัลดี"), year=2568, category=category)
    make_approved(programme, lao)
    invited = make_approved(programme, other_lao)
    cohort = Cohort.objects.create(programme=programme, number=2, title="รุ่นที่ 2")
    Invitee.objects.create(cohort=cohort, candidate=invited, invited_at=NOW, invited_by=officer)
    programme.candidates.create(
        lao=make_lao(udon_thani(), "ไม่พร้อม"), source="hand", proposed_at=NOW, state="excluded",
        reason="=ไม่มีบุคลากร",
    )  # fmt: skip
    return programme


def lanes(client: Client, programme: HubProgramme, query: str = "") -> dict[str, int]:
    page = client.get(reverse("hub-board", args=[programme.pk]) + query)
    assert page.status_code == 200
    counts = {column.stage: len(column.cards) for column in page.context["columns"]}
    counts[Stage.OUT] = len(page.context["out"].cards)
    return {stage: count for stage, count in counts.items() if count}


def test_each_lao_stands_in_its_lane(
    programme: HubProgramme, officer: User, lao: Lao, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    assert lanes(client, programme) == {"award": 1, "approved": 1, "invited": 1, "out": 1}
    page = client.get(reverse("hub-board", args=[programme.pk])).content.decode()
    assert lao.name_th in page
    assert "ไม่มีบุคลากร" in page
    assert page.count('class="lane"') == len(WAY)


def test_filters_narrow_and_their_counts_hold(
    programme: HubProgramme, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    assert lanes(client, programme, "?reached=approved") == {"approved": 1, "invited": 1}
    assert lanes(client, programme, "?held=lao") == {"invited": 1}
    assert lanes(client, programme, "?cohort=2") == {"invited": 1}
    assert lanes(client, programme, "?province=41&held=office") == {"award": 1, "approved": 1}
    assert lanes(client, programme, "?stage=out") == {"out": 1}
    assert lanes(client, programme, "?region=nowhere&x=1") == lanes(client, programme)
    assert lanes(client, programme, f"?officer={officer.pk}") == lanes(client, programme)
    url = reverse("hub-board", args=[programme.pk])
    page = client.get(f"{url}?province=41")
    for item in page.context["filters"]:
        for option in item.options:
            chosen = {"province": "41", item.key: option.value}
            assert client.get(url, chosen).context["shown"] == option.count, (item.key, option)
    for label, count, address in page.context["held_up"]:
        assert client.get(address).context["shown"] == count, label


def test_a_figure_without_lao_opens_an_empty_board(
    programme: HubProgramme, officer: User, sign_in: SignIn
) -> None:
    assert lanes(sign_in(officer), programme, "?reached=reporting") == {}


def test_the_file_has_exactly_what_the_board_shows(
    programme: HubProgramme, officer: User, lao: Lao, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    url = reverse("hub-board-file", args=[programme.pk, "xlsx"])
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(url).getvalue())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 5
    assert [row[0] for row in rows[1:]] == [1, 2, 3, 4]
    csv_url = reverse("hub-board-file", args=[programme.pk, "csv"])
    content = client.get(f"{csv_url}?stage=approved").getvalue().decode("utf-8-sig")
    (header, line) = list(csv.reader(io.StringIO(content)))
    assert len(header) == len(line)
    assert lao.full_name_th in line
    everything = client.get(csv_url).getvalue().decode("utf-8-sig")
    assert "'=ไม่มีบุคลากร" in everything
    assert client.get(reverse("hub-board-file", args=[programme.pk, "exe"])).status_code == 404


def test_the_board_of_now_is_this_years(
    officer: User, auditor: User, reporter: User, sign_in: SignIn
) -> None:
    client, url = sign_in(officer), reverse("hub-board-now")
    assert client.get(url).status_code == 200
    make_programme(officer, 2568)
    current = make_programme(officer, 2569)
    make_programme(officer, 2570)
    assert client.get(url).headers["Location"] == reverse("hub-board", args=[current.pk])
    empty = client.get(reverse("hub-board", args=[current.pk]))
    assert empty.context["all"] == 0
    assert sign_in(auditor).get(url).status_code == 302
    assert sign_in(reporter).get(url).status_code == 403
    assert sign_in(reporter).get(reverse("hub-board", args=[current.pk])).status_code == 403
    assert url in client.get(reverse("admin:index")).content.decode()
