from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import override

from hubs.models import Hub
from monitoring.forms import ReportField, ReportForm
from monitoring.models import FollowUp, FollowUpState, IndicatorValue, Problem
from monitoring.questions.sections import PARTS
from monitoring.reports.hub_report import ReportContent
from onde_portal.accounts.models import User
from onde_portal.thai.calendar import HalfYear
from tests import world
from tests.monitoring import story


@pytest.fixture
def previous(hub: Hub) -> FollowUp:
    """The hub's report of the half-year before, accepted, with a figure and an open problem."""
    before = story.open_follow_up(hub, HalfYear(2568, 2))
    FollowUp.objects.filter(pk=before.pk).update(
        state=FollowUpState.ACCEPTED,
        first_submitted_at=world.LONG_AGO,
        submitted_at=world.LONG_AGO,
        decided_at=world.LONG_AGO,
    )
    for code, value in (("OP01", "2"), ("OP02", "1"), ("OC05", None)):
        IndicatorValue.objects.create(
            follow_up=before,
            indicator=before.round.indicators.get(code=code),
            value=Decimal(value) if value else None,
        )
    before.problems.create(
        position=1, category_id="P01", description="ผู้เข้าร่วมน้อย", severity="medium"
    )
    return before


def field(follow_up: FollowUp, key: str, user: User | None = None) -> ReportField:
    form = ReportForm.load(follow_up, user=user)
    return next(item for part in form.sections for item in part.fields if item.key == key)


def error_at(follow_up: FollowUp, key: str) -> str:
    with translation.override("en"):
        return " ".join(field(follow_up, key).errors)


def test_the_form_has_the_twelve_parts_of_the_manual(follow_up: FollowUp) -> None:
    form = ReportForm.load(follow_up)
    assert [section.key for section in form.sections] == [part.key for part in PARTS]
    assert len(form.sections) == 12
    assert {section.section_of_manual for section in form.sections} == {"10"}
    assert "activity.20.done" in form.keys
    assert "problem.10.measure" in form.keys
    known = dict(form.sections[0].facts)
    assert follow_up.hub.name in known.values()


def test_a_complete_report_has_no_errors(follow_up: FollowUp, reporter: User) -> None:
    story.fill(follow_up, reporter)
    form = ReportForm.load(follow_up)
    assert form.errors() == []
    assert form.warnings() == []


def test_an_empty_report_lists_all_that_is_missing_at_once(follow_up: FollowUp) -> None:
    form = ReportForm.load(follow_up)
    assert [error.key for error in form.errors()] == [
        "general.reporter",
        "general.phone",
        "indicator.OP01",
        "indicator.OP02",
        "budget.received",
        "budget.spent",
        "next_plan",
    ]
    assert [error.section for error in form.errors()][2] == "outputs"
    assert all(item.draft_errors == () for part in form.sections for item in part.fields)


def test_who_reports_is_filled_in(follow_up: FollowUp, reporter: User) -> None:
    reporter.phone = "042123456"
    assert field(follow_up, "general.reporter", reporter).raw == "นางสาวมาลี บัวงาม"
    assert field(follow_up, "general.phone", reporter).raw == "042123456"
    story.fill(follow_up, reporter, general__reporter="นายสมชาย ใจดี")
    assert field(follow_up, "general.reporter", reporter).raw == "นายสมชาย ใจดี"


@pytest.mark.parametrize(
    ("key", "text", "part_of_error"),
    [
        ("indicator.OP01", "สาม", "number"),
        ("indicator.OP01", "3.5", "whole"),
        ("indicator.OP01", "-3", "less than 0"),
        ("indicator.OP01", "9" * 30, "too long"),
        ("indicator.OP01", "1e30", "Type digits only"),
        ("indicator.OP01", "1\t234", "more than one cell"),
        ("indicator.OP01", "12\n34", "more than one cell"),
        ("indicator.OP01", "12 😀", "Type digits only"),
        ("indicator.OP02", "maybe", "Choose"),
        ("indicator.OC04", "101", "between 0 and 100"),
        ("indicator.OC05", "6", "between 1 and 5"),
        ("indicator.OC05", "4.255", "two decimal places"),
        ("budget.spent", "-", "0 if there was none"),
        ("budget.received", "", "fill this in"),
        ("problem.1.category", "P77", "Choose one"),
        ("problem.1.description", "", "what the problem is"),
        ("activity.1.name", "", "Name the activity"),
        ("activity.1.name", "ก" * 301, "at most 300"),
        ("indicator.OC05.note", "", "why there is no figure"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(
    follow_up: FollowUp, reporter: User, key: str, text: str, part_of_error: str
) -> None:
    story.fill(follow_up, reporter, **{key: text})
    assert [error.key for error in ReportForm.load(follow_up).errors()] == [key]
    assert part_of_error in error_at(follow_up, key)


@pytest.mark.parametrize("text", ["12", "๑๒", " 12\t\r\n", "\u00a012\u00a0", "12.0", "1\u200b2"])
def test_one_cell_pasted_from_a_sheet_is_its_figure(
    follow_up: FollowUp, reporter: User, text: str
) -> None:
    story.fill(follow_up, reporter, indicator__OP01=text)
    assert ReportForm.load(follow_up).content().indicators[0].value == 12


def test_errors_speak_the_language_of_the_reader(follow_up: FollowUp, reporter: User) -> None:
    story.fill(follow_up, reporter, indicator__OP01="สาม")
    with translation.override("th"):
        assert "ตัวเลข" in ReportForm.load(follow_up).errors()[0].message
    with translation.override("en"):
        assert "number" in ReportForm.load(follow_up).errors()[0].message


def test_last_rounds_figures_stand_beside(follow_up: FollowUp, previous: FollowUp) -> None:
    with translation.override("en"):
        assert field(follow_up, "indicator.OP01").last_value == "2"
        assert field(follow_up, "indicator.OP02").last_value == "yes"
        assert field(follow_up, "indicator.OC05").last_value == "-"
        assert field(follow_up, "indicator.OC04").last_value == ""


@pytest.mark.parametrize(("figure", "asks"), [("6", False), ("11", True), ("๑๑", True)])
def test_a_large_jump_asks_for_a_word_of_explanation(
    follow_up: FollowUp, previous: FollowUp, reporter: User, *, figure: str, asks: bool
) -> None:
    state = f"earlier.{Problem.objects.get().pk}.state"
    story.fill(follow_up, reporter, indicator__OP01=figure, **{state: "open"})
    form = ReportForm.load(follow_up)
    assert [error.key for error in form.errors()] == (["indicator.OP01.note"] if asks else [])
    assert [warning.key for warning in form.warnings()] == (["indicator.OP01"] if asks else [])
    story.fill(
        follow_up, reporter, indicator__OP01=figure, indicator__OP01__note="จัดครบทุกหมู่บ้าน",
        **{state: "open"},
    )  # fmt: skip
    told = ReportForm.load(follow_up)
    assert (told.errors(), told.warnings()) == ([], [])
    assert told.content().indicators[0].note == "จัดครบทุกหมู่บ้าน"


def test_spending_more_than_received_asks_for_a_note(follow_up: FollowUp, reporter: User) -> None:
    story.fill(follow_up, reporter, budget__spent="20000")
    form = ReportForm.load(follow_up)
    assert [warning.key for warning in form.warnings()] == ["budget.spent"]
    assert form.errors() == []
    story.fill(follow_up, reporter, budget__spent="20000", budget__note="เงินสะสม")
    assert ReportForm.load(follow_up).warnings() == []


def test_open_problems_come_back_until_they_are_solved(
    follow_up: FollowUp, previous: FollowUp, reporter: User
) -> None:
    problem = Problem.objects.get()
    key = f"earlier.{problem.pk}.state"
    story.fill(follow_up, reporter)
    assert [error.key for error in ReportForm.load(follow_up).errors()] == [key]
    story.fill(follow_up, reporter, **{key: "solved"})
    content = ReportForm.load(follow_up).content()
    assert [entry.state for entry in content.earlier_problems] == ["solved"]
    Problem.objects.update(state=Problem.State.SOLVED)
    assert field(follow_up, key).raw == "solved"
    later = story.open_follow_up(follow_up.hub, HalfYear(2569, 2))
    assert key not in ReportForm.load(later).keys


def test_a_part_shows_its_used_rows_and_a_spare_one(follow_up: FollowUp, reporter: User) -> None:
    story.fill(follow_up, reporter, activity__5__name="ห้า")
    activities = ReportForm.load(follow_up).sections[1]
    assert len(activities.groups) == 20
    assert [group.key for group in activities.shown_groups] == [
        f"activity.{row}" for row in range(1, 7)
    ]
    assert activities.shown_groups[-1].is_blank


def test_a_form_of_any_length_takes_a_constant_number_of_queries(
    follow_up: FollowUp, previous: FollowUp, reporter: User, django_assert_max_num_queries: object
) -> None:
    story.fill(follow_up, reporter)
    found = FollowUp.objects.with_place().get(pk=follow_up.pk)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        form = ReportForm.load(found)
        form.errors()
        assert form.sections


def test_the_content_survives_json_and_needs_nothing_else(
    follow_up: FollowUp, previous: FollowUp, reporter: User
) -> None:
    key = f"earlier.{Problem.objects.get().pk}.state"
    story.fill(follow_up, reporter, **{key: "better"})
    content = ReportForm.load(follow_up).content(edition=2)
    assert ReportContent.from_json(content.to_json()) == content
    assert content.header.starts_on == date(2025, 10, 1)
    assert content.header.round.th == "รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2569"
    assert content.header.edition == 2
    figures = {entry.code: entry.value for entry in content.indicators}
    assert figures == {
        "OP01": Decimal(3),
        "OP02": Decimal(1),
        "OC04": Decimal("80.5"),
        "OC05": None,
    }
    assert content.budget.spent == Decimal("2500.50")
    assert [entry.category.en for entry in content.problems] == ["Low knowledge"]
    assert content.indicators[0].last_value == Decimal(2)


@pytest.mark.parametrize(("language", "shown"), [("th", "มี"), ("en", "yes")])
def test_a_target_of_yes_is_said_in_the_language_of_the_screen(
    follow_up: FollowUp, language: str, shown: str
) -> None:
    follow_up.round.indicators.filter(code="OP02").update(target="yes")

    with override(language):
        form = ReportForm.load(follow_up)
        fields = {field.key: field for section in form.sections for field in section.fields}

    assert fields["indicator.OP02"].target == shown
