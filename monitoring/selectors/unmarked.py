"""Which reports of the queue have nothing that a reviewer should look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from monitoring.content import ReportContent
from monitoring.marks import Mark, marks_in
from monitoring.models import FieldRemark, FollowUp, FollowUpState, Submission


@dataclass(frozen=True, slots=True)
class Marked:
    """A report with the rules that its lines meet."""

    follow_up: FollowUp
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class SortedOut:
    """``plain`` have neither mark nor open remark; the others stand where they have one."""

    plain: tuple[FollowUp, ...]
    marked: tuple[Marked, ...]
    remarked: tuple[FollowUp, ...]


def sort_out(follow_ups: Sequence[FollowUp]) -> SortedOut:
    """Sort reports that wait for review, in a few queries however many there are."""
    keys = [item.pk for item in follow_ups]
    asked = set(
        FieldRemark.objects.open().filter(follow_up__in=keys).values_list("follow_up", flat=True)
    )
    rows = Submission.objects.filter(follow_up__in=keys).order_by("number")
    newest = {row.follow_up_id: row.content for row in rows}
    sent = {key: ReportContent.from_json(stored) for key, stored in newest.items()}
    lasts = _last_contents(follow_ups)
    plain, marked, remarked = [], [], []
    for item in follow_ups:
        if item.pk in asked:
            remarked.append(item)
        elif marks := marks_in(sent[item.pk], lasts.get(item.pk)):
            marked.append(Marked(item, marks))
        else:
            plain.append(item)
    return SortedOut(tuple(plain), tuple(marked), tuple(remarked))


def _last_contents(follow_ups: Sequence[FollowUp]) -> dict[int, ReportContent]:
    """Last round's report of each hub, by the key of the follow-up it is laid beside."""
    earlier = (
        Submission.objects.filter(
            follow_up__hub=OuterRef("hub"),
            follow_up__round__starts_on__lt=OuterRef("round__starts_on"),
            nothing_to_report=False,
        )
        .exclude(follow_up__state=FollowUpState.NOTHING)
        .order_by("-follow_up__round__starts_on", "-number")
    )
    rows = FollowUp.objects.filter(pk__in=[item.pk for item in follow_ups]).order_by()
    lasts = dict(rows.values_list("pk", Subquery(earlier.values("pk")[:1])))
    contents = dict(
        Submission.objects.filter(pk__in=filter(None, lasts.values())).values_list("pk", "content")
    )
    return {key: ReportContent.from_json(contents[pk]) for key, pk in lasts.items() if pk}
