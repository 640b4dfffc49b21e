"""A file's way: sent, chosen for, taken over once, undone; nothing is written on the way there."""

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.translation import override

from networks.models import Organisation, Person
from onde_portal.accounts.models import Role, User
from onde_portal.accounts.permissions import Action
from onde_portal.exchange.actions import (
    ImportDecided,
    PlanChanged,
    RowsUndecided,
    RowsWrong,
    apply_run,
    discard_run,
    keep_choices,
    plan_of,
    undo_run,
    upload_import,
)
from onde_portal.exchange.importing import ImportRefused, UndoRefused
from onde_portal.exchange.jobs import KEPT_FOR, forget_next_import
from onde_portal.exchange.models import ImportRun, ImportState
from onde_portal.exchange.reading import TableRefused
from onde_portal.exchange.resources import ListResource
from onde_portal.exchange.writing import to_csv, to_xlsx
from onde_portal.thai.text import thai_key
from onde_portal.workflow.uploads import UploadRefused
from tests import world
from tests.exchange.guests import OrganisationImporter, comma_separated, row, xlsx

IMPORTER = OrganisationImporter


@pytest.fixture(autouse=True)
def _thai(db: None) -> Iterator[None]:
    world.udon_thani()
    with override("th"):
        yield


def send(by: User, *rows: Sequence[Any], upload: SimpleUploadedFile | None = None) -> ImportRun:
    return upload_import(
        importer=IMPORTER(), action=Action.RUN_CASE, upload=upload or xlsx(*rows), by=by,
        at=world.NOW,
    )  # fmt: skip


def take(run: ImportRun, by: User, *, good_rows_only: bool = False, digest: str = "") -> ImportRun:
    digest = digest or plan_of(run, IMPORTER()).digest
    return apply_run(
        run=run, importer=IMPORTER(), digest=digest, good_rows_only=good_rows_only, by=by,
        at=world.NOW,
    )  # fmt: skip


def undo(run: ImportRun, by: User) -> ImportRun:
    return undo_run(run=run, importer=IMPORTER(), by=by, at=world.NOW)


def names() -> list[str]:
    return list(Organisation.objects.order_by("pk").values_list("name", flat=True))


def test_sending_a_file_writes_nothing_to_the_list(officer: User) -> None:
    run = send(officer, row("สหกรณ์โคนม"))
    assert run.state == ImportState.PREVIEW
    assert run.counts["new"] == 1
    assert not Organisation.objects.exists()


def test_the_same_file_twice_changes_nothing(officer: User) -> None:
    take(send(officer, row("สหกรณ์โคนม"), row("ชมรมคนรักป่า")), officer)
    again = send(officer, row("สหกรณ์โคนม"), row("ชมรมคนรักป่า"))
    assert again.counts == {"new": 0, "same": 2, "changed": 0, "unsure": 0, "wrong": 0}
    with pytest.raises(ImportRefused):
        take(again, officer)
    again.refresh_from_db()
    assert again.state == ImportState.PREVIEW
    assert len(names()) == 2


def test_a_csv_file_in_windows_874_reads_as_the_workbook_does(officer: User) -> None:
    take(send(officer, upload=comma_separated(row("สหกรณ์โคนม"))), officer)
    assert send(officer, row("สหกรณ์โคนม")).counts["same"] == 1


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_was_exported_is_imported_again_unchanged(ending: str, officer: User) -> None:
    take(send(officer, row("=HYPERLINK(1)", email="a@b.example"), row("ชมรมคนรักป่า")), officer)
    importer = IMPORTER()
    columns = [
        (one.label, lambda line, one=one: one.cell(importer.values_of(line).get(one.key)))
        for one in importer.columns
    ]
    with override("en"):
        header, cells = ListResource(columns).table(Organisation.objects.order_by("pk"))
    content = to_xlsx("รายการ", header, cells) if ending == "xlsx" else to_csv(header, cells)
    again = send(officer, upload=SimpleUploadedFile(f"export.{ending}", content))
    assert again.counts["same"] == 2


def test_what_looks_like_a_formula_is_kept_as_text(officer: User) -> None:
    take(send(officer, row("=1+1"), row("@SUM(A1)"), row("'+66")), officer)
    assert names() == ["=1+1", "@SUM(A1)", "+66"]


def test_a_wrong_row_keeps_all_out_unless_the_good_rows_are_asked_for(officer: User) -> None:
    run = send(officer, row("สหกรณ์โคนม"), row("ชมรมคนรักป่า", phone="12"))
    with pytest.raises(RowsWrong):
        take(run, officer)
    assert not names()
    run.refresh_from_db()
    take(run, officer, good_rows_only=True)
    assert names() == ["สหกรณ์โคนม"]
    assert run.good_rows_only


@pytest.fixture
def near(officer: User) -> Organisation:
    take(send(officer, row("มูลนิธิเพื่อนบ้าน")), officer)
    return Organisation.objects.get()


def test_an_unclear_row_waits_for_a_choice(near: Organisation, officer: User) -> None:
    run = send(officer, row("มูลนิธิเพื่อนช้าง"))
    with pytest.raises(RowsUndecided):
        take(run, officer)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("new", ["มูลนิธิเพื่อนบ้าน", "มูลนิธิเพื่อนช้าง"]), ("use", ["มูลนิธิเพื่อนช้าง"])],
)
def test_an_unclear_row_goes_where_it_was_chosen_to(
    choice: str, expected: list[str], near: Organisation, officer: User
) -> None:
    run = send(officer, row("มูลนิธิเพื่อนช้าง"))
    chosen = f"use:{near.pk}" if choice == "use" else choice
    keep_choices(run=run, choices={"2": chosen}, by=officer, at=world.NOW)
    take(run, officer)
    assert names() == expected


def test_a_row_left_out_is_not_written(near: Organisation, officer: User) -> None:
    run = send(officer, row("มูลนิธิเพื่อนช้าง"), row("สหกรณ์โคนม"))
    keep_choices(run=run, choices={"2": "skip"}, by=officer, at=world.NOW)
    take(run, officer)
    assert names() == ["มูลนิธิเพื่อนบ้าน", "สหกรณ์โคนม"]


def test_two_rows_cannot_be_chosen_to_be_the_same_record(near: Organisation, officer: User) -> None:
    run = send(officer, row("มูลนิธิเพื่อนช้าง"), row("มูลนิธิเพื่อนแมว"))
    use = f"use:{near.pk}"
    keep_choices(run=run, choices={"2": use, "3": use}, by=officer, at=world.NOW)
    with pytest.raises(ImportRefused, match="แถว 2 และแถว 3"):
        take(run, officer)


def test_a_choice_for_somebody_who_is_no_candidate_counts_as_none(
    near: Organisation, officer: User
) -> None:
    run = send(officer, row("มูลนิธิเพื่อนช้าง"))
    keep_choices(run=run, choices={"2": "use:999999"}, by=officer, at=world.NOW)
    with pytest.raises(RowsUndecided):
        take(run, officer)


def test_what_was_looked_at_is_what_is_taken(officer: User) -> None:
    run = send(officer, row("สหกรณ์โคนม"))
    seen = plan_of(run, IMPORTER()).digest
    Organisation.objects.create(name="สหกรณ์โคนม", search_key=thai_key("สหกรณ์โคนม"), sector="civil")
    with pytest.raises(PlanChanged):
        take(run, officer, digest=seen)


def test_undoing_removes_what_was_made_and_puts_back_what_was_changed(
    near: Organisation, officer: User
) -> None:
    run = send(officer, row("มูลนิธิเพื่อนบ้าน", phone="02-123-4567"), row("สหกรณ์โคนม"))
    assert (run.counts["changed"], run.counts["new"]) == (1, 1)
    take(run, officer)
    near.refresh_from_db()
    assert near.phone == "02-123-4567"
    undo(run, officer)
    near.refresh_from_db()
    assert (near.phone, near.province_id) == ("081-234-5678", "41")
    assert names() == ["มูลนิธิเพื่อนบ้าน"]
    assert run.state == ImportState.UNDONE


def test_undoing_is_refused_when_a_record_was_changed_since(officer: User) -> None:
    run = take(send(officer, row("สหกรณ์โคนม"), row("ชมรมคนรักป่า")), officer)
    Organisation.objects.filter(name="สหกรณ์โคนม").update(phone="1")
    with pytest.raises(UndoRefused, match="สหกรณ์โคนม"):
        undo(run, officer)
    run.refresh_from_db()
    assert run.state == ImportState.APPLIED
    assert len(names()) == 2


def test_undoing_is_refused_when_a_record_is_used_since(officer: User) -> None:
    run = take(send(officer, row("สหกรณ์โคนม")), officer)
    Person.objects.create(
        first_name="มาลี", last_name="บัวงาม", retain_until=world.TODAY, created_at=world.NOW,
        organisation=Organisation.objects.get(),
    )  # fmt: skip
    with pytest.raises(UndoRefused):
        undo(run, officer)
    assert names() == ["สหกรณ์โคนม"]


def test_an_undone_import_can_be_sent_again(officer: User) -> None:
    undo(take(send(officer, row("สหกรณ์โคนม")), officer), officer)
    take(send(officer, row("สหกรณ์โคนม")), officer)
    assert names() == ["สหกรณ์โคนม"]


@pytest.mark.django_db(transaction=True)
def test_a_discarded_file_is_deleted(officer: User) -> None:
    run = send(officer, row("สหกรณ์โคนม"))
    path = run.file.name
    assert default_storage.exists(path)
    discard_run(run=run, by=officer, at=world.NOW)
    assert not default_storage.exists(path)
    with pytest.raises(ImportDecided):
        keep_choices(run=run, choices={}, by=officer, at=world.NOW)


@pytest.mark.django_db(transaction=True)
def test_an_old_import_forgets_whom_it_named(officer: User, frozen: time_machine.Traveller) -> None:
    run = take(send(officer, row("สหกรณ์โคนม")), officer)
    left = send(officer, row("ชมรมคนรักป่า"))
    assert not forget_next_import()
    frozen.move_to(world.NOW + KEPT_FOR + timedelta(days=1))
    assert forget_next_import()
    assert forget_next_import()
    assert not forget_next_import()
    run.refresh_from_db()
    left.refresh_from_db()
    assert (run.result, run.state, left.state) == ([], ImportState.APPLIED, ImportState.DISCARDED)
    assert not default_storage.exists(run.file.name)
    with pytest.raises(UndoRefused):
        undo(run, officer)
    assert names() == ["สหกรณ์โคนม"]


@pytest.mark.parametrize("name", ["list.pdf", "list.docx", "list.exe"])
def test_a_file_that_is_no_table_is_refused_and_not_kept(name: str, officer: User) -> None:
    with pytest.raises((TableRefused, UploadRefused)):
        send(officer, upload=SimpleUploadedFile(name, b"%PDF-1.4 nothing"))
    assert not ImportRun.objects.exists()


def test_nothing_is_taken_where_the_list_is_closed(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = send(officer, row("สหกรณ์โคนม"))
    monkeypatch.setattr(IMPORTER, "is_closed", True)
    with pytest.raises(ImportRefused, match="ปิดแล้ว"):
        take(run, officer)
    with pytest.raises(ImportRefused, match="ปิดแล้ว"):
        send(officer, row("สหกรณ์โคนม"))
    assert not names()


def test_each_move_is_noted_with_who_and_when(officer: User, head: User) -> None:
    run = send(officer, row("สหกรณ์โคนม"))
    undo(take(run, head), head)
    noted = run.events.order_by("pk").values_list("verb", "by")
    assert list(noted) == [("uploaded", officer.pk), ("applied", head.pk), ("undone", head.pk)]


def test_a_run_is_seen_by_those_who_may_import_that_list(
    officer: User, head: User, auditor: User, reporter: User
) -> None:
    run = send(officer, row("สหกรณ์โคนม"))
    for person, sees in ((officer, True), (head, True), (auditor, False), (reporter, False)):
        assert ImportRun.objects.visible_to(person).filter(pk=run.pk).exists() is sees


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_same_file_at_once_take_it_once() -> None:
    officer = world.make_user(Role.OFFICER, "officer@onde.example")
    run = send(officer, *(row(f"องค์กร {number}") for number in range(50)))
    digest = plan_of(run, IMPORTER()).digest
    start, outcomes = threading.Barrier(2), []

    def press() -> None:
        try:
            mine = ImportRun.objects.get(pk=run.pk)
            start.wait(timeout=20)
            with override("th"):
                take(mine, officer, digest=digest)
            outcomes.append("taken")
        except ImportDecided:
            outcomes.append("decided")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _press in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "taken"]
    assert Organisation.objects.count() == 50
