"""What became of reports at their certifiers."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from monitoring.models import Certification, FollowUp, Submission

# To annotate follow-ups as ``was_laid_before``: whether a certifier ever had the report.
WAS_LAID_BEFORE = Exists(Certification.objects.filter(follow_up=OuterRef("pk")))
_PEOPLE = ("asked_by", "answered_by", "in_place_of")


def certification_of(submission: Submission | None) -> Certification | None:
    """Who certified what was sent, or let it through; None where nobody had to."""
    rows = Certification.objects.filter(submission=submission, submission__isnull=False)
    return rows.select_related(*_PEOPLE).first()


def waiting_of(follow_ups: Iterable[FollowUp]) -> dict[int, Certification]:
    """What waits for certification now, by the follow-up's key."""
    rows = Certification.objects.open().filter(follow_up__in=follow_ups)
    return {row.follow_up_id: row for row in rows.select_related("asked_by")}


def sent_back(follow_up: FollowUp) -> Certification | None:
    """The certifier's last answer, if with it the report was given back to be changed.

    ``follow_up`` comes with ``WAS_LAID_BEFORE``: most were never laid before anybody.
    """
    if not follow_up.was_laid_before:  # type: ignore[attr-defined]
        return None
    last = follow_up.certifications.select_related(*_PEOPLE).order_by("-asked_at", "-pk").first()
    was_returned = last is not None and last.outcome == Certification.Outcome.RETURNED
    return last if was_returned and follow_up.is_editable else None
