"""Step 3 (manual 8.1 (3)): what was handed out, and the project's tests."""

from datetime import datetime
from typing import Any

from networks.models import NetworkProject
from onde_portal.accounts.models import User
from onde_portal.assessments.selectors.papers import tests_of


def tests_context(project: NetworkProject, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 3 shows."""
    return {
        **tests_of(project),
        "materials": project.materials.filter(removed_at=None)
        .select_related("uploaded_by")
        .order_by("pk"),
    }
