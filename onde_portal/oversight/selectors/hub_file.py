"""Everything that is known of one hub, from the award of its LAO to its last report.

The number of queries does not depend on how long the hub has lived.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from hubs.models import (
    Award,
    Candidate,
    CommitteeMember,
    Delegate,
    Establishment,
    GuidelineOpening,
    Hub,
    HubChannel,
    HubContact,
    HubDocument,
    HubEvent,
    HubUnit,
    Invitee,
    MemoLao,
    PlanItem,
)
from monitoring.actions.changes import Verb
from monitoring.models import (
    FollowUp,
    FollowUpEvent,
    IndicatorValue,
    Learning,
    Problem,
    ProblemNote,
    ReportFile,
    Submission,
    Support,
)
from onde_portal.accounts.models import Membership
from onde_portal.documents.models import StoredDocument
from onde_portal.oversight.selectors.indicators import RECEIVED


@dataclass(frozen=True, slots=True)
class Beginnings:
    """How the hub came about (8.2 (2) to (5))."""

    candidate: Candidate | None
    awards: tuple[Award, ...]
    named: tuple[MemoLao, ...]
    invitee: Invitee | None
    delegates: tuple[Delegate, ...]
    openings: tuple[GuidelineOpening, ...]
    path: Establishment | None


@dataclass(frozen=True, slots=True)
class Structure:
    """Who and what the hub consists of."""

    committee: tuple[CommitteeMember, ...]
    units: tuple[HubUnit, ...]
    plan: tuple[PlanItem, ...]
    channels: tuple[HubChannel, ...]
    contacts: tuple[HubContact, ...]
    members: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Rounds:
    """The hub's reports, the oldest round first; ``sent`` is the latest edition by follow-up,
    ``returns`` are the events by which the Office sent reports back.
    """

    follow_ups: tuple[FollowUp, ...]
    sent: dict[int, Submission]
    returns: tuple[FollowUpEvent, ...]
    values: tuple[IndicatorValue, ...]
    problems: tuple[Problem, ...]
    learnings: tuple[Learning, ...]
    support: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """What was uploaded and issued about the hub."""

    uploaded: tuple[HubDocument, ...]
    evidence: tuple[ReportFile, ...]
    issued: tuple[StoredDocument, ...]


@dataclass(frozen=True, slots=True)
class HubRecords:
    """One hub's whole file."""

    hub: Hub
    events: tuple[HubEvent, ...]
    begun: Beginnings
    structure: Structure
    rounds: Rounds
    papers: Papers


def read_hub(hub: Hub) -> HubRecords:
    """The file of a hub that whoever asks may see."""
    begun, rounds = _beginnings(hub), _rounds(hub)
    return HubRecords(
        hub=hub,
        events=tuple(hub.events.select_related("by").order_by("at", "pk")),
        begun=begun,
        structure=_structure(hub),
        rounds=rounds,
        papers=_papers(hub, begun, rounds),
    )


def _laos(hub: Hub) -> set[str]:
    """The LAOs that the hub was at, the one of today among them: it may have been taken over."""
    return {hub.lao_id, *Hub.history.filter(id=hub.pk).values_list("lao", flat=True)}


def _candidate(hub: Hub, path: Establishment | None, laos: set[str]) -> Candidate | None:
    rows = Candidate.objects.select_related("programme", "award__category", "award__group")
    if path is not None and path.candidate_id:
        return rows.get(pk=path.candidate_id)
    return rows.filter(programme=hub.programme_id, lao__in=laos).order_by("pk").first()


def _beginnings(hub: Hub) -> Beginnings:
    path = Establishment.objects.select_related("template").filter(hub=hub).first()
    laos = _laos(hub)
    candidate = _candidate(hub, path, laos)
    invitee = (
        Invitee.objects.select_related("cohort__province").filter(candidate=candidate).first()
        if candidate
        else None
    )
    named = MemoLao.objects.select_related("memo").filter(candidate=candidate)
    awards = Award.objects.select_related("category", "group").filter(lao__in=laos)
    openings = GuidelineOpening.objects.select_related("guideline").filter(lao__in=laos)
    return Beginnings(
        candidate=candidate,
        awards=tuple(awards.order_by("year", "pk")),
        named=tuple(named.order_by("memo__edition")) if candidate else (),
        invitee=invitee,
        delegates=tuple(invitee.delegates.order_by("pk")) if invitee else (),
        openings=tuple(openings.order_by("opened_at", "pk")),
        path=path,
    )


def _structure(hub: Hub) -> Structure:
    members = Membership.objects.current().filter(lao=hub.lao_id).select_related("user")
    return Structure(
        committee=tuple(hub.committee.order_by("position", "pk")),
        units=tuple(hub.units.order_by("position", "pk")),
        plan=tuple(hub.plan.order_by("fiscal_year", "position", "pk")),
        channels=tuple(hub.channels.order_by("pk")),
        contacts=tuple(hub.contacts.order_by("pk")),
        members=tuple(members.order_by("kind", "pk")),
    )


def _rounds(hub: Hub) -> Rounds:
    follow_ups = tuple(
        FollowUp.objects.filter(hub=hub).select_related("round").order_by("round__starts_on")
    )
    sent: dict[int, Submission] = {}
    editions = Submission.objects.filter(follow_up__hub=hub).defer("content")
    for edition in editions.order_by("number"):
        sent[edition.follow_up_id] = edition
    values = IndicatorValue.objects.filter(follow_up__hub=hub, follow_up__state__in=RECEIVED)
    notes = ProblemNote.objects.select_related("follow_up__round").order_by("at", "pk")
    problems = Problem.objects.filter(follow_up__hub=hub).select_related(
        "category", "follow_up__round"
    )
    returns = FollowUpEvent.objects.filter(follow_up__hub=hub, verb=Verb.RETURNED)
    learnings = Learning.objects.filter(hub=hub).select_related("follow_up__round")
    support = Support.objects.filter(hub=hub).select_related("owner", "follow_up__round")
    return Rounds(
        follow_ups=follow_ups,
        sent=sent,
        returns=tuple(returns.select_related("follow_up__round").order_by("at", "pk")),
        values=tuple(
            values.select_related("indicator__dimension", "follow_up").order_by(
                "indicator__position", "indicator__code", "pk"
            )
        ),
        problems=tuple(
            problems.prefetch_related(Prefetch("notes", notes)).order_by(
                "follow_up__round__starts_on", "position"
            )
        ),
        learnings=tuple(learnings.order_by("follow_up__round__starts_on", "pk")),
        support=tuple(support.order_by("promised_at", "pk")),
    )


def _papers(hub: Hub, begun: Beginnings, rounds: Rounds) -> Papers:
    evidence = ReportFile.objects.filter(follow_up__hub=hub, removed_at=None)
    sent = evidence.filter(follow_up__in=list(rounds.sent))
    issued = StoredDocument.objects.filter(state=StoredDocument.State.READY, superseded_at=None)
    return Papers(
        uploaded=tuple(hub.documents.filter(removed_at=None).order_by("uploaded_at", "pk")),
        evidence=tuple(sent.select_related("follow_up__round").order_by("uploaded_at", "pk")),
        issued=tuple(issued.filter(_about(begun, rounds)).order_by("made_at", "pk")),
    )


def _about(begun: Beginnings, rounds: Rounds) -> Q:
    """Papers about the memo, the letter, the guideline and the reports of the hub."""
    about: list[Any] = [f"monitoring.submission:{item.pk}" for item in rounds.sent.values()]
    about += [f"hubs.guidelineversion:{item.guideline_id}" for item in begun.openings]
    about += [f"hubs.memo:{item.memo_id}:{item.memo.version}" for item in begun.named]
    if begun.invitee:
        about.append(f"hubs.invitee:{begun.invitee.pk}")
    return Q(about__in=about)
