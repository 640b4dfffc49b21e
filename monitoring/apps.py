from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "monitoring"
    label = "monitoring"
    verbose_name = _("Six-monthly monitoring")

    def ready(self) -> None:
        from monitoring import navigation
        from monitoring.reports import hub_report, programme_closing as closing, report_paper
        from monitoring.selectors.calendar import calendar_entries
        from monitoring.views import lessons, programme
        from onde_portal.accounts import calendars
        from onde_portal.documents import checks, kinds
        from onde_portal.ui import nav, panels

        kinds.register(
            hub_report.HUB_REPORT, hub_report.build_hub_report, hub_report.may_see_report,
            label=_("Progress report of a hub"),
            subject_of=hub_report.subject_of_report, address_of=hub_report.page_of_report,
        )  # fmt: skip
        kinds.register(
            closing.PROGRAMME_CLOSING, closing.build_closing, closing.may_see_closing,
            label=_("Closing report of a hub programme"),
        )  # fmt: skip
        kinds.register(
            report_paper.REPORT_PAPER, report_paper.build_paper, report_paper.may_see_paper,
            label=_("Report form on paper"),
        )  # fmt: skip
        checks.register(hub_report.look_up_receipt)
        nav.register(navigation.entries)
        calendars.register(calendar_entries)
        panels.register("hub", navigation.hub_panel)
        panels.register("hub", navigation.records_panel)
        panels.register("lao-records", navigation.lao_records_panel)
        panels.register("programme-study", lessons.lessons_panel)
        panels.register("programme-followup", programme.followup_panel)
        panels.register("programme-followup", programme.closing_panel)
