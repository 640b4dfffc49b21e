"""Mail about memos: to those whose turn it is, and to whoever sent the memo."""

from datetime import date, datetime

from django.urls import reverse

from hubs.models import Memo, MemoState
from hubs.notices import mail_person
from hubs.policies import may_approve_memo, may_endorse_memo
from onde_portal.accounts.models import StandIn, User
from onde_portal.accounts.permissions import PERMISSIONS, Action
from onde_portal.thai.working_time import BANGKOK


def tell_memo_waits(memo: Memo, *, at: datetime) -> int:
    """Tell those who endorse a memo that was sent, or approve one that is endorsed; how many.

    Where nobody can endorse, as when the only head sent it, the directors are told.
    """
    people = memo_deciders(memo, at.astimezone(BANGKOK).date())
    facts = {
        "subject": memo.subject,
        "sender": memo.sender_name,
        "endorser": memo.endorser_name if memo.state == MemoState.ENDORSED else "",
        "programme": memo.programme.title,
    }
    return sum(_tell("memo_waiting", memo, one, facts, at) for one in people)


def tell_memo_moved(memo: Memo, *, remarks: str, by: User, at: datetime) -> int:
    """Tell who sent the memo that it was approved, returned or taken back, unless it was they."""
    sender = memo.sent_by
    if sender is None or sender.pk == by.pk or not sender.is_active:
        return 0
    facts = {
        "subject": memo.subject,
        "state": str(memo.state),
        "number": f"{memo.number}/{memo.number_year}" if memo.number else "",
        "who": str(by),
        "remarks": remarks,
        "programme": memo.programme.title,
    }
    return _tell("memo_moved", memo, sender, facts, at)


def memo_deciders(memo: Memo, on: date) -> list[User]:
    """Whose turn it is with a memo on this day: by role, and who stands in for them."""
    if memo.state == MemoState.SENT:
        heads = [one for one in _acting(Action.ENDORSE_MEMO, on) if may_endorse_memo(one, memo, on)]
        if heads:
            return heads
    return [one for one in _acting(Action.APPROVE_MEMO, on) if may_approve_memo(one, memo, on)]


def _acting(action: Action, on: date) -> list[User]:
    rows = User.objects.get_queryset().filter(is_active=True)
    by_role = rows.filter(role__in=PERMISSIONS[action])
    standing_in = StandIn.objects.filter(person__in=by_role, starts_on__lte=on, ends_on__gte=on)
    either = by_role | rows.filter(pk__in=standing_in.values("stand_in"))
    return list(either.order_by("pk"))


def _tell(template: str, memo: Memo, person: User, facts: dict[str, str], at: datetime) -> int:
    return mail_person(
        template, person, about=f"hubs.memo:{memo.pk}", rung=str(memo.version),
        link=reverse("admin:hubs_memo_page", args=[memo.pk]), facts=facts, at=at,
    )  # fmt: skip
