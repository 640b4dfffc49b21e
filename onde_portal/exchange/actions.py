"""What happens to an import: sent, chosen for, taken over, undone, discarded."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action
from onde_portal.exchange.importing import Affected, Importer, ImportRefused, UndoRefused
from onde_portal.exchange.models import ImportRun, ImportState, ImportVerb
from onde_portal.exchange.planning import Plan, make_plan
from onde_portal.exchange.reading import Table, read_table
from onde_portal.workflow.uploads import store_upload

MAX_CHOICES = 20_000


class ImportDecided(ImportRefused):
    """Somebody has taken the file over, undone or discarded it in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("This import was decided on in the meantime."))


class PlanChanged(ImportRefused):
    """The list has changed since the preview was shown: the rows would mean something else."""

    def __init__(self) -> None:
        super().__init__(
            _("The list has changed since you looked. Nothing was written; look at it again.")
        )


class RowsWrong(ImportRefused):
    """The file has errors, and nobody asked for the good rows only."""

    def __init__(self) -> None:
        super().__init__(_("The file has errors. Correct it, or take the good rows only."))


class RowsUndecided(ImportRefused):
    """Rows are unclear, and nobody has chosen for them."""

    def __init__(self) -> None:
        super().__init__(_("Choose for every unclear row, or take the good rows only."))


def table_of(run: ImportRun) -> Table:
    """The run's file read anew. Raises ``TableRefused``, FileNotFoundError when it is gone."""
    with run.file.open("rb") as content:
        return read_table(content.read(), run.name)


def plan_of(run: ImportRun, importer: Importer) -> Plan:
    """What the run's file would do to the list as it stands now."""
    return make_plan(importer, table_of(run))


@transaction.atomic
def upload_import(
    *, importer: Importer, action: Action, upload: UploadedFile, by: User, at: datetime
) -> ImportRun:
    """Keep a file to be looked at. Writes nothing to the list.

    Raises ``UploadRefused`` or ``TableRefused`` when it is no table, ``ImportRefused`` when
    nothing may be imported here.
    """
    importer.check_context(by)
    run = store_upload(
        ImportRun, upload=upload, by=by, at=at,
        importer=importer.key, action=action.value, context=dict(importer.context),
    )  # fmt: skip
    try:
        plan = plan_of(run, importer)
    except BaseException:
        run.file.storage.delete(run.file.name)
        raise
    run.counts = plan.counts
    run.save(update_fields=["counts"])
    _note(run, ImportVerb.UPLOADED, by, at)
    return run


@transaction.atomic
def keep_choices(
    *, run: ImportRun, choices: Mapping[str, str], by: User, at: datetime
) -> ImportRun:
    """Add to what is chosen for rows (see planning.Choices); an empty choice takes one back."""
    kept = {**run.choices, **choices}
    kept = {number: chosen for number, chosen in kept.items() if chosen}
    if len(kept) > MAX_CHOICES:
        raise ImportRefused(_("The file has too many unclear rows. Split it."))
    _move(run, ImportState.PREVIEW, choices=kept)
    _note(run, ImportVerb.CHOSEN, by, at)
    return run


def apply_run(
    *, run: ImportRun, importer: Importer, digest: str, good_rows_only: bool, by: User, at: datetime
) -> ImportRun:
    """Write the rows as they were previewed, all or none of them.

    With ``good_rows_only``, wrong rows and unclear ones without a choice are left out; otherwise
    any of them refuses the whole. Raises ``ImportRefused`` (see its kinds above).
    """
    table = table_of(run)
    try:
        with transaction.atomic():
            _move(run, ImportState.PREVIEW, state=ImportState.APPLIED, decided_at=at, decided_by=by)
            importer.check_context(by)
            plan = make_plan(importer, table)
            _check(plan, run, digest=digest, good_rows_only=good_rows_only)
            affected = importer.write(plan.taken(run.choices), by=by, at=at)
            done = Counter(item.what for item in affected if item.row)
            run.result = [asdict(item) for item in affected]
            run.counts = {**plan.counts, **{f"{what}_rows": n for what, n in done.items()}}
            run.good_rows_only = good_rows_only
            run.save(update_fields=["result", "counts", "good_rows_only"])
            _note(run, ImportVerb.APPLIED, by, at)
    except IntegrityError as error:
        raise PlanChanged from error
    return run


def _check(plan: Plan, run: ImportRun, *, digest: str, good_rows_only: bool) -> None:
    if plan.digest != digest:
        raise PlanChanged
    if plan.blocked or (plan.errors and not good_rows_only):
        raise RowsWrong
    if not good_rows_only and plan.undecided(run.choices):
        raise RowsUndecided
    if not plan.taken(run.choices):
        raise ImportRefused(_("There is nothing to take over."))


@transaction.atomic
def undo_run(*, run: ImportRun, importer: Importer, by: User, at: datetime) -> ImportRun:
    """Take back all that the run wrote, or raise ``UndoRefused`` and nothing is taken back."""
    if run.removed_at:
        raise UndoRefused(_("This import is too old to be undone: what it did is deleted."))
    _move(run, ImportState.APPLIED, state=ImportState.UNDONE)
    importer.undo([Affected(**item) for item in run.result], by=by, at=at)
    _note(run, ImportVerb.UNDONE, by, at)
    return run


@transaction.atomic
def discard_run(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """Leave the file; it is deleted with the people it names."""
    _move(
        run, ImportState.PREVIEW,
        state=ImportState.DISCARDED, decided_at=at, decided_by=by, removed_at=at, choices={},
    )  # fmt: skip
    transaction.on_commit(lambda: run.file.storage.delete(run.file.name))
    _note(run, ImportVerb.DISCARDED, by, at)
    return run


@transaction.atomic
def forget_run(*, run: ImportRun, at: datetime) -> ImportRun:
    """Delete the file and what names people; the counts stay. It cannot be undone any more."""
    ended = {} if run.decided_at else {"state": ImportState.DISCARDED, "decided_at": at}
    _move(run, ImportState(run.state), removed_at=at, choices={}, result=[], **ended)
    transaction.on_commit(lambda: run.file.storage.delete(run.file.name))
    _note(run, ImportVerb.FORGOTTEN, None, at)
    return run


def _move(run: ImportRun, was: ImportState, **changes: Any) -> None:
    """Change a run that is still in this state and as it was read; else ``ImportDecided``."""
    rows = ImportRun.objects.filter(pk=run.pk, state=was, version=run.version)
    if rows.update(version=F("version") + 1, **changes) != 1:
        raise ImportDecided
    run.refresh_from_db()


def _note(run: ImportRun, verb: ImportVerb, by: User | None, at: datetime) -> None:
    run.events.create(verb=verb, to_state=run.state, by=by, at=at)
