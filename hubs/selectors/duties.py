"""What waits for an LAO's people along the hub programme, and for the Office (manual 8.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hubs.models import (
    Candidate,
    Establishment,
    EstablishmentState,
    GuidelineOpening,
    GuidelineVersion,
    Invitee,
    Memo,
    MemoState,
    Readiness,
)
from hubs.policies import may_approve_memo, may_endorse_memo
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may


@dataclass(frozen=True, slots=True)
class Duty:
    """One next action: what, about what, where, until when. ``posts``: begun by a button."""

    title: str
    detail: str
    button: str
    url: str
    due_on: date | None = None
    tone: str = ""
    remark: str = ""
    posts: bool = False


def lao_duties(user: User, today: date) -> list[Duty]:
    """What an LAO's people can do next, in the order of the programme."""
    return [
        *_readiness(user, today),
        *_invitations(user, today),
        *_guidelines(user),
        *_paths(user),
    ]


def _late(due_on: date | None, today: date) -> str:
    return "bad" if due_on is not None and due_on < today else "warn"


def _readiness(user: User, today: date) -> Iterator[Duty]:
    rows = Readiness.objects.visible_to(user).filter(
        answered_at=None, candidate__approved_at=None,
        candidate__programme__state__in=["open", "paused"],
    ).exclude(candidate__state__in=["excluded", "withdrawn"])  # fmt: skip
    for row in rows.select_related("candidate__programme", "candidate__lao").order_by("due_on"):
        yield Duty(
            _("Is your LAO ready to establish a hub?"), row.candidate.programme.title,
            _("Answer"), reverse("hubs:readiness", args=[row.pk]), row.due_on,
            _late(row.due_on, today),
        )  # fmt: skip


def _invitations(user: User, today: date) -> Iterator[Duty]:
    rows = Invitee.objects.visible_to(user).filter(
        letter_number__isnull=False, answer="", cohort__held_at=None
    )
    for row in rows.select_related("cohort").order_by("cohort__starts_on"):
        yield Duty(
            _("You are invited to a workshop"), row.cohort.title, _("Say who comes"),
            reverse("hubs:invitation", args=[row.pk]), row.cohort.answer_by,
            _late(row.cohort.answer_by, today),
        )  # fmt: skip


def _guidelines(user: User) -> Iterator[Duty]:
    """The newest version of each programme that nobody of the LAO has opened."""
    versions = GuidelineVersion.objects.visible_to(user).filter(published_at__isnull=False)
    mine = user.memberships.current().values("lao")
    opened = set(
        GuidelineOpening.objects.filter(lao__in=mine).values_list("guideline_id", flat=True)
    )
    newest: dict[int, GuidelineVersion] = {}
    for version in versions.order_by("number"):
        newest[version.programme_id] = version
    for version in newest.values():
        if version.pk not in opened:
            yield Duty(
                _("A guideline is published for you"), version.title, _("Read it"),
                reverse("hubs:guideline", args=[version.pk]), tone="warn",
            )  # fmt: skip


def _paths(user: User) -> Iterator[Duty]:
    """Establishing the hub: to be begun, gone on with, or put right."""
    approved = Candidate.objects.visible_to(user).approved().filter(establishment=None)
    running = approved.filter(programme__state__in=["open", "paused"])
    for candidate in running.select_related("programme").order_by("pk"):
        yield Duty(
            _("Establish your hub"), candidate.programme.title, _("Begin"),
            reverse("hubs:establishment-begin", args=[candidate.pk]), tone="warn", posts=True,
        )  # fmt: skip
    rows = Establishment.objects.visible_to(user).filter(
        state__in=[EstablishmentState.WORKING, EstablishmentState.RETURNED]
    )
    for path in rows.select_related("hub").order_by("pk"):
        is_returned = path.state == EstablishmentState.RETURNED
        yield Duty(
            _("Put right the papers of your hub") if is_returned else _("Establish your hub"),
            path.hub.name, _("Go on"), reverse("hubs:establishment", args=[path.pk]),
            tone="bad" if is_returned else "warn",
            remark="\n".join(str(text) for text in path.remarks.values()),
        )  # fmt: skip


def with_the_office(user: User) -> int:
    """How many paths of the person's LAOs the Office looks at now."""
    return Establishment.objects.visible_to(user).filter(state=EstablishmentState.SENT).count()


def memos_to_decide(user: User, on: date) -> list[Memo]:
    """Memos that this person endorses or approves now, by role or standing in."""
    waiting = Memo.objects.visible_to(user).filter(state__in=[MemoState.SENT, MemoState.ENDORSED])
    return [
        memo
        for memo in waiting.select_related("programme", "sent_by").order_by("sent_at")
        if (may_approve_memo(user, memo, on) and _is_their_turn(user, memo, on))
        or (memo.state == MemoState.SENT and may_endorse_memo(user, memo, on))
    ]  # fmt: skip


def _is_their_turn(user: User, memo: Memo, on: date) -> bool:
    """Who approves is asked after the endorsement, or at once where who endorses sent the memo."""
    sender = memo.sent_by
    from_head = sender is not None and may(sender, Action.ENDORSE_MEMO)
    return memo.state == MemoState.ENDORSED or from_head


def memos_to_put_right(user: User) -> list[Memo]:
    """Memos that were returned to this person."""
    rows = Memo.objects.visible_to(user).filter(state=MemoState.RETURNED, sent_by=user)
    return list(rows.select_related("programme").order_by("sent_at"))


def paths_to_answer(user: User, at: datetime) -> list[Establishment]:
    """Paths of LAOs that wait for the Office, the longest waiting first."""
    if not may(user, Action.REGISTER_HUB):
        return []
    rows = Establishment.objects.visible_to(user).filter(state=EstablishmentState.SENT)
    return list(rows.exclude(sent_by=user).select_related("hub__lao__province").order_by("sent_at"))
