"""Hub programmes in the staff's site, with the working page of each step."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from hubs.actions.programmes import open_programme
from hubs.errors import HubError
from hubs.models import HubProgramme
from hubs.selectors.establishment import establishment_context
from hubs.selectors.followup import followup_context
from hubs.selectors.guidelines import guideline_context
from hubs.selectors.selection import selection_context
from hubs.selectors.study import study_context
from hubs.selectors.workshops import workshops_context
from onde_portal.accounts.access import person
from onde_portal.accounts.models import User
from onde_portal.ui.case_admin import CaseAdmin, CaseForm, StepWork
from onde_portal.ui.panels import panels_for
from onde_portal.workflow.kernel import Step
from onde_portal.workflow.models import Case


class ProgrammeForm(CaseForm):
    """What opens a programme."""

    class Meta:
        model = HubProgramme
        fields = ["title", "fiscal_year", "owner"]

    def clean_fiscal_year(self) -> int:
        year: int = self.cleaned_data["fiscal_year"]
        if HubProgramme.objects.filter(fiscal_year=year).exclude(state="cancelled").exists():
            raise forms.ValidationError(_("This fiscal year has a programme already."))
        return year


Context = Callable[[HubProgramme, User, datetime], dict[str, Any]]

# The steps' working pages: template, and what it shows.
WORK: dict[str, tuple[str, Context]] = {
    "study": ("hubs/study_work.html", study_context),
    "selection": ("hubs/selection_work.html", selection_context),
    "workshops": ("hubs/workshops_work.html", workshops_context),
    "guideline": ("hubs/guideline_work.html", guideline_context),
    "followup": ("hubs/followup_work.html", followup_context),
    "establishment": ("hubs/establishment_work.html", establishment_context),
}


@admin.register(HubProgramme)
class HubProgrammeAdmin(CaseAdmin):
    section = "8.2"
    refusals = (HubError,)
    form = ProgrammeForm

    def work_on_step(self, request: HttpRequest, case: Case, step: Step) -> StepWork | None:
        if not isinstance(case, HubProgramme) or step.page not in WORK:
            return None
        template, read = WORK[step.page]
        shown = read(case, person(request), timezone.now())
        panels = panels_for(f"programme-{step.page}", request, case)
        return StepWork(template, {**shown, "panels": panels})

    def case_links(self, case: Case) -> list[tuple[str, str]]:
        return [(gettext("The board of LAOs by stage"), reverse("hub-board", args=[case.pk]))]

    def save_model(self, request: HttpRequest, obj: HubProgramme, form: Any, change: Any) -> None:
        """Open the case through its action; the form's object only carried the input."""
        opened = open_programme(
            title=obj.title, year=obj.fiscal_year, owner=obj.owner,
            by=person(request), at=timezone.now(),
        )  # fmt: skip
        obj.pk = opened.pk
