from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "onde_portal.oversight"
    label = "oversight"
    verbose_name = _("Oversight")

    def ready(self) -> None:
        from onde_portal.documents import kinds
        from onde_portal.oversight import navigation
        from onde_portal.oversight.reports import hub_file, page
        from onde_portal.ui import nav, panels

        kinds.register(
            page.OVERVIEW, page.build_page, page.may_see_page, label=_("Director's page"),
            subject_of=page.subject_of, address_of=page.address_of, ask_again=page.ask_again,
        )  # fmt: skip
        kinds.register(
            hub_file.HUB_FILE, hub_file.build_file, hub_file.may_see_file, label=_("Hub file"),
            subject_of=hub_file.subject_of, address_of=hub_file.address_of, is_long=True,
        )  # fmt: skip
        nav.register(navigation.entries)
        panels.register("hub", navigation.hub_file_panel)
