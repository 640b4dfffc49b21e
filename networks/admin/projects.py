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
from networks.selectors.activities import events_context
from networks.selectors.meetings import summary_context
from networks.selectors.register import register_context
from networks.selectors.study import study_context
from onde_portal.accounts.access import person
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action
from onde_portal.ui.admin import PortalModelAdmin, date_column
from onde_portal.ui.case_admin import CaseAdmin, CaseForm, StepWork
from onde_portal.ui.fields import ThaiCharField, ThaiDateField
from onde_portal.workflow.kernel import Step
from onde_portal.workflow.models import Case, CaseState


class ProjectForm(CaseForm):
    """What opens a project."""

    class Meta:
        model = NetworkProject
        fields = ["title", "fiscal_year", "province", "owner"]


Context = Callable[[NetworkProject, User, datetime], dict[str, Any]]

# The steps' working pages: template, and what it shows.
WORK: dict[str, tuple[str, Context]] = {
    "study": ("networks/study_work.html", study_context),
    "events": ("networks/events_work.html", events_context),
    "register": ("networks/register_work.html", register_context),
    "summary": ("networks/summary_work.html", summary_context),
}


@admin.register(NetworkProject)
class NetworkProjectAdmin(CaseAdmin):
    section = "8.1"
    form = ProjectForm

    def work_on_step(self, request: HttpRequest, case: Case, step: Step) -> StepWork | None:
        if not isinstance(case, NetworkProject) or step.page not in WORK:
            return None
        template, read = WORK[step.page]
        return StepWork(template, read(case, person(request), timezone.now()))

    def save_model(self, request: HttpRequest, obj: NetworkProject, form: Any, change: Any) -> None:
        """Open the case through its action; the form's object only carried the input."""
        opened = open_project(
            title=obj.title, year=obj.fiscal_year, province=obj.province, owner=obj.owner,
            by=person(request), at=timezone.now(),
        )  # fmt: skip
        obj.pk = opened.pk


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
