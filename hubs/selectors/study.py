"""Step 1 (manual 8.2 (1)): what the study found."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from hubs.models import HubProgramme, StudyDocument
from onde_portal.accounts.models import User


def study_context(programme: HubProgramme, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 1 shows."""
    documents = StudyDocument.objects.visible_to(user).filter(removed_at=None).order_by("pk")
    findings = programme.findings.select_related("noted_by").order_by("pk")
    return {"findings": findings.prefetch_related(Prefetch("documents", documents))}
