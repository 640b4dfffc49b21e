"""Procedures as data: what the manual's workflows consist of. Plain Python, no Django."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class RequirementKind(StrEnum):
    """What kind of fact shows that a requirement is met."""

    DOCUMENT = "document"
    DATE = "date"
    APPROVAL = "approval"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that must be there before a step can end, in the user's words.

    Content is what people work on in the step itself, such as target groups: the app that owns the
    procedure tells whether it is there (onde_portal.workflow.content). What is ``optional`` may be
    added, and no step waits for it. What is ``binding`` is never skipped, as an approval never is.
    """

    key: str
    kind: RequirementKind
    label_th: str
    label_en: str
    optional: bool = False
    binding: bool = False

    @property
    def cannot_be_skipped(self) -> bool:
        return self.binding or self.kind == RequirementKind.APPROVAL

    @property
    def anchor(self) -> str:
        """Where the requirement stands on its case's page, without the ``#``."""
        return f"requirement-{self.key}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure. ``section`` is the manual's section, such as ``8.2 (2)``.

    ``page`` names the page where the step's content is worked on, if it has one. ``retired`` are
    requirements that earlier cases met and no step asks for any more: their records stay readable.
    """

    number: int
    section: str
    title_th: str
    title_en: str
    requirements: tuple[Requirement, ...]
    page: str = ""
    retired: tuple[Requirement, ...] = ()

    def missing(self, met: Collection[str]) -> tuple[Requirement, ...]:
        """The requirements whose key is not among ``met``: what screen and guard both show."""
        return tuple(
            item for item in self.requirements if not item.optional and item.key not in met
        )

    def requirement(self, key: str) -> Requirement:
        """The requirement with this key; ``KeyError`` when the step has none such."""
        return _find(self.requirements, key)

    def recorded(self, key: str) -> Requirement:
        """The requirement with this key, retired ones among them; ``KeyError`` as above."""
        return _find((*self.requirements, *self.retired), key)


def _find(requirements: Iterable[Requirement], key: str) -> Requirement:
    for item in requirements:
        if item.key == key:
            return item
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Procedure:
    """One of the manual's workflows with its standard time in working hours (section 9.1)."""

    key: str
    section: str
    title_th: str
    title_en: str
    budget_hours: int
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if [step.number for step in self.steps] != list(range(1, len(self.steps) + 1)):
            raise ValueError("Steps are numbered from 1 without gaps.")

    def step(self, number: int) -> Step:
        """The step with this number, from 1; ``KeyError`` when there is none."""
        if not 1 <= number <= len(self.steps):
            raise KeyError(number)
        return self.steps[number - 1]

    @property
    def last_number(self) -> int:
        return len(self.steps)
