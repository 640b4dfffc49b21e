"""The Office's own reports: the latest round's is final, this year's is a draft."""

from monitoring.models import Round
from monitoring.selectors.board import Scope
from onde_portal.reporting.actions import (
    open_round_report,
    open_year_report,
    write_words,
)
from onde_portal.reporting.content import Words
from onde_portal.reporting.models import Report
from onde_portal.reporting.reports.papers import issue_report
from onde_portal.thai.calendar import fiscal_year
from onde_portal.workbench.demo.stage import Stage


def tell(stage: Stage) -> None:
    """The officer writes both; the head of section makes the round's report final."""
    over = Round.objects.filter(opened_at__isnull=False, ends_on__lt=stage.today)
    latest = over.order_by("-starts_on").first()
    if latest is not None:
        report = open_round_report(round_=latest, scope=Scope(), by=stage.officer, at=stage.now)
        report = _write(stage, report, "round")
        issue_report(report=report, version=report.version, by=stage.head, at=stage.now)
    year = fiscal_year(stage.today)
    _write(stage, open_year_report(year=year, by=stage.officer, at=stage.now), "year")


def _write(stage: Stage, report: Report, kind: str) -> Report:
    words = Words(**stage.words["office_reports"][kind])
    return write_words(
        report=report, words=words, version=report.version, by=stage.officer, at=stage.now
    )
