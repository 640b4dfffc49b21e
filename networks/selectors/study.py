"""Step 1 (manual 8.1 (1)): findings and target groups, expected against reached."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from networks.models import FindingDocument, NetworkProject, SignIn, TargetGroup
from onde_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Reach:
    """A target group: people expected, registered, and reached (signed in at an event)."""

    group: TargetGroup
    expected: int
    registered: int
    reached: int

    @property
    def percent(self) -> int:
        """Reached per hundred expected, rounded down: 99.6 % is not yet all."""
        return 100 * self.reached // self.expected


def read_reach(project: NetworkProject) -> list[Reach]:
    """Expected against reached for each target group, in the order they were named."""
    groups = project.target_groups.prefetch_related("provinces", "districts").order_by("pk")
    taking_part = project.participants.taking_part()
    came = SignIn.objects.filter(attendance__activity__project=project)
    came_pks = set(came.values_list("attendance__participant_id", flat=True))
    members: dict[int | None, list[int]] = {}
    for pk, group_pk in taking_part.values_list("pk", "target_group_id"):
        members.setdefault(group_pk, []).append(pk)
    return [
        Reach(
            group,
            group.expected,
            len(members.get(group.pk, [])),
            sum(pk in came_pks for pk in members.get(group.pk, [])),
        )
        for group in groups
    ]


def study_context(project: NetworkProject, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 1 shows."""
    documents = FindingDocument.objects.filter(removed_at=None).order_by("pk")
    findings = project.findings.select_related("noted_by").prefetch_related(
        Prefetch("documents", documents)
    )
    reach = read_reach(project)
    return {
        "findings": findings.order_by("pk"),
        "reach": reach,
        "expected": sum(item.expected for item in reach),
        "registered": sum(item.registered for item in reach),
        "reached": sum(item.reached for item in reach),
    }
