"""What a reviewer reads: each line beside last round's, with its changes, marks and remarks."""

from collections import defaultdict
from dataclasses import dataclass

from monitoring.content import Label, ReportContent
from monitoring.lines import Line
from monitoring.marks import Compared, compare, dropped
from monitoring.models import FieldRemark, FollowUp, Submission
from monitoring.questions.sections import NOTHING, PARTS
from monitoring.selectors.follow_ups import previous_follow_up

_TITLES = {part.key: part.title for part in PARTS}


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the reviewer sees it, and what was asked about it."""

    compared: Compared
    remarks: tuple[FieldRemark, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report to be reviewed, part by part. ``gone`` are lines that the edition before had.

    ``loose`` are remarks on lines that this edition no longer has.
    ``previous`` is last round's follow-up, ``marked`` counts the lines with a mark.
    """

    parts: tuple[tuple[Label, tuple[Row, ...]], ...]
    gone: tuple[Line, ...]
    loose: tuple[FieldRemark, ...]
    previous: FollowUp | None
    marked: int
    open_remarks: int
    is_resent: bool


def reading_of(
    follow_up: FollowUp, submission: Submission, content: ReportContent, language: str
) -> Reading:
    """Lay what was sent beside last round's report and beside the edition before it."""
    previous = previous_follow_up(follow_up)
    before = follow_up.submissions.filter(number__lt=submission.number).order_by("-number").first()
    last = previous.submissions.order_by("-number").first() if previous else None
    before_content = ReportContent.from_json(before.content) if before else None
    lines = compare(
        content, last=ReportContent.from_json(last.content) if last else None,
        before=before_content, language=language,
    )  # fmt: skip
    remarks: dict[str, list[FieldRemark]] = defaultdict(list)
    for remark in follow_up.remarks.select_related("made_by", "answered_by").order_by("pk"):
        remarks[remark.key].append(remark)
    parts: dict[str, list[Row]] = defaultdict(list)
    for compared in lines:
        parts[compared.line.part].append(Row(compared, tuple(remarks[compared.line.key])))
    kept = {compared.line.key for compared in lines}
    return Reading(
        parts=tuple((_TITLES.get(key, NOTHING.label), tuple(rows)) for key, rows in parts.items()),
        gone=tuple(dropped(content, before_content, language)),
        loose=tuple(item for key, items in remarks.items() if key not in kept for item in items),
        previous=previous,
        marked=sum(bool(compared.marks) for compared in lines),
        open_remarks=sum(not item.resolved_at for items in remarks.values() for item in items),
        is_resent=before is not None,
    )
