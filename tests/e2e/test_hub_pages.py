"""Pages of the hub programme (manual 8.2): accessible, in one language, no wider than a phone.

Everybody signs in once and walks all pages of the demo's programmes: the one that is running, one
whose LAOs prepare their hubs, and one that is over; what has not happened yet stands empty.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import translation

from hubs.actions.memos import take_memo_back
from hubs.models import (
    Candidate,
    Cohort,
    Establishment,
    EstablishmentState,
    GuidelineVersion,
    Hub,
    HubProgramme,
    HubState,
    Invitee,
    Memo,
    MemoState,
    Readiness,
)
from hubs.parts import Part
from hubs.reference import load_reference
from networks.reference import load_reference as load_networks
from onde_portal.accounts.models import User
from onde_portal.workbench.demo.story import load_story
from tests import world
from tests.e2e.conftest import Visitor
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1440, 360)
OFFICER = "officer@onde.example"
PREPARES, PROPOSED = "newhub@lao.example", "candidate@lao.example"
# Words that Thai pages have in Latin letters: names and formats.
NAMES = re.compile(r"\b(ONDE|PDF|CSV|XLSX|Word|Excel|UTF|Windows|LINE|Facebook|English)\b")
ADDRESSES = re.compile(r"\S+@\S+|https?:\S+|\S+\.(pdf|xlsx|docx)|\b[A-Z2-9]{12}\b")
SEEN = """(selector) => [...document.querySelectorAll(selector)]
    .filter((one) => one.checkVisibility() && !one.closest("[lang]:not(html)"))
    .map((one) => one.innerText.trim())"""
OWN_WORDS = ".field > label, legend, button, dt, thead th, .chip, .btn, h3"


@pytest.fixture
def demo(portal: str) -> None:
    """The demo, in which the memo of this year is a draft again and a form is open.

    Told to somebody who reads English: its records are Thai all the same.
    """
    load_reference()
    load_networks()
    with translation.override("en"):
        load_story()
    everyone = User.objects.filter(email__in=(OFFICER, PREPARES, PROPOSED))
    everyone.update(password=make_password(world.PASSWORD))
    memo = Memo.objects.get(state=MemoState.SENT)
    take_memo_back(memo=memo, why="", by=User.objects.get(email=OFFICER), at=NOW)
    Cohort.objects.filter(pk=Cohort.objects.latest("pk").pk).update(evaluation_open=True)


STEPS = ("study", "selection", "workshops", "guideline", "establishment", "followup")


def of_programme(programme: HubProgramme, *steps: str) -> Iterator[str]:
    """The case, the steps' working pages, the board and the evaluation."""
    for page in ("case", *steps):
        yield reverse(f"admin:hubs_hubprogramme_{page}", args=[programme.pk])
    yield reverse("hub-board", args=[programme.pk])
    yield reverse("admin:hubs_programmeevaluation_page", args=[programme.pk])


def of_the_office() -> Iterator[str]:
    """What the officer walks through."""
    over, preparing, running = (
        HubProgramme.objects.filter(state="completed").latest("fiscal_year"),
        Establishment.objects.exclude(state=EstablishmentState.CONFIRMED)
        .latest("pk").hub.programme,
        HubProgramme.objects.latest("fiscal_year"),
    )  # fmt: skip
    assert preparing is not None
    yield from of_programme(over, "followup")
    yield from of_programme(preparing, *STEPS)
    yield from of_programme(running, *STEPS)
    yield reverse("hub-board-now")
    yield reverse("admin:hubs_candidate_criteria", args=[running.pk])
    for written in (MemoState.DRAFT, MemoState.APPROVED):
        memo = Memo.objects.filter(state=written).latest("pk")
        yield reverse("admin:hubs_memo_page", args=[memo.pk])
    cohort = Cohort.objects.get(evaluation_open=True)
    yield reverse("admin:hubs_cohort_page", args=[cohort.pk])
    yield reverse("admin:hubs_cohort_qr", args=[cohort.pk])
    yield reverse(
        "admin:hubs_guidelineversion_page", args=[GuidelineVersion.objects.latest("pk").pk]
    )
    for answered in EstablishmentState.values:
        path = Establishment.objects.filter(state=answered).latest("pk")
        yield reverse("admin:hubs_establishment_page", args=[path.pk])
    for state in (HubState.PREPARING, HubState.OPERATING, HubState.CLOSED):
        hub = Hub.objects.filter(state=state).latest("pk")
        yield reverse("admin:hubs_hub_life", args=[hub.pk])
    yield reverse(
        "hubs:committee", args=[Hub.objects.filter(state=HubState.OPERATING).latest("pk").pk]
    )
    for register in ("hub", "award"):
        yield reverse(f"admin:hubs_{register}_changelist")
        yield reverse(f"admin:hubs_{register}_import")


def of_the_lao_that_prepares() -> Iterator[str]:
    """Home, invitation, guideline, and the guided path with its five parts."""
    lao = User.objects.get(email=PREPARES).memberships.get().lao
    path = Establishment.objects.get(hub__lao=lao)
    yield reverse("lao-home")
    yield reverse("hubs:invitation", args=[Invitee.objects.get(candidate__lao=lao).pk])
    yield reverse("hubs:guidelines")
    version = GuidelineVersion.objects.get(programme=path.hub.programme)
    yield reverse("hubs:guideline", args=[version.pk])
    yield reverse("hubs:establishment", args=[path.pk])
    for part in Part:
        yield reverse(f"hubs:establishment-{part.value}", args=[path.pk])


def of_the_candidate() -> Iterator[str]:
    lao = User.objects.get(email=PROPOSED).memberships.get().lao
    candidate = Candidate.objects.get(lao=lao)
    yield reverse("lao-home")
    yield reverse("hubs:readiness", args=[Readiness.objects.get(candidate=candidate).pk])


def of_everybody() -> Iterator[str]:
    yield reverse("hubs:feedback", args=[Cohort.objects.get(evaluation_open=True).token])


def foreign_words(visitor: Visitor, language: str) -> list[str]:
    """What the portal itself says in the other language; people's own words may be Thai."""
    if language == "en":
        said = visitor.page.evaluate(SEEN, OWN_WORDS)
        return [text for text in said if re.search("[ก-๙]", text)]
    texts = "\n".join(visitor.page.evaluate(SEEN, "main")).splitlines()
    return [
        text for text in texts if re.search("[A-Za-z]{3}", NAMES.sub("", ADDRESSES.sub("", text)))
    ]


def complaints(visitor: Visitor, address: str, language: str) -> Iterator[str]:
    """What is wrong with a page, at both widths."""
    answer = visitor.page.goto(visitor.address + address)
    if answer is None or not answer.ok:
        yield f"{address}: no page"
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        try:
            visitor.finds_the_page_accessible()
        except AssertionError as found:
            yield f"{address} {language} {width}: {str(found)[:600]}"
            visitor.complaints.clear()
        if visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{address} {language} {width}: wider than the window"
    for words in foreign_words(visitor, language):
        yield f"{address} {language}: {words}"


def test_pages_of_the_hub_programme_are_accessible_in_both_languages_and_widths(
    visitor: Callable[..., Visitor], demo: None
) -> None:
    walks: dict[str, Callable[[], Iterator[str]]] = {
        OFFICER: of_the_office,
        PREPARES: of_the_lao_that_prepares,
        PROPOSED: of_the_candidate,
        "": of_everybody,
    }
    wrong: list[str] = []
    for email, pages in walks.items():
        someone, walk = visitor(), list(pages())
        someone.signs_in(email) if email else someone.goes("/")
        wrong += [line for address in walk for line in complaints(someone, address, "th")]
        someone.speaks_english()
        wrong += [line for address in walk for line in complaints(someone, address, "en")]
    assert not wrong, "\n".join(wrong)
