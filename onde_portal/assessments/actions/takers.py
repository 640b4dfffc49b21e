"""Those who may take tests, by what they type."""

from typing import Any

from onde_portal.assessments.codes import plain_code
from onde_portal.assessments.errors import CodeUnknown
from onde_portal.assessments.models import Host


def find_by_code(*, host: Host, code: str) -> Any:
    """Who takes part in this host's work with this code; ``CodeUnknown`` otherwise."""
    found = host.participants.taking_part().in_order().filter(code=plain_code(code)).first()
    if found is None:
        raise CodeUnknown
    return found
