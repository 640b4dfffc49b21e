"""The only writers of stand-ins: who acts for whom, from which day to which."""

from datetime import date, datetime

from django.db import transaction

from onde_portal.accounts import policies
from onde_portal.accounts.actions import NotAllowed
from onde_portal.accounts.models import StandIn, User


@transaction.atomic
def name_stand_in(
    *, person: User, stand_in: User, starts_on: date, ends_on: date, by: User, at: datetime
) -> StandIn:
    """Let somebody act for a person from one day to another, both included.

    Raises NotAllowed; IntegrityError for days out of order or a person standing in for oneself.
    """
    if not (policies.may_name_stand_in(by, person) and policies.may_stand_in(stand_in, person)):
        raise NotAllowed
    return StandIn.objects.create(
        person=person,
        stand_in=stand_in,
        starts_on=starts_on,
        ends_on=ends_on,
        named_by=by,
        named_at=at,
    )


@transaction.atomic
def end_stand_in(*, stand_in: StandIn, on: date, by: User) -> None:
    """Let a stand-in's last day be ``on``; one that has not begun is removed. Raises NotAllowed."""
    if not policies.may_name_stand_in(by, stand_in.person):
        raise NotAllowed
    kept = StandIn.objects.select_for_update().filter(pk=stand_in.pk).first()
    if kept is None:
        return
    if kept.starts_on > on:
        kept.delete()
        return
    kept.ends_on = on
    kept.save(update_fields=["ends_on"])
