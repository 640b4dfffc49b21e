"""By which stated rules a report's line deserves a reviewer's look (manual, section 10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring.content import ReportContent
from monitoring.lines import EVIDENCE, Line, lines_of
from monitoring.questions.parts import is_jump
from monitoring.questions.sections import NOTHING
from onde_portal.thai.text import thai_key

SHORTEST_COPY = 20


class Mark(models.TextChoices):
    """A rule that a line meets; the label is what the reviewer reads."""

    JUMP = "jump", _("large jump")
    ZERO = "zero", _("zero now")
    GONE = "gone", _("no figure now")
    COPIED = "copied", _("same text as last time")
    NO_EVIDENCE = "no_evidence", _("no evidence")
    NOTHING = "nothing", _("nothing to report")


RULES = {
    Mark.JUMP: _(
        "More than five times last round's figure or less than a fifth of it, and at least 5 apart."
    ),
    Mark.ZERO: _("Zero where last round had a figure above zero."),
    Mark.GONE: _("No figure where last round had one."),
    Mark.COPIED: _("Twenty letters or more, word for word as in last round's report."),
    Mark.NO_EVIDENCE: _("Activities are reported, but neither a file nor a word about evidence."),
    Mark.NOTHING: _("The LAO says that it has nothing to report. A person decides on that."),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A line beside last round's and beside the same report's edition before.

    ``before`` is what the edition before said, None where this is the first or nothing changed.
    """

    line: Line
    last: str
    before: str | None
    marks: tuple[Mark, ...]


def compare(
    content: ReportContent,
    *,
    last: ReportContent | None,
    before: ReportContent | None,
    language: str,
) -> list[Compared]:
    """Every line with last round's words, what changed since the edition before, and its marks."""
    lasts = _by_match(last, language)
    lines = lines_of(content, language)
    befores, _gone = _paired(lines, lines_of(before, language) if before else [])
    compared = []
    for line in lines:
        then, earlier = lasts.get(line.match or line.key), befores.get(line.key)
        changed = None
        if before is not None:
            told = earlier.text if earlier else ""
            changed = told if told != line.text else None
        compared.append(
            Compared(line, then.text if then else "", changed, marks_of(line, then, content))
        )
    return compared


def dropped(content: ReportContent, before: ReportContent | None, language: str) -> list[Line]:
    """Lines that the edition before had and this one lacks."""
    if before is None:
        return []
    return _paired(lines_of(content, language), lines_of(before, language))[1]


def marks_of(line: Line, last: Line | None, content: ReportContent) -> tuple[Mark, ...]:
    """The rules of ``RULES`` that a line meets, beside the same line of last round."""
    found = []
    if line.key == "files" and _lacks_evidence(content):
        found.append(Mark.NO_EVIDENCE)
    if line.key == NOTHING.key:
        found.append(Mark.NOTHING)
    if last is None:
        return tuple(found)
    if line.key.startswith("indicator."):
        found.extend(_figure_marks(line, last))
    if _is_copied(line, last):
        found.append(Mark.COPIED)
    return tuple(found)


def marks_in(content: ReportContent, last: ReportContent | None) -> tuple[Mark, ...]:
    """The rules that any line meets, each once; empty where nothing deserves a look."""
    lasts = _by_match(last, "th")
    met = {
        mark
        for line in lines_of(content, "th")
        for mark in marks_of(line, lasts.get(line.match or line.key), content)
    }
    return tuple(mark for mark in Mark if mark in met)


def _paired(lines: Sequence[Line], befores: Sequence[Line]) -> tuple[dict[str, Line], list[Line]]:
    """What each line's key was in the edition before, and what of that edition has no line now.

    The same thing first, wherever it stands now; then what stood in the same field.
    """
    rest = {line.match or line.key: line for line in befores}
    pairs = {
        line.key: rest.pop(match) for line in lines if (match := line.match or line.key) in rest
    }
    left = {line.key: line for line in rest.values()}
    for line in lines:
        if line.key not in pairs and line.key in left:
            pairs[line.key] = left.pop(line.key)
    return pairs, list(left.values())


def _by_match(content: ReportContent | None, language: str) -> Mapping[str, Line]:
    found = lines_of(content, language) if content else ()
    return {line.match or line.key: line for line in found}


def _figure_marks(line: Line, last: Line) -> list[Mark]:
    if last.value is None:
        return []
    if line.value is None:
        return [Mark.GONE]
    if last.value > 0 and line.value == 0:
        return [Mark.ZERO]
    if is_jump(line.value, last.value):
        return [Mark.JUMP]
    return []


def _is_copied(line: Line, last: Line) -> bool:
    words = line.part in {"lessons", "recommendations", "support", "next_plan", "activities"}
    said = thai_key(line.text)
    return words and len(said) >= SHORTEST_COPY and said == thai_key(last.text)


def _lacks_evidence(content: ReportContent) -> bool:
    told = any(item.key.startswith(f"{EVIDENCE}.") and item.text for item in content.texts)
    return bool(content.activities) and not content.files and not told
