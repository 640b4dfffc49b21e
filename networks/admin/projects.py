"""Networks and their projects in the staff's site."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from networks.actions import open_project
from networks.models import NetworkProject
from networks.selectors.activities import events_context
from networks.selectors.hearings import hearing_context
from networks.selectors.meetings import summary_context
from networks.selectors.papers import tests_context
from networks.selectors.register import register_context
from networks.selectors.study import study_context
from onde_portal.accounts.access import person
from onde_portal.accounts.models import User
from onde_portal.ui.case_admin import CaseAdmin, CaseForm, StepWork
from onde_portal.workflow.kernel import Step
from onde_portal.workflow.models import Case


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
    "hearing": ("networks/hearing_work.html", hearing_context),
    "tests": ("networks/tests_work.html", tests_context),
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
