"""Drafts and numbers when several people act at once, and texts that nobody expects."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import Hub
from monitoring.actions import close_round
from monitoring.actions.records import note_problem
from monitoring.models import Learning, Problem, ProblemCategory, Round, Support
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.documents.models import NumberSeries, StoredDocument
from onde_portal.registry.models import Lao
from onde_portal.reporting.actions import (
    SERIES,
    finish_report,
    open_round_report,
    open_year_report,
    write_words,
)
from onde_portal.reporting.content import Words
from onde_portal.reporting.errors import (
    DraftThere,
    NotAllowed,
    ReportIsFinal,
    RoundNotOpened,
    WordsConflict,
    YearUnknown,
)
from onde_portal.reporting.models import Report
from onde_portal.reporting.reports.papers import issue_report
from onde_portal.reporting.selectors.records import problem_lines
from onde_portal.reporting.selectors.rounds import round_content
from tests import world
from tests.monitoring import story
from tests.oversight.figures import FIRST, reported
from tests.races import at_once
from tests.reporting.conftest import AT, Country, write

SCRIPT = "<script>alert(1)</script>\u200b=1+1"
LONG = "ศูนย์ส่งเสริมการมีส่วนร่วมของประชาชนตำบลหนองบัวเฉลิมพระเกียรติ" * 3


@pytest.mark.django_db(transaction=True)
def test_many_who_begin_the_same_report_at_once_get_one_draft(officer: User) -> None:
    def begin() -> None:
        open_year_report(year=2569, by=officer, at=AT)

    ends = at_once(DraftThere, *[begin] * 6)
    assert ends == ["DraftThere"] * 5 + ["done"]
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_reports_made_final_at_once_are_numbered_without_gaps(officer: User) -> None:
    drafts = [open_year_report(year=year, by=officer, at=AT) for year in range(2562, 2570)]
    moves: list[Callable[[], object]] = [
        lambda report=report: issue_report(report=report, version=0, by=officer, at=AT)  # type: ignore[misc]
        for report in drafts
        for _twice in range(2)
    ]
    ends = at_once(ReportIsFinal, *moves)
    assert ends == ["ReportIsFinal"] * 8 + ["done"] * 8
    numbers = Report.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 9))
    assert NumberSeries.objects.get(key=SERIES).last == 8
    papers = StoredDocument.objects.values_list("number", flat=True)
    assert sorted(papers) == sorted(f"{number}/2569" for number in numbers)


@pytest.mark.django_db
def test_a_report_whose_paper_cannot_be_entered_in_the_register_stays_a_draft(
    officer: User,
) -> None:
    report = open_year_report(year=2569, by=officer, at=AT)

    def fail(_final: Report) -> None:
        raise OSError("no room left")

    with pytest.raises(OSError, match="no room left"):
        finish_report(report=report, version=0, by=officer, at=AT, issue=fail)
    report.refresh_from_db()
    assert (report.state, report.number) == ("draft", None)
    assert issue_report(report=report, version=0, by=officer, at=AT).number == 1


@pytest.mark.django_db
def test_a_report_is_written_by_those_who_may_and_only_while_it_is_a_draft(
    country: Country, officer: User, auditor: User
) -> None:
    report = open_round_report(round_=country.round, scope=Scope(), by=officer, at=AT)
    with pytest.raises(NotAllowed):
        write(report, auditor)
    with pytest.raises(NotAllowed):
        finish_report(report=report, version=0, by=auditor, at=AT)
    written = write(report, officer)
    with pytest.raises(WordsConflict):
        write_words(report=report, words=Words("x"), version=0, by=officer, at=AT)
    with pytest.raises(WordsConflict):
        finish_report(report=report, version=0, by=officer, at=AT)
    finish_report(report=report, version=written.version, by=officer, at=AT)
    with pytest.raises(ReportIsFinal):
        write_words(report=report, words=Words("x"), version=2, by=officer, at=AT)
    assert NumberSeries.objects.get(key=SERIES).last == 1


@pytest.mark.django_db
def test_there_is_no_report_on_what_has_not_begun(officer: User, country: Country) -> None:
    planned = Round.objects.create(
        fiscal_year=2571, half=1, starts_on=world.TODAY, ends_on=AT.date(), opens_on=world.TODAY,
        due_on=AT.date(),
    )  # fmt: skip
    with pytest.raises(RoundNotOpened):
        open_round_report(round_=planned, scope=Scope(), by=officer, at=AT)
    with pytest.raises(YearUnknown):
        open_year_report(year=2570, by=officer, at=AT)


@pytest.mark.django_db
@pytest.mark.usefixtures("later")
def test_script_and_endless_names_do_no_harm_anywhere(
    country: Country, officer: User, sign_in: Callable[[User], Client]
) -> None:
    Hub.objects.update(name=(SCRIPT + LONG)[:250])
    for model, field in ((Problem, "description"), (Problem, "measure"), (Support, "what")):
        model._default_manager.update(**{field: SCRIPT * 40})
    Learning.objects.update(text=SCRIPT, answer=SCRIPT)
    report = open_round_report(round_=country.round, scope=Scope(), by=officer, at=AT)
    report = write(report, officer, SCRIPT + "\n" * 5 + LONG, SCRIPT)
    browser = sign_in(officer)
    for final in (False, True):
        if final:
            finish_report(report=report, version=report.version, by=officer, at=AT)
        page = browser.get(reverse("office-report", args=[report.pk])).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        for name in ("word", "excel"):
            answer = browser.get(reverse(f"office-report-{name}", args=[report.pk]))
            assert answer.content.startswith(b"PK")


@pytest.mark.django_db
def test_a_province_without_any_hub_and_a_hub_closed_meanwhile(
    country: Country, officer: User, sign_in: Callable[[User], Client]
) -> None:
    empty = round_content(country.round, Scope(region="south"), AT)
    assert (empty.hubs, empty.tally.expected, empty.places) == ((), 0, ())
    report = open_round_report(round_=country.round, scope=Scope(region="south"), by=officer, at=AT)
    assert sign_in(officer).get(reverse("office-report", args=[report.pk])).status_code == 200
    Hub.objects.filter(pk=country.waiting.hub_id).update(state="closed", closed_on=AT.date())
    closed = {line.hub: line.closed_on for line in round_content(country.round, Scope(), AT).hubs}
    assert closed["ศูนย์ แม่น้ำคำ"] == AT.date()
    assert closed["ศูนย์ หนองบัว"] is None


@pytest.mark.django_db
def test_ten_times_the_hubs_take_no_more_queries(
    country: Country, lao: Lao, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        more = world.make_lao(lao.province, f"ตำบลที่ {number}", code=f"64102{number:02}")
        story.open_follow_up(story.make_hub(more, world.LONG_AGO.date()))
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert len(round_content(country.round, Scope(), AT).hubs) == 33


@pytest.mark.django_db(transaction=True)
def test_an_edition_is_numbered_once_however_many_begin_and_end_at_once(officer: User) -> None:
    first = open_year_report(year=2569, by=officer, at=AT)

    def end() -> None:
        finish_report(report=first, version=0, by=officer, at=AT)

    def begin() -> None:
        open_year_report(year=2569, by=officer, at=AT)

    at_once(DraftThere, end, *[begin] * 4)
    editions = list(Report.objects.order_by("edition").values_list("edition", flat=True))
    assert editions in ([1], [1, 2])


@pytest.mark.django_db
def test_what_is_said_after_a_round_was_closed_does_not_change_its_report(
    country: Country, officer: User, head: User
) -> None:
    named = Problem.objects.filter(follow_up__round=country.round).order_by("pk")[0]

    def counts(at: datetime) -> tuple[int, ...]:
        line = {item.code: item for item in problem_lines(country.round, Scope(), at)}
        found = line[named.category_id]
        return found.named, found.carried, found.open, found.solved

    before = counts(AT)
    closing = AT + timedelta(days=90)
    close_round(round_=country.round, reason="ครบกำหนด", by=head, at=closing)
    country.round.refresh_from_db()
    later = closing + timedelta(days=1)
    note_problem(problem=named, state="solved", text="จัดแล้ว", by=officer, at=later)
    assert counts(closing + timedelta(days=2)) == before


@pytest.mark.django_db
def test_an_earlier_problem_that_the_office_settles_in_the_round_was_carried_into_it_and_solved(
    country: Country, officer: User
) -> None:
    earlier = reported(country.reported.hub.lao, FIRST, {})
    old = Problem.objects.create(
        follow_up=earlier, position=1, severity="low", description="เดิม",
        category=ProblemCategory.objects.get(pk="P99"), state="open",
    )  # fmt: skip
    before = {line.code: line for line in problem_lines(country.round, Scope(), AT)}["P99"]
    note_problem(problem=old, state="solved", text="แก้แล้ว", by=officer, at=AT)
    later = AT + timedelta(days=1)
    after = {line.code: line for line in problem_lines(country.round, Scope(), later)}["P99"]
    assert (before.carried, before.open, before.solved) == (1, before.open, before.solved)
    assert (after.carried, after.open, after.solved) == (1, before.open - 1, before.solved + 1)
