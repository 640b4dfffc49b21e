from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "networks"
    label = "networks"
    verbose_name = _("Citizen networks")

    def ready(self) -> None:
        from networks.content import met_by_content
        from networks.reports import activities, closing, hearings, minutes
        from networks.steps import NETWORK_PROCEDURE
        from onde_portal.documents import checks, kinds
        from onde_portal.workflow import content

        content.register(NETWORK_PROCEDURE.key, met_by_content)
        kinds.register(minutes.MINUTES_KIND, minutes.build_minutes, minutes.may_see_minutes)
        kinds.register(closing.CLOSING_KIND, closing.build_closing, closing.may_see_closing)
        see = activities.may_see_activity
        kinds.register(activities.SHEET, activities.build_sheet, see)
        kinds.register(activities.CARDS, activities.build_cards, see)
        kinds.register(activities.CERTIFICATES, activities.build_certificates, see)
        kinds.register(activities.CERTIFICATE, activities.build_certificate, see)
        kinds.register(hearings.HEARING, hearings.build_hearing, hearings.may_see_hearing)
        checks.register(activities.look_up_certificate)
