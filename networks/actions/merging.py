"""Making two records of one person one, and taking that back exactly (manual 8.1 (4)).

Everything that points to the merged record comes to point to the kept one; a relation that is added
to the models later goes along by itself. What the kept record has already (both take part in the
same project, say) is joined: what hangs on it goes over first, then the row that would stand twice
is set aside whole. Each change is written down with the value before it, so that undoing puts back
row by row what was there; what people have changed since the merge stays as they changed it.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.people import PersonFacts, StalePerson, save_person
from networks.models import NotDuplicate, Person, PersonMerge, PersonVerb
from onde_portal.accounts.models import User

# What tells of a record itself stays with it: its own story, and what was found about the pair.
STAYS = frozenset(
    f"networks.{name}" for name in ("personevent", "personaccess", "personmerge", "notduplicate")
)
# Papers that were handed out are never set aside: both stay, each with its own record.
HANDED_OUT = frozenset({"networks.certificate"})
# Where two rows become one, what the kept one lacks is taken from the other.
FILLED: Mapping[str, tuple[str, ...]] = {
    "networks.participant": ("target_group",),
    "networks.attendance": ("invited_at", "registered_at"),
}
# A mark that counts only when both rows bear it: the person has not withdrawn from both.
ONLY_IF_BOTH: Mapping[str, tuple[str, ...]] = {
    "networks.participant": ("withdrawn_at",),
    "networks.attendance": ("declined_at",),
}


class SamePerson(NetworkError):
    message = _("Choose two different records.")


class CannotMerge(NetworkError):
    message = _("One of the records was merged or erased in the meantime.")


class MergeUndone(NetworkError):
    message = _("This merge has been undone already.")


class CannotUndo(NetworkError):
    message = _("This merge can no longer be undone: one of the records was merged on or erased.")


class ExactEncoder(DjangoJSONEncoder):
    """JSON that keeps the microseconds of a moment."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | date) else super().default(o)


class Journal:
    """What a merge changed and removed, in the order in which it did."""

    def __init__(self) -> None:
        self.changes: list[list[Any]] = []
        self.removed: list[str] = []

    def change(self, row: models.Model, field: str, value: Any) -> None:
        """Write one field of a row, and write down what it was."""
        column = row._meta.get_field(field).attname  # type: ignore[union-attr]
        before = getattr(row, column)
        type(row)._default_manager.filter(pk=row.pk).update(**{column: value})
        setattr(row, column, value)
        texts = [ExactEncoder().encode(one) for one in (before, value)]
        self.changes.append([row._meta.label_lower, row.pk, column, *texts])

    def remove(self, row: models.Model) -> bool:
        """Set a row aside; not one that something protected (a certificate) still hangs on."""
        if row._meta.label_lower in HANDED_OUT:
            return False
        kept = serializers.serialize("json", [row], cls=ExactEncoder)
        try:
            with transaction.atomic():
                row.delete()
        except models.ProtectedError:
            return False
        self.removed.append(kept)
        return True


@transaction.atomic
def merge_people(
    *,
    kept: Person,
    merged: Person,
    facts: PersonFacts,
    versions: tuple[int, int],
    by: User,
    at: datetime,
) -> PersonMerge:
    """Make ``merged`` part of ``kept``, whose facts become ``facts`` (chosen field by field).

    ``versions`` are those of the kept and the merged record as they were read. Raises SamePerson,
    CannotMerge, StalePerson, and what ``save_person`` raises.
    """
    if kept.pk == merged.pk:
        raise SamePerson
    _lock(kept, merged, versions)
    journal = Journal()
    for model, field in pointing_to(Person):
        _move(journal, model, field, merged, kept)
    _set_left_behind_apart(journal, merged, at)
    facts_before = _columns(kept)
    kept = save_person(facts=facts, person=kept, version=versions[0], by=by, at=at)
    later = max(kept.retain_until, merged.retain_until)
    if later != kept.retain_until:
        journal.change(kept, "retain_until", later)
    journal.change(merged, "merged_into", kept.pk)
    moved = {
        "changes": journal.changes, "removed": journal.removed,
        "facts": {name: [value, _columns(kept)[name]] for name, value in facts_before.items()},
    }  # fmt: skip
    merge = PersonMerge.objects.create(kept=kept, merged=merged, moved=moved, at=at, by=by)
    kept.events.create(verb=PersonVerb.MERGED, from_state=str(merged.pk), by=by, at=at)
    merged.events.create(verb=PersonVerb.MERGED, to_state=str(kept.pk), by=by, at=at)
    return merge


def _lock(kept: Person, merged: Person, versions: tuple[int, int]) -> None:
    """Nobody else changes the two records until the merge is done."""
    rows = Person.objects.current().filter(pk__in=[kept.pk, merged.pk]).select_for_update()
    found = dict(rows.order_by("pk").values_list("pk", "version"))
    if set(found) != {kept.pk, merged.pk}:
        raise CannotMerge
    if (found[kept.pk], found[merged.pk]) != versions:
        raise StalePerson


def _columns(person: Person) -> dict[str, Any]:
    """The facts as their columns hold them, keys of other records included."""
    names = PersonFacts.__dataclass_fields__
    return {
        column: getattr(person, column)
        for name in names
        if (column := Person._meta.get_field(name).attname)  # type: ignore[union-attr]
    }


def pointing_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every relation to a model that goes over, as model and field; history keeps what it says."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        other: Any = relation.related_model
        if other._meta.label_lower not in STAYS and not hasattr(other, "instance_type"):
            yield other, relation.field.name


def _set_left_behind_apart(journal: Journal, merged: Person, at: datetime) -> None:
    """A participation that a certificate holds back no longer counts as one."""
    for row in merged.participations.filter(withdrawn_at=None):
        journal.change(row, "withdrawn_at", at)


def _move(
    journal: Journal, model: type[models.Model], field: str, source: models.Model, target: Any
) -> None:
    """Let the rows that point to ``source`` point to ``target``, joining those it has already."""
    for row in model._default_manager.filter(**{field: source}).order_by("pk"):
        twin = _twin(row, field, target)
        if twin is None:
            journal.change(row, field, target.pk)
        else:
            _join(journal, row, twin)


def _twin(row: models.Model, field: str, target: models.Model) -> models.Model | None:
    """The row of ``target`` that would break a unique constraint beside this one."""
    model = type(row)
    own: Any = model._meta.get_field(field)
    if own.unique:
        return model._default_manager.filter(**{field: target}).first()
    rows = model._default_manager.filter(**{field: target}).order_by("pk")
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or field not in constraint.fields:
            continue
        others = {name: getattr(row, name) for name in constraint.fields if name != field}
        same = rows.filter(**others)
        if constraint.condition is not None:
            if not model._default_manager.filter(constraint.condition, pk=row.pk).exists():
                continue
            same = same.filter(constraint.condition)
        if found := same.first():
            return found
    return None


def _join(journal: Journal, row: models.Model, twin: models.Model) -> None:
    """Make two rows one: what hangs on the first goes to the twin, then the first is set aside."""
    label = row._meta.label_lower
    for model, field in pointing_to(type(row)):
        _move(journal, model, field, row, twin)
    for name in FILLED.get(label, ()):
        column = row._meta.get_field(name).attname  # type: ignore[union-attr]
        if getattr(twin, column) is None and getattr(row, column) is not None:
            journal.change(twin, name, getattr(row, column))
    for name in ONLY_IF_BOTH.get(label, ()):
        if getattr(row, name) is None and getattr(twin, name) is not None:
            journal.change(twin, name, None)
    journal.remove(row)


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User, at: datetime) -> None:
    """Take a merge back. Raises MergeUndone, CannotUndo."""
    if not PersonMerge.objects.filter(pk=merge.pk, undone_at=None).update(
        undone_at=at, undone_by=by
    ):
        raise MergeUndone
    people = Person.objects.select_for_update().filter(erased_at=None)
    kept = people.filter(pk=merge.kept_id, merged_into=None).first()
    merged = people.filter(pk=merge.merged_id, merged_into=merge.kept_id).first()
    if kept is None or merged is None or not merge.moved:
        raise CannotUndo
    for text in reversed(merge.moved["removed"]):
        for item in serializers.deserialize("json", text):
            item.save()
    for label, pk, column, before, after in reversed(merge.moved["changes"]):
        _put_back(label, pk, column, before, after)
    _restore_facts(kept, merge, by, at)
    kept.events.create(verb=PersonVerb.UNMERGED, from_state=str(merged.pk), by=by, at=at)
    merged.events.create(verb=PersonVerb.UNMERGED, to_state=str(kept.pk), by=by, at=at)


def _put_back(label: str, pk: Any, column: str, before: str, after: str) -> None:
    """The value before, unless somebody has changed it since."""
    model = apps.get_model(label)
    field: Any = next(one for one in model._meta.concrete_fields if one.attname == column)
    value, changed_to = (field.to_python(json.loads(text)) for text in (before, after))
    model._default_manager.filter(pk=pk, **{column: changed_to}).update(**{column: value})


def _restore_facts(kept: Person, merge: PersonMerge, by: User, at: datetime) -> None:
    """The kept record's own facts, where they still are as the merge left them."""
    current = _columns(kept)
    for column, (before, after) in merge.moved["facts"].items():
        if current[column] == after:
            setattr(kept, column, before)
    facts = PersonFacts.of(kept)
    unchanged = Person.objects.get(pk=kept.pk)
    save_person(facts=facts, person=unchanged, version=unchanged.version, by=by, at=at)


@transaction.atomic
def note_two_people(*, first: Person, second: Person, by: User, at: datetime) -> NotDuplicate:
    """Note that two records are two people; they are no longer suggested. Raises SamePerson."""
    if first.pk == second.pk:
        raise SamePerson
    low, high = sorted((first, second), key=lambda person: person.pk)
    return NotDuplicate.objects.get_or_create(
        first=low, second=high, defaults={"by": by, "at": at}
    )[0]
