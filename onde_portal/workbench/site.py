"""The staff's site: Django's admin in the portal's clothes and the users' words."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.models import Person
from onde_portal.accounts import told
from onde_portal.accounts.access import person
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.ui.templatetags.ui import localized, place
from onde_portal.workbench.selectors import work_for

# The menu: title, then the models under it as app_label.ModelName.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Hubs"),
        (
            *("hubs.Hub", "hubs.HubProgramme", "hubs.StudyFinding", "hubs.Award"),
            *("hubs.Candidate", "hubs.Readiness", "hubs.Memo", "hubs.GuidelineVersion"),
            *("hubs.Cohort", "hubs.Invitee", "hubs.Delegate", "hubs.Establishment"),
            "hubs.ProgrammeEvaluation",
        ),
    ),
    (
        _("Networks"),
        (
            *("networks.NetworkProject", "networks.CitizenNetwork", "networks.NetworkMember"),
            *("networks.Activity", "networks.Participant", "networks.Hearing"),
            *("networks.Opinion", "networks.Meeting", "networks.Resolution"),
            "networks.NetworkProblem",
            *("assessments.Question", "networks.Finding", "networks.TargetGroup"),
        ),
    ),
    (
        _("Six-monthly monitoring"),
        (
            *("monitoring.FollowUp", "monitoring.Round", "monitoring.Problem"),
            *("monitoring.Learning", "monitoring.Support"),
        ),
    ),
    (
        _("Register of people"),
        (
            *("networks.Person", "networks.Appointment", "networks.Organisation"),
            *("networks.CorrectionRequest", "networks.PersonAccess"),
        ),
    ),
    (_("Registers"), ("registry.Lao", "registry.Province", "registry.District")),
    (
        _("People"),
        (
            *("accounts.User", "accounts.Membership", "accounts.Invitation", "accounts.StandIn"),
            "accounts.RefusedAddress",
        ),
    ),
    (
        _("Settings"),
        (
            "monitoring.Indicator",
            "monitoring.ProblemCategory",
            *("monitoring.AnnualFigure", "oversight.Rubric"),
            *("networks.AppointmentRole", "networks.AppointmentBody", "networks.NetworkOffice"),
            *("networks.OpinionTopic", "networks.Topic"),
            *("hubs.AwardCategory", "hubs.AwardGroup", "hubs.EvaluationItem"),
            "hubs.StructureTemplate",
            "workflow.HolidayCorrection",
            *("documents.StoredDocument", "documents.Emblem"),
            *("accounts.Mail", "opendata.SystemKey"),
        ),
    ),
)


class PlacedAutocomplete(AutocompleteJsonView):
    """Suggestions; an LAO's name stands beside its place, as names repeat across the country."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)  # type: ignore[misc]
        if isinstance(obj, Lao):
            result["text"] = f"{localized(obj, 'full_name')} · {place(obj)}"
        if isinstance(obj, Person):
            known = (str(obj), obj.position, str(obj.organisation or obj.province or ""))
            result["text"] = " · ".join(part for part in known if part)
        return result


class PortalAdminSite(AdminSite):
    """For active people of the Office; signs in through the portal's own door."""

    site_title = _("ONDE Portal")
    site_header = _("Citizen participation portal")
    index_title = _("My work")
    index_template = "workbench/home.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.is_active and request.user.is_office

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("home")
        return redirect_to_login(request.get_full_path(), reverse("account_login"))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        return PlacedAutocomplete.as_view(admin_site=self)(request)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The menu in the users' words; ``app_label`` keeps Django's own page of one app."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {
            f"{app['app_label']}.{model['object_name']}": model
            for app in apps
            for model in app["models"]
        }
        groups = []
        for title, names in GROUPS:
            found = [models[name] for name in names if name in models]
            if found:
                groups.append(
                    {
                        "name": title,
                        "app_label": "",
                        "app_url": "",
                        "has_module_perms": True,
                        "models": found,
                    }
                )
        return groups

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        me, at = person(request), timezone.now()
        shown = {"work": work_for(me, at), "told_panel": {"told": told.newest(me, at)}}
        return super().index(request, shown | (extra_context or {}))
