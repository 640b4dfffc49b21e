"""The closing report of a project (manual 8.1 (6)): its figures and what people wrote, as paper."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from networks.models import ClosingReport, NetworkProject
from networks.selectors.closing import ClosingFigures, closing_figures
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_edition
from onde_portal.documents.at_once import SeenAtOnce, seen_among
from onde_portal.documents.blocks import Block, Facts, Heading, Paragraph, paragraphs
from onde_portal.documents.kinds import ReportSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.selectors import current_document
from onde_portal.ui.figures import Column, FigureTable, Numbers, Shown
from onde_portal.ui.parts import Part, PartBlock, PartedPaper, Sheet
from onde_portal.ui.templatetags.ui import localized

__all__ = ["ClosingFigures", "closing_figures"]

CLOSING_KIND = "networks.closing_report"
ABOUT = "networks.networkproject:"


def about_project(project: NetworkProject) -> str:
    """The name under which documents know the closing report of a project."""
    return f"{ABOUT}{project.pk}"


def closing_title(project: NetworkProject, language: str) -> str:
    """Under which name the report is handed out."""
    with translation.override(language):
        return _("Closing report of the project %(title)s") % {"title": project.title}


def closing_paper(
    project: NetworkProject, figures: ClosingFigures, numbers: Numbers
) -> PartedPaper:
    """The report with these figures; a draft while the case runs."""
    moment = _("Figures as of %(moment)s") % {"moment": numbers.moment(figures.as_of)}
    lines = [
        (_("Project"), project.title),
        (_("Fiscal year (B.E.)"), _("Fiscal year %(year)s") % {"year": project.fiscal_year}),
        (_("Figures as of"), moment),
    ]
    if not project.ended_at:
        lines.append((_("State"), _("Draft: the project still runs")))
    report = _report_of(project)
    return PartedPaper(
        name=_("Closing report of the project"),
        lines=tuple(lines),
        parts=(
            Part("words", _("What the project brought"), tuple(_words(report, numbers))),
            Part("figures", _("Figures of the project"), (
                *_time(figures, numbers), *_reach(figures), *_activities(figures, numbers),
                *_hearings(figures, numbers), *_founded(figures),
            )),
        ),
        title=numbers.words(closing_title(project, numbers.language)),
        numbers=numbers,
        is_draft=not project.ended_at,
    )  # fmt: skip


def closing_file(project: NetworkProject, *, ending: str, language: str, at: datetime) -> bytes:
    """The closing report as ``docx`` or ``xlsx``, with the figures of that moment."""
    with translation.override(language):
        paper = closing_paper(project, closing_figures(project, at), Numbers(language))
        return paper.word(at) if ending == "docx" else paper.excel()


def closing_print(project: NetworkProject, language: str = "th") -> StoredDocument | None:
    """The current PDF of the closing report, if it was asked for."""
    return current_document(kind=CLOSING_KIND, about=about_project(project), language=language)


def request_closing(
    project: NetworkProject, *, language: str, by: User, at: datetime
) -> StoredDocument:
    """Ask for a PDF with the figures of now; an earlier edition is superseded and stays."""
    return request_edition(
        kind=CLOSING_KIND,
        about=about_project(project),
        title=closing_title(project, language).replace("/", "-")[:250],
        language=language,
        by=by,
        at=at,
    )


def build_closing(subject: str, language: str) -> ReportSource:
    """The closing report for the PDF engine, with the figures of when it was asked for."""
    project = NetworkProject.objects.get(pk=_key(subject))
    asked = closing_print(project, language)
    as_of = asked.requested_at if asked else project.ended_at or project.opened_at
    with translation.override(language):
        return closing_paper(project, closing_figures(project, as_of), Numbers(language)).source()


@SeenAtOnce
def may_see_closing(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may see the project may read its closing report."""
    return seen_among(NetworkProject.objects.visible_to(user), subjects, ABOUT)


def _key(subject: str) -> int:
    return int(subject.removeprefix(ABOUT))


def _report_of(project: NetworkProject) -> ClosingReport | None:
    return ClosingReport.objects.filter(project=project).order_by("pk").first()


def _words(report: ClosingReport | None, numbers: Numbers) -> Iterator[Block]:
    parts = {
        _("Results"): report.results if report else "",
        _("Problems and obstacles"): report.problems if report else "",
        _("Lessons"): report.lessons if report else "",
        _("Recommendations"): report.recommendations if report else "",
    }
    for label, text in parts.items():
        yield Heading(label, level=3)
        yield from paragraphs(text, numbers.language) or [Paragraph("–")]


def _time(figures: ClosingFigures, numbers: Numbers) -> Iterator[PartBlock]:
    clock = figures.clock
    yield Heading(_("Standard time"), level=3)
    hours = _("%(hours)s working hours")
    used = hours % {"hours": numbers.figure(clock.used, 1)}
    late = _("(beyond the standard time)")
    yield Facts(
        (
            (_("Standard time"), hours % {"hours": numbers.figure(clock.budget)}),
            (_("Used"), used + " " + late if clock.overdue else used),
            (_("Paused"), hours % {"hours": numbers.figure(clock.paused, 1)}),
        )
    )
    columns = (
        Column(_("Section")), Column(_("Step")), Column(_("Working hours"), Shown.NUMBER),
    )  # fmt: skip
    rows = tuple((step.section, localized(step, "title"), spent) for step, spent in clock.steps)
    yield Sheet(FigureTable("time", _("Working hours by step"), columns, rows))


def _reach(figures: ClosingFigures) -> Iterator[PartBlock]:
    title = _("Target groups")
    if not figures.targets:
        yield Heading(title, level=3)
        yield Paragraph("–")
        return
    columns = (
        Column(_("Target group")), Column(_("Expected"), Shown.COUNT),
        Column(_("Registered"), Shown.COUNT), Column(_("Reached"), Shown.COUNT),
    )  # fmt: skip
    rows = [(item.group.name, *_reached(item)) for item in figures.targets]
    sums = [sum(column) for column in zip(*map(_reached, figures.targets), strict=True)]
    yield Sheet(FigureTable("reach", title, columns, (*rows, (_("Total"), *sums))))


def _reached(item: object) -> tuple[int, int, int]:
    return item.expected, item.registered, item.reached  # type: ignore[attr-defined]


def _activities(figures: ClosingFigures, numbers: Numbers) -> Iterator[Block]:
    events, people, tests = figures.events, figures.participants, figures.tests
    yield Heading(_("Events, people and tests"), level=3)
    held = _("%(held)s of %(planned)s, %(days)s days") % {
        "held": numbers.figure(events.held),
        "planned": numbers.figure(events.planned),
        "days": numbers.figure(events.days),
    }
    rows = [
        (_("Events held"), held),
        (_("Budget planned"), numbers.baht(events.budget)),
        (_("Budget spent"), numbers.baht(events.spent)),
        (_("Participants"), numbers.figure(people.taking_part)),
        (_("Invited"), numbers.figure(people.invited)),
        (_("Registered"), numbers.figure(people.registered)),
        (_("Attended"), numbers.figure(people.attended)),
    ]
    if tests:
        said = _("%(before)s%% before, %(after)s%% after: %(gain)s points (%(pairs)s people)") % {
            "before": numbers.figure(tests.before, 1),
            "after": numbers.figure(tests.after, 1),
            "gain": numbers.words(f"{tests.gain:+.1f}"),
            "pairs": numbers.figure(tests.pairs),
        }
        rows.append((_("Mean score of those who took both tests"), said))
    rows.append((_("Appointments of the project"), numbers.figure(figures.appointments)))
    yield Facts(tuple(rows))


def _hearings(figures: ClosingFigures, numbers: Numbers) -> Iterator[Block]:
    found, resolved = figures.hearings, figures.resolutions
    came = _("%(people)s (women %(women)s, men %(men)s, not said %(unsaid)s)") % {
        "people": numbers.figure(found.people),
        "women": numbers.figure(found.women),
        "men": numbers.figure(found.men),
        "unsaid": numbers.figure(found.unsaid),
    }
    settled = _("done %(done)s, open %(open)s (overdue %(overdue)s), dropped %(dropped)s") % {
        "done": numbers.figure(resolved.done),
        "open": numbers.figure(resolved.open),
        "overdue": numbers.figure(resolved.overdue),
        "dropped": numbers.figure(resolved.dropped),
    }
    opinions = [(label, numbers.figure(count)) for label, count in found.opinions]
    yield Heading(_("Hearings and resolutions"), level=3)
    yield Facts(
        (
            (_("Hearings"), numbers.figure(found.hearings)),
            (_("People who came"), came),
            *((_("Opinions: %(state)s") % {"state": label}, count) for label, count in opinions),
            (_("Resolutions"), settled),
        )
    )


def _founded(figures: ClosingFigures) -> Iterator[PartBlock]:
    title = _("Networks founded")
    if not figures.networks:
        yield Heading(title, level=3)
        yield Paragraph("–")
        return
    columns = (
        Column(_("Network")), Column(_("Province")), Column(_("Founded on"), Shown.DAY),
        Column(_("Members"), Shown.COUNT),
    )  # fmt: skip
    rows = tuple(
        (item.name, localized(item.province, "name"), item.founded_on, item.members)
        for item in figures.networks
    )
    yield Sheet(FigureTable("networks", title, columns, rows))
