"""Step 3 (manual 8.2 (3)): cohorts with letters, answers, attendance and what people said."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from statistics import mean
from typing import Any

from hubs.models import Cohort, Delegate, EvaluationItem, HubProgramme, Invitee
from hubs.notices import addresses_of
from onde_portal.accounts.models import User
from onde_portal.documents.models import StoredDocument
from onde_portal.ui.templatetags.ui import localized


@dataclass(frozen=True, slots=True)
class CohortView:
    """A cohort in numbers: LAOs, letters, answers, and people who came."""

    cohort: Cohort
    laos: int
    invited: int
    coming: int
    cannot: int
    named: int
    came: int

    @property
    def silent(self) -> int:
        """LAOs with a letter and no answer."""
        return self.invited - self.coming - self.cannot


def read_cohorts(programme: HubProgramme) -> list[CohortView]:
    """The cohorts of a programme with their numbers."""
    return [cohort_view(cohort) for cohort in programme.cohorts.order_by("number")]


def cohort_view(cohort: Cohort) -> CohortView:
    """One cohort in numbers."""
    rows = list(cohort.invitees.values_list("letter_number", "answer"))
    answers = Counter(answer for _number, answer in rows)
    people = Delegate.objects.filter(invitee__cohort=cohort)
    return CohortView(
        cohort, len(rows), sum(number is not None for number, _answer in rows),
        answers[Invitee.Answer.COMES], answers[Invitee.Answer.CANNOT],
        people.count(), people.filter(came=True).count(),
    )  # fmt: skip


def workshops_context(programme: HubProgramme, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 3 shows."""
    waiting = programme.candidates.approved().filter(invitation=None).with_place()
    cohorts = read_cohorts(programme)
    return {
        "cohorts": cohorts,
        "waiting": list(waiting.order_by("lao__province__region", "lao__sort_key", "pk")),
        "approved": programme.candidates.approved().count(),
        "open_cohorts": [one.cohort for one in cohorts if one.cohort.held_at is None],
    }


@dataclass(frozen=True, slots=True)
class InviteeRow:
    """An invited LAO: its letter, where it went, its answer, its people."""

    invitee: Invitee
    delegates: tuple[Delegate, ...]
    paper: StoredDocument | None
    has_address: bool


def invitee_rows(cohort: Cohort) -> list[InviteeRow]:
    """The LAOs of a cohort by place, with all that is known."""
    invitees = cohort.invitees.select_related(
        "candidate__lao__type", "candidate__lao__province", "candidate__lao__district",
        "answered_by",
    ).prefetch_related("delegates")  # fmt: skip
    abouts = {f"hubs.invitee:{row.pk}": row.pk for row in invitees}
    papers = {
        abouts[paper.about]: paper
        for paper in StoredDocument.objects.filter(
            kind="invitation_letter", about__in=abouts, superseded_at=None
        )
    }
    ordered = sorted(invitees, key=lambda row: (row.candidate.lao.province.sort_key, row.pk))
    return [
        InviteeRow(
            row, tuple(sorted(row.delegates.all(), key=lambda one: one.pk)), papers.get(row.pk),
            bool(row.mailed_at) or bool(addresses_of(row.candidate)),
        )
        for row in ordered
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """How one item was rated: mean of 1 to 5, and how many gave each score from 5 down to 1."""

    label: str
    count: int
    mean: float
    spread: tuple[int, ...]


def evaluation_summary(cohort: Cohort) -> dict[str, Any]:
    """Counts, means and comments of the anonymous forms of a cohort."""
    forms = list(cohort.evaluations.order_by("sent_at", "pk"))
    items = []
    for item in EvaluationItem.objects.order_by("position", "pk"):
        scores = [form.scores[str(item.pk)] for form in forms if str(item.pk) in form.scores]
        if scores:
            spread = Counter(scores)
            items.append(
                ItemSummary(
                    localized(item, "name"), len(scores), mean(scores),
                    tuple(spread[score] for score in (5, 4, 3, 2, 1)),
                )
            )  # fmt: skip
    return {
        "forms": len(forms),
        "items": items,
        "overall": mean(item.mean for item in items) if items else None,
        "liked": [form.liked for form in forms if form.liked],
        "wished": [form.wished for form in forms if form.wished],
    }
