"""Lists of problem records: the tone of a state, and what is still to be solved."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onde_portal.workflow.models import ProblemRecord

# The tone in which a problem's state is shown; the word itself always stands beside it.
PROBLEM_TONES: dict[str, str] = {
    ProblemRecord.State.OPEN: "warn",
    ProblemRecord.State.BETTER: "good",
    ProblemRecord.State.WORSE: "bad",
    ProblemRecord.State.SOLVED: "good",
}


class SolvedFilter(admin.SimpleListFilter):
    """Whether somebody still has to do with a problem."""

    title = _("solved")
    parameter_name = "solved"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Not solved")), ("yes", _("Solved"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        solved = {"state": ProblemRecord.State.SOLVED}
        if self.value() == "no":
            return queryset.exclude(**solved)
        return queryset.filter(**solved) if self.value() == "yes" else queryset
