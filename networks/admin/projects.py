"""Networks and their projects in the staff's site."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.actions import NetworkError, found_network, open_project
from networks.models import CitizenNetwork, NetworkProject
from networks.selectors.study import study_context
from onde_portal.accounts.access import person
from onde_portal.accounts.models import Role, User
from onde_portal.accounts.permissions import Action
from onde_portal.thai.calendar import fiscal_year
from onde_portal.ui.admin import PortalModelAdmin, date_column, moment_column
from onde_portal.ui.case_admin import CaseAdmin, StepWork
from onde_portal.ui.fields import ThaiCharField, ThaiDateField
from onde_portal.workflow.kernel import Step
from onde_portal.workflow.models import Case, CaseState


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """What opens a project."""

    title = ThaiCharField(label=_("Title"), max_length=250)

    class Meta:
        model = NetworkProject
        fields = ["title", "fiscal_year", "province", "owner"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            officers = User.objects.filter(role__in=[Role.OFFICER, Role.HEAD], is_active=True)
            self.fields["owner"].queryset = officers.order_by("first_name", "pk")  # type: ignore[attr-defined]


Context = Callable[[NetworkProject, User, datetime], dict[str, Any]]

# The working page of each step: its template, and what it shows.
WORK: dict[int, tuple[str, Context]] = {
    1: ("networks/study_work.html", study_context),
}


@admin.register(NetworkProject)
class NetworkProjectAdmin(CaseAdmin):
    section = "8.1"
    form = ProjectForm
    list_display = ["title", "fiscal_year", "step_number", "state", "owner", "opened"]
    list_filter = [
        "state",
        "step_number",
        "fiscal_year",
        ("owner", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["title"]
    list_select_related = ["owner"]
    ordering = ["-fiscal_year", "title"]
    opened = moment_column("opened_at", _("opened"))

    def work_on_step(self, request: HttpRequest, case: Case, step: Step) -> StepWork | None:
        if not isinstance(case, NetworkProject) or step.number not in WORK:
            return None
        template, read = WORK[step.number]
        return StepWork(template, read(case, person(request), timezone.now()))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        usual = {"fiscal_year": fiscal_year(timezone.localdate()), "owner": request.user.pk}
        return usual | super().get_changeform_initial_data(request)

    def save_model(self, request: HttpRequest, obj: NetworkProject, form: Any, change: Any) -> None:
        """Open the case through its action; the form's object only carried the input."""
        opened = open_project(
            title=obj.title, year=obj.fiscal_year, province=obj.province, owner=obj.owner,
            by=person(request), at=timezone.now(),
        )  # fmt: skip
        obj.pk = opened.pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Nothing hangs on a new case."""


class NetworkForm(forms.ModelForm):  # type: ignore[type-arg]
    """What founds a network."""

    name = ThaiCharField(label=_("Name"), max_length=250)
    founded_on = ThaiDateField(label=_("Founded on"))

    class Meta:
        model = CitizenNetwork
        fields = ["name", "province", "area", "founded_on", "project"]

    def clean_founded_on(self) -> Any:
        day = self.cleaned_data["founded_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("The date lies in the future. Give the day on which it happened.")
            )
        return day


@admin.register(CitizenNetwork)
class CitizenNetworkAdmin(PortalModelAdmin):
    section = "8.1 (5)"
    refusals = (NetworkError,)
    form = NetworkForm
    add_action = Action.RUN_CASE
    key_field = "search_key"
    list_display = ["name", "province", "founded", "fiscal_year"]
    list_filter = ["fiscal_year", "province__region"]
    list_select_related = ["province"]
    ordering = ["-founded_on", "name"]
    founded = date_column("founded_on", _("founded on"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "project":
            kwargs["queryset"] = (
                NetworkProject.objects.visible_to(request.user)
                .exclude(state=CaseState.CANCELLED)
                .order_by("-fiscal_year", "title")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: CitizenNetwork, form: Any, change: Any) -> None:
        """Found the network through its action; the form's object only carried the input."""
        founded = found_network(
            name=obj.name, province=obj.province, founded_on=obj.founded_on, area=obj.area,
            project=obj.project, by=person(request), at=timezone.now(),
        )  # fmt: skip
        obj.pk = founded.pk
