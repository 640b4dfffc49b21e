"""The page on one sheet of A4: the screen's figures, in both languages, however long the names."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hubs.actions.life import close_hub
from networks.actions import open_project
from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import StoredDocument
from onde_portal.oversight.models import Rubric, SheetFigures
from onde_portal.registry.models import Lao
from onde_portal.registry.reference import load_reference as load_registry
from onde_portal.thai.digits import to_thai
from onde_portal.workflow.actions import pause
from tests import world
from tests.monitoring import story as rounds
from tests.oversight import story
from tests.pdf import text_of

pytestmark = pytest.mark.django_db
NOW = world.NOW
LONG = "ศูนย์ส่งเสริมการมีส่วนร่วมของประชาชนองค์การบริหารส่วนตำบล" * 4


def made(client: Client, language: str, year: int = 2569) -> StoredDocument:
    StoredDocument.objects.exclude(kind="overview").delete()
    answer = client.post(reverse("overview-paper", args=[year]), {"language": language})
    assert answer.status_code == 302
    assert make_next_document()
    document = StoredDocument.objects.order_by("-pk")[0]
    assert document.state == StoredDocument.State.READY, document.error
    return document


def words(document: StoredDocument) -> str:
    """The sheet's words as a reader copies them, on one line."""
    with document.file.open("rb") as stored:
        return " ".join(text_of(stored.read()).split())


@pytest.fixture
def crowded(references: None, lao: Lao, officer: User) -> None:
    """More of everything than the sheet has room for, with names as long as they come."""
    load_registry()
    for number, other in enumerate(Lao.objects.exclude(pk=lao.pk).order_by("pk")[:12]):
        hub = rounds.make_hub(other, date(2023, 1, 5) + timedelta(days=number))
        hub.name = LONG[:250]
        hub.save(update_fields=["name"])
        if number < 6:
            close_hub(hub=hub, on=date(2026, 1, 5), reason="เหตุผล" * 40, by=officer, at=NOW)
    follow_up = rounds.open_follow_up(rounds.make_hub(lao, date(2025, 10, 1)))
    reporter = world.make_member(lao, "long@lao.example")
    story.send(follow_up, reporter)
    Rubric.objects.update(name_th=LONG[:200], name_en="Participation hubs established " * 6)
    cases = [
        open_project(
            title=LONG[:250], year=2569, province=lao.province, owner=officer, by=officer,
            at=NOW - timedelta(days=200 + number),
        )
        for number in range(7)
    ]  # fmt: skip
    pause(case=cases[-1], reason="budget", remarks="", by=officer, at=NOW)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_fullest_page_is_one_sheet(crowded: None, reader: Client, language: str) -> None:
    document = made(reader, language)
    assert document.pages == 1
    assert document.check_code in words(document)


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_empty_portal_gives_a_sheet_too(reader: Client, language: str) -> None:
    assert made(reader, language).pages == 1


def test_its_figures_are_those_of_the_screen(
    reader: Client, lao: Lao, other_lao: Lao, reporter: User
) -> None:
    rounds.make_hub(other_lao, date(2024, 2, 1))
    story.send(rounds.open_follow_up(rounds.make_hub(lao, date(2025, 10, 1))), reporter)
    shown = reader.get("/overview/").content.decode()
    text = words(made(reader, "en"))
    for said in ("2 hubs are at work, 1 more than at the end of 2568.", "1 of 2 received"):
        assert said in shown
        assert said in text
    thai = words(made(reader, "th"))
    assert to_thai("2569") in thai
    assert "2569" not in thai


def test_the_sheet_is_made_once_for_the_same_figures_and_anew_for_others(
    reader: Client, lao: Lao
) -> None:
    first = made(reader, "th")
    reader.post(reverse("overview-paper", args=[2569]), {"language": "th"})
    assert StoredDocument.objects.count() == 1
    rounds.make_hub(lao, date(2025, 10, 1))
    made(reader, "th")
    first.refresh_from_db()
    assert first.superseded_at is not None


def test_a_sheet_that_waits_while_the_figures_move_on_is_made_as_it_was_asked_for(
    reader: Client, lao: Lao
) -> None:
    reader.post(reverse("overview-paper", args=[2569]), {"language": "th"})
    rounds.make_hub(lao, date(2025, 10, 1))
    reader.post(reverse("overview-paper", args=[2569]), {"language": "en"})
    assert make_next_document()
    assert make_next_document()
    states = StoredDocument.objects.order_by("pk").values_list("language", "state")
    assert list(states) == [("th", "ready"), ("en", "ready")]


def test_a_sheet_that_was_cancelled_is_asked_for_again_with_the_figures_of_now(
    reader: Client, lao: Lao
) -> None:
    reader.post(reverse("overview-paper", args=[2569]), {"language": "en"})
    cancelled = StoredDocument.objects.get()
    reader.post(reverse("document_cancel", args=[cancelled.pk]))
    rounds.make_hub(lao, date(2025, 10, 1))
    reader.post(reverse("document_again", args=[cancelled.pk]))
    assert make_next_document()
    assert not make_next_document(), "the sheet of then is not made"
    sheet = StoredDocument.objects.get(state=StoredDocument.State.READY)
    assert sheet.language == "en"
    assert "1 hub is at work" in words(sheet)
    cancelled.refresh_from_db()
    assert cancelled.superseded_at is not None


def test_a_cancelled_sheet_of_a_frozen_year_comes_with_its_frozen_figures(
    reader: Client, lao: Lao, other_lao: Lao
) -> None:
    rounds.make_hub(lao, date(2025, 2, 1))
    seen = reader.get(reverse("overview-freeze", args=[2568])).context["seen"]
    reader.post(reverse("overview-freeze-now", args=[2568]), {"seen": seen})
    reader.post(reverse("overview-paper", args=[2568]), {"language": "en"})
    cancelled = StoredDocument.objects.get()
    reader.post(reverse("document_cancel", args=[cancelled.pk]))
    rounds.make_hub(other_lao, date(2025, 6, 1))
    reader.post(reverse("document_again", args=[cancelled.pk]))
    assert make_next_document()
    sheet = StoredDocument.objects.get(state=StoredDocument.State.READY)
    assert "1 hub was at work" in words(sheet)


def test_the_figures_of_a_sheet_are_kept_for_as_long_as_it_is_still_to_be_made(
    reader: Client, lao: Lao
) -> None:
    reader.post(reverse("overview-paper", args=[2569]), {"language": "th"})
    rounds.make_hub(lao, date(2025, 10, 1))
    reader.post(reverse("overview-paper", args=[2569]), {"language": "en"})
    assert SheetFigures.objects.count() == 2
    while make_next_document():
        pass
    reader.post(reverse("overview-paper", args=[2568]), {"language": "th"})
    [left] = SheetFigures.objects.all()
    assert left.about.startswith("oversight.year:2568@")


def test_only_readers_of_the_page_get_the_sheet(
    reader: Client, reporter: User, sign_in: Callable[[User], Client]
) -> None:
    document = made(reader, "th")
    address = reverse("document", args=[document.pk])
    given = reader.get(address)
    assert b"".join(given.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert sign_in(reporter).get(address).status_code == 404
    assert sign_in(reporter).post(reverse("overview-paper", args=[2569])).status_code == 403
    assert reader.post(reverse("overview-paper", args=[2558])).status_code == 404
