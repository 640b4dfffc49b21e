"""Step 3 (manual 8.1 (3)): what was handed out, and the project's pre-test and post-test."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.models.activities import Participant
from networks.models.cases import NetworkProject, ProjectVerb
from onde_portal.accounts.models import User
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.assessments.models import (
    BasePaper,
    BasePaperItem,
    BaseSitting,
    item_constraints,
    paper_constraints,
    sitting_constraints,
)
from onde_portal.workflow.models import StoredFile


class Material(StoredFile):
    """Something that was handed out or published to spread knowledge."""

    project = models.ForeignKey(
        NetworkProject,
        on_delete=models.CASCADE,
        related_name="materials",
        verbose_name=_("network project"),
    )
    title = models.CharField(_("title"), max_length=250)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning material")
        verbose_name_plural = _("learning materials")


class Paper(BasePaper):
    """A test of a project; its participants take it."""

    host_field = "project"
    host_page = "admin:networks_networkproject_tests"
    section = "8.1 (3)"

    project = models.ForeignKey(
        NetworkProject, on_delete=models.CASCADE, related_name="papers", verbose_name=_("project")
    )

    class Meta(BasePaper.Meta):
        constraints = paper_constraints("project", "paper", _("The project has this test already."))

    def note(self, what: str, *, by: User, at: datetime) -> None:
        self.project.events.create(verb=ProjectVerb.CONTENT_CHANGED, reason=what, by=by, at=at)


class PaperItem(BasePaperItem):
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="items")

    class Meta(BasePaperItem.Meta):
        constraints = item_constraints("paper")


class Sitting(BaseSitting):
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="sittings")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="sittings")

    class Meta(BaseSitting.Meta):
        constraints = sitting_constraints("sitting")
