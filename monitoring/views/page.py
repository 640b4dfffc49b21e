"""What the form's page shows of a report: cards with rows, how far each part is, open conflicts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from monitoring.forms import FieldError, Group, ReportForm, Section
from monitoring.models import Answer, FollowUp, ReportFile
from monitoring.questions.sections import ACTIVITY_ROWS, PROBLEM_ROWS
from monitoring.views.words import Standing, standing
from onde_portal.accounts.models import User
from onde_portal.thai.digits import read_key

SPARE_ROWS = 2
MOST_ROWS = {"activities": ACTIVITY_ROWS, "problems": PROBLEM_ROWS}
VERSION = "version:"


@dataclass(frozen=True, slots=True)
class Card:
    """A part of the form. ``progress`` is done, missing or empty.

    ``next_count`` rows are shown next, at most ``most``; ``intro`` is help that all fields share.
    """

    section: Section
    groups: Sequence[Group]
    progress: str
    next_count: int = 0
    most: int = 0
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else changed meanwhile: their text, and the one typed here."""

    key: str
    label: str
    theirs: Answer
    mine: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that the form's template needs. ``strict``: empty required fields are named as well."""

    follow_up: FollowUp
    cards: Sequence[Card]
    files: Sequence[ReportFile]
    standing: Standing
    strict: bool
    errors: Sequence[FieldError]
    conflicts: Sequence[Conflict] = ()

    @property
    def done(self) -> int:
        """How many parts are filled in without a mistake."""
        return sum(card.progress == "done" for card in self.cards)


def make_page(
    form: ReportForm,
    today: date,
    *,
    rows: Mapping[str, str] | None = None,
    strict: bool = False,
    conflicts: Sequence[Conflict] = (),
) -> Page:
    """The page of a form. ``rows`` names how many rows a part shows at least."""
    files = form.facts.files
    cards = [
        _card(section, rows or {}, strict=strict, has_files=bool(files))
        for section in form.sections
    ]
    return Page(
        follow_up=form.follow_up,
        cards=cards,
        files=files,
        standing=standing(form.follow_up, today),
        strict=strict,
        errors=form.errors() if strict else (),
        conflicts=conflicts,
    )


def _card(section: Section, rows: Mapping[str, str], *, strict: bool, has_files: bool) -> Card:
    begun = section.is_begun or (section.key == "evidence" and has_files)
    shows_mistakes = any(field.errors if strict else field.draft_errors for field in section.fields)
    progress = "missing" if shows_mistakes else ""
    if begun and not section.has_errors:
        progress = "done"
    most = MOST_ROWS.get(section.key)
    if most is None:
        return Card(section, section.groups, progress, intro=_intro(section))
    fixed = [group for group in section.groups if group.key.startswith("earlier.")]
    repeated = section.groups[len(fixed) :]
    used = [number for number, row in enumerate(repeated, start=1) if not row.is_blank]
    shown = min(most, max(_number(rows.get(section.key, "")), max(used, default=0) + SPARE_ROWS))
    following = shown + 1 if shown < most else 0
    return Card(section, [*fixed, *repeated[:shown]], progress, following, most)


def _intro(section: Section) -> str:
    """The help that stands at every figure of a part, to be said once."""
    helps = {field.help for field in section.fields if field.key.startswith("indicator.")}
    helps -= {field.help for field in section.fields if field.key.endswith(".note")} | {""}
    return helps.pop() if len(helps) == 1 else ""


def _number(text: str) -> int:
    return read_key(text) or 0


def posted_texts(posted: QueryDict, keys: Iterable[str]) -> dict[str, str]:
    """What the page posted for the fields of the form."""
    return {key: str(posted[key]) for key in keys if key in posted}


def posted_versions(posted: QueryDict) -> dict[str, int]:
    """The versions of the answers that the page showed."""
    shown = {name: str(text) for name, text in posted.items() if name.startswith(VERSION)}
    numbers = ((name, read_key(text)) for name, text in shown.items())
    return {name.removeprefix(VERSION): number for name, number in numbers if number is not None}


def typed_form(
    follow_up: FollowUp,
    texts: Mapping[str, str],
    user: User,
    *,
    versions: Mapping[str, int] | None = None,
) -> ReportForm:
    """The form as it is on the screen: what was typed over what is stored.

    ``versions`` are those of an earlier page; without them, the page shows the stored ones.
    """
    answers = {answer.key: answer for answer in follow_up.answers.all()}
    for key, text in texts.items():
        stored = answers.get(key)
        if stored is None:
            answers[key] = Answer(key=key, text=text, version=0)
        elif stored.text != text:
            stored.text = text
            stored.version = stored.version if versions is None else versions.get(key, 0)
    return ReportForm(follow_up, answers, user=user)


def conflicts_of(
    form: ReportForm, theirs: Mapping[str, Answer], mine: Mapping[str, str]
) -> list[Conflict]:
    """The fields changed by somebody else, in the order of the form."""
    return [
        Conflict(field.key, field.label, theirs[field.key], mine[field.key])
        for section in form.sections
        for field in section.fields
        if field.key in theirs
    ]
