"""Pre-test and post-test of a workshop (8.2 (3)): each cohort has its own; who comes takes them."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from hubs.models.cases import ProgrammeVerb
from hubs.models.workshops import Cohort, Delegate
from onde_portal.accounts.models import User
from onde_portal.assessments.models import (
    BasePaper,
    BasePaperItem,
    BaseSitting,
    item_constraints,
    paper_constraints,
    sitting_constraints,
)


class CohortPaper(BasePaper):
    """A test of a cohort; those who come for its LAOs take it."""

    host_field = "cohort"
    host_page = "admin:hubs_cohort_page"
    section = "8.2 (3)"

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, related_name="papers", verbose_name=_("cohort")
    )

    class Meta(BasePaper.Meta):
        constraints = paper_constraints(
            "cohort", "cohort_paper", _("The cohort has this test already.")
        )

    def note(self, what: str, *, by: User, at: datetime) -> None:
        said = f"{self.cohort.title}: {what}"[:500]
        verb = ProgrammeVerb.CONTENT_CHANGED
        self.cohort.programme.events.create(verb=verb, reason=said, by=by, at=at)


class CohortPaperItem(BasePaperItem):
    paper = models.ForeignKey(CohortPaper, on_delete=models.CASCADE, related_name="items")

    class Meta(BasePaperItem.Meta):
        constraints = item_constraints("cohort_paper")


class CohortSitting(BaseSitting):
    paper = models.ForeignKey(CohortPaper, on_delete=models.CASCADE, related_name="sittings")
    participant = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="sittings")

    class Meta(BaseSitting.Meta):
        constraints = sitting_constraints("cohort_sitting")
