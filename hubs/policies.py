"""Who may do what to programmes and hubs: one function, one rule."""

from datetime import date

from hubs.models import Establishment, EstablishmentState, Hub, HubProgramme, HubState, Memo
from onde_portal.accounts.models import StandIn, User
from onde_portal.accounts.permissions import PERMISSIONS, Action, may
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


def may_endorse_memo(user: User, memo: Memo, on: date) -> bool:
    """A head, or who stands in for one on this day, unless he or she sent the memo.

    Nobody once the programme has ended.
    """
    return memo.programme.is_running and _acts_as(user, Action.ENDORSE_MEMO, memo, on)


def may_approve_memo(user: User, memo: Memo, on: date) -> bool:
    """The director, or the director's stand-in of this day; neither who sent nor who endorsed it.

    Four eyes see a memo above its sender: a head who stands in for the director does not approve
    what he or she endorsed as a head. Nobody approves it once the programme has ended.
    """
    return (
        memo.programme.is_running
        and memo.endorsed_by_id != user.pk
        and _acts_as(user, Action.APPROVE_MEMO, memo, on)
    )


def represented(user: User, action: Action, memo: Memo, on: date) -> User | None:
    """For whom the user acts on this day, where the user's own role does not allow the action.

    Nobody stands in for the one who sent the memo.
    """
    if may(user, action):
        return None
    rows = StandIn.objects.filter(
        stand_in=user,
        starts_on__lte=on,
        ends_on__gte=on,
        person__role__in=PERMISSIONS[action],
        person__is_active=True,
    )
    found = rows.exclude(person=memo.sent_by).select_related("person").order_by("pk").first()
    return found.person if found else None


def _acts_as(user: User, action: Action, memo: Memo, on: date) -> bool:
    """By role, or standing in for somebody who has it; never for the one who sent the memo."""
    if user.pk == memo.sent_by_id or not (user.is_active and user.is_office):
        return False
    return may(user, action) or represented(user, action, memo, on) is not None


def may_prepare(user: User, establishment: Establishment) -> bool:
    """The LAO's own people, or officers for an LAO that writes by letter, while it is theirs."""
    if establishment.state not in {EstablishmentState.WORKING, EstablishmentState.RETURNED}:
        return False
    if may(user, Action.REGISTER_HUB):
        return True
    mine = user.memberships.current().filter(lao=establishment.hub.lao_id)
    return may(user, Action.PREPARE_HUB) and mine.exists()
