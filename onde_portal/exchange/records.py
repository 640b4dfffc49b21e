"""Importing where one row is one record of one model: matching, writing and undoing, ready made."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import router
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import get_language, gettext as _, ngettext

from onde_portal.accounts.models import User
from onde_portal.exchange.importing import (
    Affected,
    Candidate,
    Change,
    Given,
    ImportColumn,
    Importer,
    Record,
    Taken,
    UndoRefused,
    Verdict,
)
from onde_portal.thai.dates import format_date

NAMED = 5
AT_ONCE = 500
CREATED, CHANGED = "created", "changed"


def state_of(obj: Model) -> dict[str, Any]:
    """All stored fields of a record as JSON takes them; ``restore_state`` puts them back."""
    return {
        field.attname: None if field.value_from_object(obj) is None else field.value_to_string(obj)
        for field in obj._meta.concrete_fields
    }


def restore_state(obj: Model, state: Mapping[str, Any]) -> None:
    """Set a record's fields to an earlier ``state_of``; fields made since then keep their value."""
    for field in obj._meta.concrete_fields:
        if field.attname in state:
            text = state[field.attname]
            setattr(obj, field.attname, None if text is None else field.to_python(text))


def mark_of(obj: Model) -> str:
    """A short text that is another one as soon as any field of the record is."""
    text = json.dumps(state_of(obj), sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def shown(column: ImportColumn, value: Any) -> str:
    """A value as the preview shows it."""
    if value in (None, ""):
        return "–"
    if isinstance(value, date):
        return format_date(value, "numeric", get_language() or "th")
    return str(column.cell(value))


class ModelImporter(Importer):
    """One row, one record of ``model``. Rows and records with the same identity are the same.

    Subclasses give ``build_columns``, ``identity``, ``identity_of``, ``values_of``, ``create``
    and ``change``; ``existing`` where not all records are compared; ``judge`` where a row may be
    unclear. ``owned`` are labels of models whose rows go with a created record when undone.
    """

    model: ClassVar[type[Model]]
    owned: ClassVar[tuple[str, ...]] = ()

    def existing(self, rows: Sequence[Given]) -> QuerySet[Any]:
        """The records that the rows are compared with."""
        found: QuerySet[Any] = self.with_values(self.model._default_manager.all())
        return found

    def identity_of(self, obj: Any) -> Hashable:
        """A record's identity, comparable with that of a row."""
        values = self.values_of(obj)
        return self.identity({column.key: values.get(column.key) for column in self.columns})

    def match(self, rows: Sequence[Given]) -> Sequence[Verdict]:
        known: dict[Hashable, list[Any]] = defaultdict(list)
        for obj in self.existing(rows):
            known[self.identity_of(obj)].append(obj)
        return [self.judge(row, self._found(row, known)) for row in rows]

    def _found(self, row: Given, known: Mapping[Hashable, list[Any]]) -> list[Any]:
        identity = self.identity(row.record)
        return [] if identity is None else known.get(identity, [])

    def judge(self, row: Given, found: Sequence[Any]) -> Verdict:
        """What a row is, given the records with its identity."""
        if not found:
            return Verdict.new()
        if len(found) == 1:
            return Verdict.changed(found[0].pk, self.changes(found[0], row.record))
        return Verdict.unsure(Candidate(str(obj.pk), self.candidate_label(obj)) for obj in found)

    def candidate_label(self, obj: Any) -> str:
        """How a person tells a record from others of the same name."""
        return str(obj)

    def changes(self, obj: Any, record: Record) -> list[Change]:
        """What the row would change in the record; empty cells change nothing.

        Columns that ``values_of`` does not name are not compared.
        """
        values = self.values_of(obj)
        return [
            Change(column.label, shown(column, values.get(column.key)), shown(column, value))
            for column in self.columns
            if (value := record.get(column.key)) not in (None, "")
            and values.get(column.key, value) != value
        ]

    def create(self, record: Record, *, by: User, at: datetime) -> Any:
        """Write a new record through its action and return it."""
        raise NotImplementedError

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        """Write a row into a record through its action; empty cells (``None``) change nothing."""
        raise NotImplementedError

    def remove(self, rows: QuerySet[Any], *, by: User, at: datetime) -> None:
        """Take back created records that nothing else needs."""
        rows.delete()

    def restore(self, obj: Any, before: Mapping[str, Any], *, by: User, at: datetime) -> None:
        """Put a changed record back to what it was."""
        restore_state(obj, before)
        obj.save()

    def write(self, rows: Sequence[Taken], *, by: User, at: datetime) -> list[Affected]:
        known = {str(pk): obj for pk, obj in self._by_pk(row.pk for row in rows if row.pk).items()}
        done: list[tuple[Taken, Any, dict[str, Any] | None]] = []
        for row in rows:
            if not row.pk:
                done.append((row, self.create(row.record, by=by, at=at).pk, None))
            elif self.changes(known[row.pk], row.record):
                before = state_of(known[row.pk])
                self.change(known[row.pk], row.record, by=by, at=at)
                done.append((row, known[row.pk].pk, before))
        after = self._by_pk(pk for _row, pk, _before in done)
        return [self._affected(row, after[pk], before) for row, pk, before in done]

    def _affected(self, row: Taken, obj: Any, before: Mapping[str, Any] | None) -> Affected:
        return Affected(
            row=row.number, model=self.model._meta.label_lower, pk=str(obj.pk),
            what=CREATED if before is None else CHANGED,
            mark=mark_of(obj), before=before, label=self.label_of(row.record),
        )  # fmt: skip

    def undo(self, affected: Sequence[Affected], *, by: User, at: datetime) -> None:
        now = {str(pk): obj for pk, obj in self._by_pk(item.pk for item in affected).items()}
        touched = [
            item for item in affected if item.pk not in now or mark_of(now[item.pk]) != item.mark
        ]
        if touched:
            raise UndoRefused(
                ngettext(
                    "%(count)d record was changed since the import: %(names)s. Nothing was undone.",
                    "%(count)d records were changed since the import: %(names)s. "
                    "Nothing was undone.",
                    len(touched),
                )
                % {"count": len(touched), "names": _names(touched)}
            )
        created = [item for item in affected if item.what == CREATED]
        self._refuse_used([now[item.pk] for item in created])
        for part in _parts([item.pk for item in created]):
            self.remove(self.model._default_manager.filter(pk__in=part), by=by, at=at)
        for item in affected:
            if item.before is not None:
                self.restore(now[item.pk], item.before, by=by, at=at)

    def _by_pk(self, keys: Iterable[Any]) -> dict[Any, Any]:
        return dict(self.model._default_manager.in_bulk(list(keys)))

    def _refuse_used(self, created: Sequence[Any]) -> None:
        """Records that others hang on are not taken back."""
        if not created:
            return
        collector = Collector(using=router.db_for_write(self.model))
        try:
            collector.collect(created)
        except (ProtectedError, RestrictedError) as error:
            raise self._used() from error
        own = {self.model._meta.label_lower, *(label.lower() for label in self.owned)}
        hanging = {model._meta.label_lower for model, rows in collector.data.items() if rows}
        hanging |= {
            rows.model._meta.label_lower for rows in collector.fast_deletes if rows.exists()
        }
        pointing = (rows for found in collector.field_updates.values() for rows in found)
        if hanging - own or any(bool(rows) for rows in pointing):
            raise self._used()

    def _used(self) -> UndoRefused:
        return UndoRefused(
            _("Records of this import are used elsewhere by now. Nothing was undone.")
        )


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Few enough keys for one query."""
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _names(items: Sequence[Affected]) -> str:
    named = ", ".join(item.label or item.pk for item in items[:NAMED])
    return f"{named}, …" if len(items) > NAMED else named
