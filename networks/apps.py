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
        see = activities.may_see_activity
        for kind, build, may_see, label in (
            (minutes.MINUTES_KIND, minutes.build_minutes, minutes.may_see_minutes,
             _("Minutes of a meeting")),
            (closing.CLOSING_KIND, closing.build_closing, closing.may_see_closing,
             _("Closing report of a network project")),
            (activities.SHEET, activities.build_sheet, see, _("Sign-in sheet of an event")),
            (activities.CARDS, activities.build_cards, see, _("Personal codes of an event")),
            (activities.CERTIFICATES, activities.build_certificates, see,
             _("Certificates of attendance in one file")),
            (hearings.HEARING, hearings.build_hearing, hearings.may_see_hearing,
             _("Record of a hearing")),
        ):  # fmt: skip
            kinds.register(kind, build, may_see, label=label)
        kinds.register(
            activities.CERTIFICATE, activities.build_certificate, see,
            label=_("Certificate of attendance"), subject_of=activities.subject_of_certificate,
            address_of=activities.page_of_certificate,
        )  # fmt: skip
        checks.register(activities.look_up_certificate)
