"""What a report says: a draft from the records of now, a final one as it was kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitoring.content import as_json, from_stored
from onde_portal.reporting.content import Content, RoundContent, Words, YearContent
from onde_portal.reporting.models import Report, ReportKind
from onde_portal.reporting.selectors.rounds import round_content
from onde_portal.reporting.selectors.years import year_content


def live_content(report: Report, at: datetime) -> Content:
    """What the report would say at a moment, with its words as they are kept."""
    words = Words(report.introduction, report.conclusions)
    if report.round is not None:
        return round_content(report.round, report.scope, at, words)
    return year_content(report.fiscal_year, at, words)


def kept_content(report: Report, stored: Mapping[str, Any]) -> Content:
    """The content that ``stored_content`` made JSON of."""
    if report.kind == ReportKind.ROUND:
        return from_stored(RoundContent, stored)
    return from_stored(YearContent, stored)


def stored_content(content: Content) -> dict[str, Any]:
    """Plain JSON values."""
    found: dict[str, Any] = as_json(content)
    return found


def shown_content(report: Report, at: datetime) -> Content:
    """The final report as it was kept, or the draft as of the moment."""
    if report.content is not None:
        return kept_content(report, report.content)
    return live_content(report, at)
