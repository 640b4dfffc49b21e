"""What the closing report of a hub programme says, part by part (manual 8.2 (6))."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _, pgettext

from hubs.models import GuidelineOpening, HubProgramme, Memo, MemoState
from hubs.selectors.followup import evaluation_of, evaluation_texts
from hubs.selectors.standings import STAGE_LABELS
from hubs.stages import Stage
from monitoring.selectors.programme import Said, WholeProgramme, whole_programme
from onde_portal.documents.blocks import Block, Facts, Heading, Paragraph, paragraphs
from onde_portal.ui.figures import Column, FigureTable, Numbers, Shown
from onde_portal.ui.parts import Part, PartBlock, Sheet
from onde_portal.ui.templatetags.ui import localized, place
from onde_portal.workflow.selectors import CaseOverview, StepView, case_overview

DATED = (Stage.APPROVED, Stage.INVITED, Stage.TRAINED, Stage.ESTABLISHED, Stage.REPORTING)
MOST_FINDINGS = 12


def programme_parts(programme: HubProgramme, at: datetime, numbers: Numbers) -> tuple[Part, ...]:
    """The chapters as of a moment, in the language of ``numbers``, which must be the active one."""
    whole = whole_programme(programme, at)
    overview = case_overview(programme, at, language=numbers.language)
    chapters: tuple[tuple[str, str, Iterable[PartBlock]], ...] = (
        ("steps", _("What was done, step by step"),
         [*_steps(programme, overview, numbers), *_time(overview, numbers)]),
        ("figures", _("Figures of the programme"), [*_figures(whole, numbers), *_laos(whole)]),
        ("reports", _("Reports of the programme's hubs"),
         [*_rounds(whole), *_from_hubs(whole, numbers)]),
        ("evaluation", _("Evaluation of the programme"), _evaluation(programme, numbers.language)),
    )  # fmt: skip
    return tuple(Part(key, title, tuple(blocks)) for key, title, blocks in chapters)


def _steps(programme: HubProgramme, overview: CaseOverview, numbers: Numbers) -> Iterator[Block]:
    tellers = (_study, _selection, _workshops, _guideline, _establishment, _follow_up)
    for step, tell in zip(overview.steps, tellers, strict=True):
        definition = step.record.definition
        title = f"{definition.section} {localized(definition, 'title')}"
        yield Heading(numbers.words(title), level=3)
        yield Facts((_standing(step, numbers), *tell(programme, numbers)))


Fact = tuple[str, str]


def _standing(step: StepView, numbers: Numbers) -> Fact:
    if step.is_done and step.record.done_at:
        return _("Completed on"), numbers.day(step.record.done_at)
    return _("State"), str(step.record.get_state_display())


def _study(programme: HubProgramme, numbers: Numbers) -> Iterator[Fact]:
    findings = programme.findings.order_by("pk")
    yield _("Findings"), numbers.figure(findings.count())
    for finding in findings[:MOST_FINDINGS]:
        yield "", numbers.words(f"{finding.title} ({finding.source})")


def _selection(programme: HubProgramme, numbers: Numbers) -> Iterator[Fact]:
    criteria = getattr(programme, "criteria", None)
    years = ", ".join(str(year) for year in criteria.award_years) if criteria else ""
    yield _("Award years"), numbers.words(years or "–")
    memos = Memo.objects.filter(programme=programme, state=MemoState.APPROVED)
    for memo in memos.order_by("edition"):
        said = _("no. %(number)s, approved on %(day)s by %(name)s, %(position)s") % {
            "number": f"{memo.number}/{memo.number_year}",
            "day": numbers.day(memo.approved_at),
            "name": memo.approver_name,
            "position": memo.approver_position,
        }
        yield _("Memo"), numbers.words(said.rstrip(", "))


def _workshops(programme: HubProgramme, numbers: Numbers) -> Iterator[Fact]:
    cohorts = programme.cohorts.annotate(
        laos=Count("invitees", distinct=True),
        people=Count("invitees__delegates", Q(invitees__delegates__came=True), distinct=True),
    )
    for cohort in cohorts.order_by("number"):
        said = _("%(first)s to %(last)s, %(place)s: %(laos)s LAOs, %(people)s people came") % {
            "first": numbers.day(cohort.starts_on),
            "last": numbers.day(cohort.ends_on),
            "place": numbers.words(cohort.place or "–"),
            "laos": numbers.figure(cohort.laos),
            "people": numbers.figure(cohort.people),
        }
        yield numbers.words(_("Cohort %(number)s") % {"number": cohort.number}), said


def _guideline(programme: HubProgramme, numbers: Numbers) -> Iterator[Fact]:
    published = programme.guideline_versions.filter(published_at__isnull=False)
    for version in published.order_by("number"):
        readers = GuidelineOpening.objects.filter(guideline=version).values("lao").distinct()
        said = _("%(title)s, published on %(day)s, opened by %(laos)s LAOs") % {
            "title": numbers.words(version.title),
            "day": numbers.day(version.published_at),
            "laos": numbers.figure(readers.count()),
        }
        yield numbers.words(_("Version %(number)s") % {"number": version.number}), said


def _establishment(programme: HubProgramme, numbers: Numbers) -> Iterator[Fact]:
    announced = programme.hubs.lived().exclude(established_on=None)
    first = announced.order_by("established_on").first()
    last = announced.order_by("-established_on").first()
    yield _("Hubs established"), numbers.figure(announced.count())
    if first and last:
        yield _("First announcement"), numbers.day(first.established_on)
        yield _("Last announcement"), numbers.day(last.established_on)


def _follow_up(programme: HubProgramme, numbers: Numbers) -> Iterator[Fact]:
    evaluation = evaluation_of(programme)
    yield _("Evaluation written on"), numbers.day(evaluation.saved_at if evaluation else None)


def _time(overview: CaseOverview, numbers: Numbers) -> Iterator[PartBlock]:
    yield Heading(_("Standard time"), level=3)
    clock = overview.clock
    hours = _("%(hours)s working hours")
    used = hours % {"hours": numbers.figure(clock.used_hours, 1)}
    late = _("(beyond the standard time)")
    yield Facts(
        (
            (_("Standard time"), hours % {"hours": numbers.figure(clock.budget_hours)}),
            (_("Used"), f"{used} {late}" if clock.overdue else used),
            (_("Paused"), hours % {"hours": numbers.figure(overview.paused_hours, 1)}),
        )
    )
    columns = (
        Column(_("Section")), Column(_("Step")), Column(_("Working hours"), Shown.NUMBER),
    )  # fmt: skip
    rows = tuple(
        (step.record.definition.section, localized(step.record.definition, "title"), step.hours)
        for step in overview.steps
    )
    yield Sheet(FigureTable("time", _("Working hours by step"), columns, rows))


def _figures(whole: WholeProgramme, numbers: Numbers) -> Iterator[PartBlock]:
    found = whole.figures
    plan = whole.follow_up.planned
    facts = [
        (_("LAOs wanted"), numbers.figure(found.planned)),
        (_("LAOs excluded"), numbers.figure(found.excluded)),
        (_("LAOs that withdrew"), numbers.figure(found.withdrawn)),
    ]
    if plan is not None:
        facts.insert(1, (_("Hubs planned for the fiscal year"), numbers.figure(plan)))
    yield Facts(tuple(facts))
    columns = (
        Column(_("Stage reached")), Column(pgettext("count", "LAOs"), Shown.COUNT),
        Column(_("of those wanted"), Shown.SHARE), Column(_("of the line above"), Shown.SHARE),
    )  # fmt: skip
    rows = tuple(
        (str(item.label), item.count, item.of_planned, item.of_before) for item in found.figures
    )
    yield Sheet(FigureTable("stages", _("Stages reached"), columns, rows))


def _laos(whole: WholeProgramme) -> Iterator[PartBlock]:
    """LAOs that were approved, and hubs of the programme, each with its dates."""
    title = _("LAOs of the programme")
    shown = [row for row in whole.standings if set(DATED) & set(row.standing.reached)]
    if not shown:
        yield from _nothing(title)
        return
    columns = (
        Column(_("No."), Shown.COUNT), Column(_("LAO")),
        *(Column(str(STAGE_LABELS[stage]), Shown.DAY) for stage in DATED),
    )  # fmt: skip
    rows = tuple(
        (
            number,
            f"{localized(row.lao, 'full_name')} {place(row.lao)}",
            *(row.reached(stage) for stage in DATED),
        )
        for number, row in enumerate(shown, start=1)
    )
    yield Sheet(FigureTable("laos", title, columns, rows))


def _nothing(title: str) -> Iterator[Block]:
    yield Heading(title, level=3)
    yield Paragraph("–")


def _rounds(whole: WholeProgramme) -> Iterator[PartBlock]:
    title = _("Completeness by round")
    if not whole.follow_up.rounds:
        yield from _nothing(title)
        return
    columns = (
        Column(_("Round")), Column(pgettext("reports", "Expected"), Shown.COUNT),
        Column(pgettext("reports", "Received"), Shown.COUNT), Column(_("On time"), Shown.COUNT),
        Column(_("Overdue"), Shown.COUNT), Column(_("Nothing to report"), Shown.COUNT),
    )  # fmt: skip
    rows = tuple(
        (
            item.round, item.counts.expected, item.counts.received, item.counts.on_time,
            item.counts.overdue, item.counts.nothing,
        )
        for item in whole.follow_up.rounds
    )  # fmt: skip
    yield Sheet(FigureTable("rounds", title, columns, rows))


def _from_hubs(whole: WholeProgramme, numbers: Numbers) -> Iterator[PartBlock]:
    found = whole.follow_up
    yield Heading(_("Problems, recommendations and support wanted"), level=3)
    counted = _("Problems: %(open)s not solved, %(solved)s solved") % {
        "open": numbers.figure(len(found.open_problems)),
        "solved": numbers.figure(found.solved),
    }
    yield Paragraph(counted)
    if found.categories:
        rows = tuple(
            (
                str(category),
                count,
                _each_once(item.description for item in problems),
                _each_once(item.measure for item in problems),
            )
            for category, count in found.categories
            for problems in [[item for item in found.open_problems if item.category == category]]
        )
        columns = (
            Column(_("Problem category")), Column(_("Count"), Shown.COUNT), Column(_("Problem")),
            Column(_("Measure")),
        )  # fmt: skip
        yield Sheet(FigureTable("problems", _("Problems not solved"), columns, rows))
    yield from _said(_("Recommendations of the hubs"), found.recommendations, numbers)
    yield from _said(_("Support wanted"), found.support, numbers)


def _each_once(words: Iterable[str]) -> str:
    """What several hubs said, the same words once."""
    said = dict.fromkeys(" ".join(text.split()) for text in words)
    return "; ".join(text for text in said if text) or "–"


def _said(title: str, said: Sequence[Said], numbers: Numbers) -> Iterator[Block]:
    yield Heading(title, level=3)
    if not said:
        yield Paragraph("–")
    for item in said:
        text = " ".join(item.text.split())
        yield Paragraph(numbers.words(text), lead=numbers.words(item.follow_up.hub.name) + ": ")


def _evaluation(programme: HubProgramme, language: str) -> Iterator[Block]:
    for label, text in evaluation_texts(evaluation_of(programme)):
        title = str(label)
        yield Heading(title[:1].upper() + title[1:], level=3)
        yield from paragraphs(text, language) or [Paragraph("–")]
