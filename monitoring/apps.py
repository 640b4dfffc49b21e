from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "monitoring"
    label = "monitoring"
    verbose_name = _("Six-monthly monitoring")

    def ready(self) -> None:
        from monitoring import navigation
        from monitoring.reports import hub_report
        from monitoring.views import lessons
        from onde_portal.documents import checks, kinds
        from onde_portal.ui import nav, panels

        kinds.register(
            hub_report.HUB_REPORT, hub_report.build_hub_report, hub_report.may_see_report
        )
        checks.register(hub_report.look_up_receipt)
        nav.register(navigation.entries)
        panels.register("hub", navigation.hub_panel)
        panels.register("programme-study", lessons.lessons_panel)
