"""Who may do what to network projects and networks: one function, one rule."""

from datetime import date

from networks.models import NetworkProject, Resolution
from onde_portal.accounts.models import Role, User
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.policies import may_decide as decides
from onde_portal.workflow.models import Decision


def may_run(user: User, project: NetworkProject) -> bool:
    """Officers and heads run a project while it runs, whoever is in charge of it."""
    return project.is_running and may(user, Action.RUN_CASE)


def may_decide(user: User, decision: Decision, on: date) -> bool:
    """A superior or the stand-in of that day decides, never for the one who asked."""
    return decides(user, asked_by=decision.asked_by, on=on)


def may_unstick(user: User, project: NetworkProject) -> bool:
    """Those who decide move a stuck project on, on the record."""
    return project.is_running and may(user, Action.DECIDE) and may(user, Action.RUN_CASE)


def may_found(user: User) -> bool:
    """Officers and heads found networks."""
    return may(user, Action.RUN_CASE)


def may_own_resolution(user: User) -> bool:
    """Whoever of the Office writes at all can be in charge of a resolution; auditors never."""
    return user.is_active and user.is_office and user.role != Role.AUDITOR


def may_settle(user: User, resolution: Resolution) -> bool:
    """Who is in charge of a resolution settles it, and those who run projects."""
    is_own = resolution.owner_id == user.pk and may_own_resolution(user)
    return is_own or may(user, Action.RUN_CASE)


def may_keep_people(user: User) -> bool:
    """Officers and heads enter and correct people, and merge their records."""
    return may(user, Action.RUN_CASE)


def may_erase_people(user: User) -> bool:
    """Heads erase personal data; it cannot be brought back."""
    return may(user, Action.DECIDE) and may(user, Action.RUN_CASE)
