"""Indicators that are a share: two counts, their per cent, and nothing where there is no whole."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from monitoring.actions import submit_report
from monitoring.content import ReportContent
from monitoring.lines import lines_of
from monitoring.models import FollowUp, Indicator, IndicatorValue, ValueType
from monitoring.questions.fields import ReportField
from monitoring.questions.form import ReportForm
from monitoring.shares import share_of
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring import story

SignIn = Callable[[User], Client]
FIVE_OF_EIGHT = (Decimal("62.50"), Decimal(5), Decimal(8))
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def follow_up(lao: Lao) -> FollowUp:
    """Of a round that asks OC04 as a share."""
    story.make_catalogue()
    Indicator.objects.filter(code="OC04").update(
        value_type=ValueType.RATIO, part_th="แก้ไขแล้ว", part_en="resolved",
        whole_th="เรื่องทั้งหมด", whole_en="all complaints",
    )  # fmt: skip
    return story.open_follow_up(story.make_hub(lao, date(2025, 6, 1)))


def tell(follow_up: FollowUp, by: User, part: str, whole: str) -> ReportForm:
    story.fill(follow_up, by, indicator__OC04=part, **{"indicator.OC04.whole": whole})
    return ReportForm.load(follow_up, user=by)


def whole_of(form: ReportForm) -> ReportField:
    fields = (field for section in form.sections for field in section.fields)
    return next(field for field in fields if field.key == "indicator.OC04.whole")


def test_a_share_is_per_cent_to_two_places_and_nothing_of_nothing() -> None:
    assert share_of(Decimal(1), Decimal(3)) == Decimal("33.33")
    assert share_of(Decimal(0), Decimal(0)) is None
    assert share_of(Decimal(0), Decimal(9)) == 0


@pytest.mark.parametrize(
    ("part", "whole", "at", "said"),
    [
        ("5", "4", "indicator.OC04", "more than 4"),
        ("5", "", "indicator.OC04.whole", "both numbers"),
        ("", "4", "indicator.OC04", "both numbers"),
        ("1", "0", "indicator.OC04", "more than 0"),
        ("2.5", "4", "indicator.OC04", "whole"),
        ("2", "-", "indicator.OC04.whole", "0 if there were none"),
        ("2", "-4", "indicator.OC04.whole", "less than 0"),
    ],
)
def test_counts_that_make_no_share_are_told_at_their_field(
    follow_up: FollowUp, reporter: User, part: str, whole: str, at: str, said: str
) -> None:
    with translation.override("en"):
        [error] = tell(follow_up, reporter, part, whole).errors()
    assert error.key == at
    assert said in error.message


def test_thai_digits_are_counted_and_the_share_stands_beside(
    follow_up: FollowUp, reporter: User
) -> None:
    form = tell(follow_up, reporter, "๕", "๘")
    assert form.errors() == []
    assert whole_of(form).result == "= 62.5%"
    entry = next(item for item in form.content().indicators if item.code == "OC04")
    assert (entry.value, entry.part, entry.whole) == FIVE_OF_EIGHT


def test_a_whole_of_none_is_not_applicable_and_needs_no_note(
    follow_up: FollowUp, reporter: User
) -> None:
    form = tell(follow_up, reporter, "0", "0")
    assert form.errors() == []
    with translation.override("en"):
        result = whole_of(ReportForm.load(follow_up)).result
    assert result == "not applicable: there were none"
    entry = next(item for item in form.content().indicators if item.code == "OC04")
    assert (entry.value, entry.part, entry.whole) == (None, Decimal(0), Decimal(0))


def test_what_is_sent_keeps_both_counts_and_reads_them_out(
    follow_up: FollowUp, reporter: User
) -> None:
    tell(follow_up, reporter, "5", "8")
    sent = submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    value = IndicatorValue.objects.get(indicator__code="OC04")
    assert (value.value, value.part, value.whole) == FIVE_OF_EIGHT
    lines = lines_of(ReportContent.from_json(sent.content), "th")
    assert next(line.text for line in lines if line.key == "indicator.OC04") == "62.5 (5/8)"


def test_no_part_is_larger_than_its_whole_in_the_database(
    follow_up: FollowUp, reporter: User
) -> None:
    tell(follow_up, reporter, "5", "8")
    submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.filter(indicator__code="OC04").update(part=9)


def test_an_older_report_without_counts_can_still_be_read(
    follow_up: FollowUp, reporter: User
) -> None:
    stored = tell(follow_up, reporter, "5", "8").content().to_json()
    for item in stored["indicators"]:
        del item["part"], item["whole"]
    assert {item.part for item in ReportContent.from_json(stored).indicators} == {None}


def test_saving_one_count_tells_what_is_wrong_with_the_other(
    sign_in: SignIn, follow_up: FollowUp, reporter: User
) -> None:
    client = sign_in(reporter)

    def save(key: str, text: str) -> dict[str, object]:
        path = reverse("monitoring:report-save", args=[follow_up.pk])
        asked = {"key": key, "text": text, "version": None}
        told = client.post(path, asked, content_type="application/json").json()
        return {"errors": told["errors"], "beside": told["beside"], "result": told["result"]}

    save("indicator.OC04", "9")
    told = save("indicator.OC04.whole", "8")
    assert told["errors"] == []
    assert told["beside"]["indicator.OC04"]["errors"]  # type: ignore[index]
    page = client.get(reverse("monitoring:report", args=[follow_up.pk])).content.decode()
    assert 'name="indicator.OC04.whole"' in page
