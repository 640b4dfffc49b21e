"""Remarks that wait for an LAO's answer."""

from collections.abc import Iterable

from django.db.models import Count

from monitoring.models import FieldRemark, FollowUp, FollowUpState


def open_remarks_of(follow_ups: Iterable[FollowUp]) -> dict[int, int]:
    """How many remarks each returned report has to answer, by the follow-up's key."""
    returned = [item.pk for item in follow_ups if item.state == FollowUpState.RETURNED]
    rows = FieldRemark.objects.open().filter(follow_up__in=returned).values("follow_up")
    return {row["follow_up"]: row["count"] for row in rows.annotate(count=Count("pk")).order_by()}
