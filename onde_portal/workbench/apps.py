from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalAdminConfig(AdminConfig):
    """Django's admin with the portal's own site."""

    default_site = "onde_portal.workbench.site.PortalAdminSite"


class WorkbenchConfig(AppConfig):
    name = "onde_portal.workbench"
    label = "workbench"
    verbose_name = _("Workbench")

    def ready(self) -> None:
        from onde_portal.ui import nav, panels
        from onde_portal.workbench.navigation import staff_entries, told_panel

        nav.register(staff_entries)
        panels.register("lao-records", told_panel)
