"""Portals with bad input: nothing at all, one hub alone, and texts that break pages and papers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from hubs.actions.life import close_hub
from hubs.models import Hub, HubContact, HubEvent, HubProgramme
from monitoring.models import (
    Indicator,
    Learning,
    Problem,
    ProblemCategory,
    RoundIndicator,
    Support,
)
from monitoring.selectors.board import Scope
from networks.actions import found_network, open_project
from networks.models import CitizenNetwork, NetworkProject
from onde_portal.accounts.models import Role, User
from onde_portal.oversight.actions import freeze_year
from onde_portal.oversight.models import Rubric
from onde_portal.oversight.reference import load_reference
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.years import year_figures
from onde_portal.registry.models import Lao, Province
from onde_portal.reporting.actions import open_round_report, open_year_report, write_words
from onde_portal.reporting.content import Words
from onde_portal.reporting.models import Report
from tests import world
from tests.monitoring import story as rounds
from tests.oversight import story
from tests.oversight.figures import SECOND, round_of
from tests.paper_queue import make_waiting

LINES = "\n".join(f"ก{line:02}" for line in range(40))
INVISIBLE = "น้ำ" + "\u200b\u200d\u2060\ufeff\u00ad" * 10 + "ใจ\u200bทำดี"
SCRIPT = "<script>alert('x')</script>"
FORMULA = "=1+1"
TEXTS = {"lines": LINES, "invisible": INVISIBLE, "script": SCRIPT, "formula": FORMULA}
# Whatever people type that stands on these pages and papers.
TYPED: dict[type[Model], tuple[str, ...]] = {
    Hub: ("name",), HubContact: ("name", "position"), HubEvent: ("reason",),
    HubProgramme: ("title",), NetworkProject: ("title",), CitizenNetwork: ("name",),
    Lao: ("name_th", "full_name_th"), User: ("first_name", "last_name", "position"),
    Problem: ("description", "measure"), ProblemCategory: ("name_th", "name_en"),
    Learning: ("text", "answer"), Support: ("what",), Rubric: ("name_th", "name_en"),
    Indicator: ("name_th", "name_en"), RoundIndicator: ("name_th", "name_en"),
}  # fmt: skip


@dataclass(repr=False)
class Portal:
    """What was typed, where its pages are and its papers are asked for, and what came of it.

    Papers and files are in Thai.
    """

    typed: str = ""
    pages: list[str] = field(default_factory=list)
    askers: dict[str, str] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    papers: dict[str, bytes] = field(default_factory=dict)
    words: dict[str, bytes] = field(default_factory=dict)
    sheets: dict[str, bytes] = field(default_factory=dict)


def _overview(portal: Portal) -> None:
    portal.pages += ["/overview/", "/overview/?year=2568&map=problems&sort=-hubs", "/regions/"]
    portal.askers["overview"] = reverse("overview-paper", args=[2569])


def _place(portal: Portal, *places: Province | Lao) -> None:
    for place in places:
        name = "drill-province" if isinstance(place, Province) else "drill-lao"
        portal.pages.append(reverse(name, args=[place.pk]))


def _hub(portal: Portal, hub: Hub) -> None:
    portal.pages.append(reverse("drill-hub", args=[hub.pk]))
    portal.askers["hub"] = reverse("drill-hub-paper", args=[hub.pk])


def _report(portal: Portal, name: str, report: Report, officer: User, said: str) -> None:
    """A draft with words in it."""
    report = write_words(
        report=report, words=Words(said, said), version=report.version, by=officer, at=world.NOW
    )
    portal.reports[name] = report
    portal.pages.append(reverse("office-report", args=[report.pk]))
    portal.askers[name] = reverse("office-report-pdf", args=[report.pk])


def nothing(officer: User) -> Portal:
    """Not even a catalogue or a rubric; no round can be reported of."""
    portal = Portal()
    _overview(portal)
    _report(portal, "year", open_year_report(year=2569, by=officer, at=world.NOW), officer, "")
    return portal


def one_hub(officer: User) -> Portal:
    """A hub that owes its first report, and the report of a province that has no hub."""
    portal = Portal()
    rounds.make_catalogue()
    load_reference()
    lao, bare = (
        world.make_lao(world.udon_thani(), "หนองบัว"),
        world.make_lao(world.chiang_mai(), "ก"),
    )
    hub = rounds.make_hub(lao, date(2025, 6, 1))
    rounds.open_follow_up(hub)
    _overview(portal)
    _place(portal, lao.province, lao, bare.province, bare)
    _hub(portal, hub)
    scope = Scope(province=bare.province_id)
    report = open_round_report(round_=round_of(SECOND), scope=scope, by=officer, at=world.NOW)
    _report(portal, "round", report, officer, "")
    _report(portal, "year", open_year_report(year=2569, by=officer, at=world.NOW), officer, "")
    return portal


def texts(officer: User, text: str) -> Portal:
    """A whole story in which everything that was typed is this text; the year before is frozen."""
    portal = Portal(text)
    lao, other = (
        world.make_lao(world.udon_thani(), "หนองบัว"),
        world.make_lao(world.chiang_mai(), "ก"),
    )
    hub = story.make_hub_story(lao, officer)
    load_reference()
    third = world.make_lao(lao.province, "โนนสูง")
    closed = rounds.make_hub(third, date(2024, 2, 1))
    sending = rounds.make_hub(other, date(2025, 6, 1))
    rounds.open_follow_up(sending)
    story.send(rounds.open_follow_up(sending), world.make_member(other, "reporter@lao.example"))
    close_hub(hub=closed, on=world.TODAY, reason=text, by=officer, at=world.NOW)
    open_project(
        title="โครงการ", year=2569, province=lao.province, owner=officer, by=officer, at=world.NOW
    )
    found_network(
        name="เครือข่าย", province=lao.province, founded_on=date(2026, 1, 5), by=officer, at=world.NOW
    )
    for model, columns in TYPED.items():
        assert model._default_manager.exists(), model
        model._default_manager.update(
            **{name: text[: model._meta.get_field(name).max_length] for name in columns}  # type: ignore[union-attr]
        )
    officer.refresh_from_db()
    director = User.objects.get(role=Role.DIRECTOR)
    figures = figures_of(year_figures(2568, world.TODAY), world.NOW)
    freeze_year(year=2568, figures=figures, by=director, at=world.NOW)
    _overview(portal)
    portal.pages.append(reverse("overview-frozen", args=[2568]))
    _place(portal, lao.province, lao, third)
    _hub(portal, hub)
    portal.pages.append(reverse("drill-hub", args=[closed.pk]))
    report = open_round_report(round_=round_of(SECOND), scope=Scope(), by=officer, at=world.NOW)
    _report(portal, "round", report, officer, text)
    _report(portal, "year", open_year_report(year=2569, by=officer, at=world.NOW), officer, text)
    return portal


STORIES: dict[str, Callable[[User], Portal]] = {
    "nothing": nothing,
    "one-hub": one_hub,
    **{name: lambda officer, text=text: texts(officer, text) for name, text in TEXTS.items()},  # type: ignore[misc]
}


def visited(name: str) -> Portal:
    """The story told; all its pages read in both languages, all its papers and files made."""
    officer = world.make_user(Role.OFFICER, "officer@onde.example")
    director = world.make_user(Role.DIRECTOR, "director@onde.example")
    portal = STORIES[name](officer)
    for language in ("th", "en"):
        browser = browser_of(director, language)
        for page in portal.pages:
            portal.answers[page, language] = browser.get(page)
    browser = browser_of(officer, "th")
    for kind, address in portal.askers.items():
        asks = browser_of(director, "th") if kind == "overview" else browser
        waits = asks.post(address, {"language": "th"})
        assert waits.status_code == 302, kind
        make_waiting()
        made: Any = asks.get(waits["Location"])
        assert made.headers["Content-Type"] == "application/pdf", kind
        portal.papers[kind] = b"".join(made.streaming_content)
    for kind, report in portal.reports.items():
        for files, ending in ((portal.words, "word"), (portal.sheets, "excel")):
            address = reverse(f"office-report-{ending}", args=[report.pk])
            answer = browser.get(address)
            assert answer.status_code == 200, address
            files[kind] = answer.content
    return portal


def browser_of(user: User, language: str) -> Client:
    """A browser that is told of a broken page as people are."""
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    return story.in_english(browser) if language == "en" else browser
