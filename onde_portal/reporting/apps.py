from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "onde_portal.reporting"
    label = "reporting"
    verbose_name = _("Reports of the Office")

    def ready(self) -> None:
        from onde_portal.documents import checks, kinds
        from onde_portal.reporting import navigation
        from onde_portal.reporting.actions import PAPER
        from onde_portal.reporting.reports import papers
        from onde_portal.ui import nav, panels

        kinds.register(
            PAPER, papers.build_report, papers.may_see_report,
            label=_("Report of the Office"), subject_of=papers.subject_of,
            address_of=papers.address_of, is_long=True, ask_again=papers.ask_again,
        )  # fmt: skip
        checks.register(papers.look_up_report)
        nav.register(navigation.entries)
        panels.register("round", navigation.round_panel)
