"""Tests of workshops in the staff's site; the cohort's own page leads to them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from hubs.admin.working import WorkingRecordAdmin
from hubs.imports.scores import ScoresImporter
from hubs.models import Cohort, CohortPaper, CohortSitting
from hubs.policies import may_run
from onde_portal.accounts.models import User
from onde_portal.assessments.admin.papers import BasePaperAdmin, BasePaperForm, BaseSittingAdmin
from onde_portal.ui.filters import RelatedFilter


class CohortPaperForm(BasePaperForm):
    class Meta:
        model = CohortPaper
        fields: ClassVar[list[str]] = ["cohort", "kind", "title", "instructions", "time_limit"]


@admin.register(CohortPaper)
class CohortPaperAdmin(BasePaperAdmin, WorkingRecordAdmin):
    """A test belongs to its cohort, and is changed while the cohort's programme runs."""

    section = CohortPaper.section
    case_field = "cohort"
    page = "page"
    form = CohortPaperForm
    scores = ScoresImporter
    list_filter = [("cohort", RelatedFilter)]
    list_select_related = ["cohort__programme"]
    search_fields = ["title", "cohort__title"]
    ordering = ["-cohort__programme__fiscal_year", "cohort__number", "-kind"]

    def case_of(self, obj: Any) -> Any:
        return obj.cohort

    def running_cases(self, user: Any) -> Any:
        programmes = super().running_cases(user)
        return Cohort.objects.filter(programme__in=programmes).order_by("-programme", "number")

    def may_run_case(self, user: User, case: Any) -> bool:
        return may_run(user, case.programme)


@admin.register(CohortSitting)
class CohortSittingAdmin(BaseSittingAdmin):
    section = CohortPaper.section
    importer = ScoresImporter
    list_display = ["named", "test", "host", "source", "score", "begun", "sent"]
    list_filter = [
        ("paper__cohort", RelatedFilter),
        "paper__kind",
        "source",
    ]
    list_select_related = ["paper__cohort", "participant"]
    search_fields = ["participant__name"]
    ordering = ["paper__cohort_id", "-paper__kind", "participant__name", "pk"]

    @admin.display(description=_("name"), ordering="participant__name")
    def named(self, sitting: CohortSitting) -> str:
        return str(sitting.participant)
