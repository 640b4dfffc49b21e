"""The report's form: sections of fields, all errors at once, and the content without any."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from django.utils.translation import gettext as _

from monitoring.content import Label, ReportContent
from monitoring.models import Answer, FollowUp
from monitoring.questions.compose import compose, compose_nothing
from monitoring.questions.facts import FormFacts
from monitoring.questions.fields import ReportField, words
from monitoring.questions.parts import fields_of, suggestions_for
from monitoring.questions.sections import MANUAL_SECTION, PARTS, REMARKS
from onde_portal.accounts.models import User

SPARE_ROWS = 1
LEAST_ROWS = {"activities": 3, "problems": 1}


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together: a row, or the indicators of a dimension."""

    key: str
    label: str
    fields: tuple[ReportField, ...]

    @property
    def is_blank(self) -> bool:
        return all(field.is_blank for field in self.fields)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form. ``facts`` are (label, value) pairs the portal knows already.

    ``suggestions`` are (kind of problem, measure) pairs of the manual.
    """

    key: str
    title: str
    section_of_manual: str
    fields: tuple[ReportField, ...]
    facts: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[tuple[str, str], ...] = ()

    @property
    def groups(self) -> list[Group]:
        """The fields by row or dimension, in order; one group with an empty key where neither."""
        gathered: dict[str, list[ReportField]] = {}
        for field in self.fields:
            gathered.setdefault(field.group, []).append(field)
        return [
            Group(key, fields[0].group_label, tuple(fields)) for key, fields in gathered.items()
        ]

    @property
    def shown_groups(self) -> list[Group]:
        """The groups without the unused rows at the end, but with a spare one to go on in."""
        if self.key not in LEAST_ROWS:
            return self.groups
        fixed = [group for group in self.groups if group.key.startswith("earlier.")]
        rows = self.groups[len(fixed) :]
        used = [number for number, row in enumerate(rows, start=1) if not row.is_blank]
        count = max(LEAST_ROWS[self.key], max(used, default=0) + SPARE_ROWS)
        return fixed + rows[:count]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)

    @property
    def is_begun(self) -> bool:
        return any(not field.is_blank for field in self.fields)


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong at a field, in the user's language. ``section`` is the section's key."""

    key: str
    section: str
    message: str
    label: str = ""


class ReportForm:
    """The form of one follow-up, from its stored answers. ``user`` fills in who reports.

    ``follow_up`` comes with round and hub (``FollowUp.objects.with_place()``).
    """

    def __init__(
        self,
        follow_up: FollowUp,
        answers: Mapping[str, Answer],
        *,
        user: User | None = None,
    ) -> None:
        self.follow_up = follow_up
        raw = _prefilled(user) | {key: answer.text for key, answer in answers.items()}
        versions = {key: answer.version for key, answer in answers.items()}
        self.facts = FormFacts(follow_up, raw, versions)

    @classmethod
    def load(cls, follow_up: FollowUp, *, user: User | None = None) -> Self:
        """The form with what is stored now."""
        answers = {answer.key: answer for answer in follow_up.answers.all()}
        return cls(follow_up, answers, user=user)

    @cached_property
    def sections(self) -> list[Section]:
        return [
            Section(
                key=part.key,
                title=words(part.title),
                section_of_manual=MANUAL_SECTION,
                fields=tuple(self._remarked(fields_of(part, self.facts))),
                facts=self._known() if part.key == "general" else (),
                suggestions=suggestions_for(part, self.facts),
            )
            for part in ((REMARKS, *PARTS) if self.facts.remarks else PARTS)
        ]

    def _remarked(self, fields: Iterable[ReportField]) -> Iterator[ReportField]:
        """Each field with what the Office asks about it."""
        asked: dict[str, list[str]] = defaultdict(list)
        for remark in self.facts.remarks:
            asked[remark.key].append(remark.text)
        for field in fields:
            texts = asked.get(field.key)
            yield replace(field, remark="\n".join(texts)) if texts else field

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all fields: what a whole page may post."""
        return frozenset(field.key for section in self.sections for field in section.fields)

    def errors(self) -> list[FieldError]:
        """All that keeps the report from being sent, in the order of the form."""
        return self._remarks("errors")

    def warnings(self) -> list[FieldError]:
        """What deserves a second look; never keeps a report from being sent."""
        return self._remarks("warnings")

    def _remarks(self, name: str) -> list[FieldError]:
        return [
            FieldError(field.key, section.key, message, _place_of(field))
            for section in self.sections
            for field in section.fields
            for message in getattr(field, name)
        ]

    def content(self, *, edition: int = 1) -> ReportContent:
        """The checked content; only without ``errors()``, else UnreadableAnswer or KeyError."""
        return compose(self.facts, edition)

    def content_of_nothing(self, reason: str, *, edition: int = 1) -> ReportContent:
        """The content where there is nothing to report, whatever the draft says."""
        return compose_nothing(self.facts, edition, reason)

    def _known(self) -> tuple[tuple[str, str], ...]:
        hub = self.follow_up.hub
        lao = hub.lao
        facts = [
            (_("Hub"), hub.name),
            (_("LAO"), words(Label(lao.full_name_th, lao.full_name_en))),
            (_("Code"), lao.code or ""),
            (
                _("District"),
                words(Label(lao.district.name_th, lao.district.name_en)) if lao.district else "",
            ),
            (_("Province"), words(Label(lao.province.name_th, lao.province.name_en))),
            (_("Round"), str(self.follow_up.round)),
        ]
        return tuple((label, value) for label, value in facts if value)


def figures_with(key: str, facts: FormFacts) -> dict[str, ReportField]:
    """The fields of the budget or of all indicators, by key: whichever ``key`` belongs to.

    Rules between figures need no other part of the form.
    """
    of_budget = key.startswith("budget.")
    parts = [part for part in PARTS if (part.key == "budget" if of_budget else part.level)]
    return {field.key: field for part in parts for field in fields_of(part, facts)}


def _place_of(field: ReportField) -> str:
    """The field's label; that of a row's field says which row, as "Problem 2: Category"."""
    return f"{field.group_label}: {field.label}" if "." in field.group else field.label


def _prefilled(user: User | None) -> dict[str, str]:
    if user is None:
        return {}
    return {
        "general.reporter": user.get_full_name(),
        "general.position": user.position,
        "general.phone": user.phone,
    }
