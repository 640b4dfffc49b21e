"""Who may do what to programmes and hubs: one function, one rule."""

from datetime import date

from hubs.models import Hub, HubProgramme, HubState
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.policies import may_decide as decides
from onde_portal.workflow.models import Decision


def may_run(user: User, programme: HubProgramme) -> bool:
    """Officers and heads run a programme while it runs, whoever is in charge of it."""
    return programme.is_running and may(user, Action.RUN_CASE)


def may_decide(user: User, decision: Decision, on: date) -> bool:
    """A superior or the stand-in of that day decides, never for the one who asked."""
    return decides(user, asked_by=decision.asked_by, on=on)


def may_unstick(user: User, programme: HubProgramme) -> bool:
    """Those who decide move a stuck programme on, on the record."""
    return programme.is_running and may(user, Action.DECIDE) and may(user, Action.RUN_CASE)


def may_register(user: User) -> bool:
    """Officers and heads register hubs."""
    return may(user, Action.REGISTER_HUB)


def may_change(user: User, hub: Hub) -> bool:
    """Officers and heads keep the facts of a hub until it is closed."""
    return hub.state != HubState.CLOSED and may(user, Action.REGISTER_HUB)
