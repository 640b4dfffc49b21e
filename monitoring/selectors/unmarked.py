"""Which reports of the queue have nothing that a reviewer should look at."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitoring.content import ReportContent
from monitoring.marks import is_marked
from monitoring.models import FieldRemark, FollowUp, FollowUpState, Submission


@dataclass(frozen=True, slots=True)
class SortedOut:
    """``plain`` have neither mark nor open remark; the others stand where they have one."""

    plain: tuple[FollowUp, ...]
    marked: tuple[FollowUp, ...]
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
    parts: dict[str, list[FollowUp]] = {"plain": [], "marked": [], "remarked": []}
    for item in follow_ups:
        if item.pk in asked:
            parts["remarked"].append(item)
        elif is_marked(sent[item.pk], lasts.get(item.pk)):
            parts["marked"].append(item)
        else:
            parts["plain"].append(item)
    return SortedOut(**{name: tuple(items) for name, items in parts.items()})


def _last_contents(follow_ups: Sequence[FollowUp]) -> dict[int, ReportContent]:
    """Last round's report of each hub, by the key of the follow-up it is laid beside."""
    hubs = [item.hub_id for item in follow_ups]
    rows = (
        Submission.objects.filter(follow_up__hub__in=hubs, nothing_to_report=False)
        .exclude(follow_up__state=FollowUpState.NOTHING)
        .values_list("follow_up__hub", "follow_up__round__starts_on", "pk")
        .order_by("follow_up__round__starts_on", "number")
    )
    of_hub: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for hub, starts_on, pk in rows:
        of_hub[hub].append((starts_on, pk))
    wanted = {
        item.pk: earlier[-1]
        for item in follow_ups
        if (earlier := [pk for day, pk in of_hub[item.hub_id] if day < item.round.starts_on])
    }
    contents = dict(Submission.objects.filter(pk__in=wanted.values()).values_list("pk", "content"))
    return {key: ReportContent.from_json(contents[pk]) for key, pk in wanted.items()}
