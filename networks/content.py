"""Which requirements of the six steps are met by what people have worked on (manual 8.1)."""

from collections.abc import Callable

from networks.models import NetworkProject
from onde_portal.workflow.models import Case

# Requirement key → whether its content is there.
CHECKS: dict[str, Callable[[NetworkProject], bool]] = {
    "findings": lambda project: project.findings.exists(),
    "target_groups": lambda project: project.target_groups.exists(),
}


def met_by_content(case: Case, number: int) -> frozenset[str]:
    """Keys of the step's requirements whose content is there."""
    if not isinstance(case, NetworkProject):
        raise TypeError("The six steps of 8.1 belong to network projects.")
    keys = (item.key for item in case.procedure.step(number).requirements)
    return frozenset(key for key in keys if key in CHECKS and CHECKS[key](case))
