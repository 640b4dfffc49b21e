"""The charts of a round's Word file: few enough, each indicator on its own scale."""

from decimal import Decimal

import pytest
import time_machine

from monitoring.models import Indicator
from monitoring.reference import load_reference
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.reporting.actions import open_round_report
from onde_portal.reporting.content import RoundContent
from onde_portal.reporting.models import Report
from onde_portal.reporting.reports.papers import word_file
from onde_portal.reporting.selectors.contents import shown_content
from onde_portal.thai.calendar import HalfYear
from tests.documents.test_chart_groups import assert_bars_are_shares
from tests.documents.test_word_charts import drawn, names, sheets
from tests.oversight.figures import reported, round_of
from tests.reporting.conftest import AT
from tests.reporting.reading import plain

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HALVES = (HalfYear(2568, 1), HalfYear(2568, 2), HalfYear(2569, 1))
# LibreOffice keeps twenty embedded objects in mind. Of more, it draws those that it has dropped
# anew in a size of its own and squeezes them into their place: nobody can read their words.
MOST = 20


@pytest.fixture
def report(lao: Lao, officer: User, frozen: time_machine.Traveller) -> Report:
    """Of the latest of three rounds, which ask all that the portal starts with."""
    load_reference()
    for half in HALVES:
        codes = [*Indicator.objects.order_by("position").values_list("code", flat=True)]
        said: dict[str, object] = {
            code: Decimal(7 * at % 5) for at, code in enumerate(codes, start=half.half)
        }
        # The first one was silent until this round.
        reported(lao, half, said if half == HALVES[-1] else {**said, codes[0]: None})
    frozen.move_to(AT)
    return open_round_report(round_=round_of(HALVES[-1]), scope=Scope(), by=officer, at=AT)


def test_the_word_file_has_no_more_charts_than_another_office_suite_keeps(report: Report) -> None:
    content = shown_content(report, AT)
    paper = word_file(report, content, "th")
    assert len(content.indicators) >= 25
    assert len(drawn(paper)) <= MOST
    assert word_file(report, content, "th") == paper


def test_each_indicator_has_its_name_above_bars_on_its_own_scale(report: Report) -> None:
    content = shown_content(report, AT)
    assert isinstance(content, RoundContent)
    paper = word_file(report, content, "th")
    said = plain("".join("".join(names(chart)) for chart in drawn(paper)))
    for line in content.indicators:
        assert plain(f"{line.code}{line.name.th}") in said, line
    assert_bars_are_shares(paper)
    known = [value for line in content.indicators for value in (*line.before, line.value)]
    gaps = [row for sheet in sheets(paper) for row in sheet if row[-1] == "#N/A"]
    assert {(number, words) for _label, number, words, _share in gaps} == {(None, "–")}
    assert len(gaps) == known.count(None) < len(known) / 2
