"""The pages of an import in the staff's site, over the list of holidays and a stricter one."""

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from networks.models import Organisation
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action
from onde_portal.exchange.models import ImportRun, ImportState
from onde_portal.workbench.admin.registers import HolidayCorrectionAdmin
from onde_portal.workflow.models import HolidayCorrection
from tests import world
from tests.exchange.guests import OrganisationImporter, row, xlsx

SignIn = Callable[[User], Client]
PAGE = "admin:workflow_holidaycorrection_import"
CSV = "วันที่,วันหยุดราชการ,เหตุผล\r\n12/6/2569,ใช่,มติ ครม.\r\n๑๔/๘/๒๕๖๙,ไม่ใช่,เปิดทำการ\r\n"


@pytest.fixture
def client(administrator: User, sign_in: SignIn) -> Client:
    return sign_in(administrator)


@pytest.fixture
def organisations(monkeypatch: pytest.MonkeyPatch, officer: User, sign_in: SignIn) -> Client:
    """The page imports organisations, and an officer may."""
    world.udon_thani()
    monkeypatch.setattr(HolidayCorrectionAdmin, "importer", OrganisationImporter)
    monkeypatch.setattr(HolidayCorrectionAdmin, "import_action", Action.RUN_CASE)
    return sign_in(officer)


def send(client: Client, upload: SimpleUploadedFile | None = None, **more: str) -> HttpResponse:
    upload = upload or SimpleUploadedFile("วันหยุด.csv", CSV.encode("cp874"))
    answer = client.post(reverse(f"{PAGE}_send"), {"file": upload, **more}, follow=True)
    assert isinstance(answer, HttpResponse)
    return answer


def move(client: Client, name: str, **fields: str) -> HttpResponse:
    run = ImportRun.objects.latest("pk")
    answer = client.post(reverse(f"{PAGE}_move", args=[run.pk, name]), fields, follow=True)
    assert isinstance(answer, HttpResponse)
    return answer


def digest_of(answer: HttpResponse) -> str:
    found = re.search(r'name="digest" value="(\w+)"', answer.content.decode())
    assert found
    return found[1]


def test_the_list_leads_to_its_import(client: Client) -> None:
    page = client.get(reverse("admin:workflow_holidaycorrection_changelist"))
    assert f'href="{reverse(PAGE)}"' in page.content.decode()


def test_a_file_is_looked_at_taken_over_and_undone(client: Client) -> None:
    shown = send(client)
    assert "12/6/2569" in shown.content.decode()
    assert not HolidayCorrection.objects.exists()
    result = move(client, "apply", digest=digest_of(shown))
    assert "นำเข้าแล้ว 2 แถว" in result.content.decode()
    assert HolidayCorrection.objects.filter(on=date(2026, 8, 14), is_holiday=False).exists()
    assert "ยกเลิกการนำเข้าแล้ว" in move(client, "undo").content.decode()
    assert not HolidayCorrection.objects.exists()


def test_a_file_that_was_taken_already_says_so_and_offers_nothing(client: Client) -> None:
    move(client, "apply", digest=digest_of(send(client)))
    again = send(client)
    text = again.content.decode()
    assert "ไฟล์นี้เคยนำเข้าแล้ว" in text
    assert 'name="digest"' not in text
    assert HolidayCorrection.objects.count() == 2


def test_pressing_twice_takes_it_once_and_shows_the_result(client: Client) -> None:
    digest = digest_of(send(client))
    move(client, "apply", digest=digest)
    again = move(client, "apply", digest=digest)
    assert again.status_code == 409
    assert "มีผู้ดำเนินการกับไฟล์นำเข้านี้ไปแล้ว" in again.content.decode()
    assert HolidayCorrection.objects.count() == 2


def test_the_exported_list_is_imported_again_unchanged(client: Client) -> None:
    move(client, "apply", digest=digest_of(send(client)))
    listed = client.get(reverse("admin:workflow_holidaycorrection_export", args=["xlsx"]))
    send(client, SimpleUploadedFile("export.xlsx", listed.getvalue()))
    assert ImportRun.objects.latest("pk").counts["same"] == 2


def test_who_may_only_read_exports_the_list_as_it_is_shown(
    officer: User, sign_in: SignIn, client: Client
) -> None:
    move(client, "apply", digest=digest_of(send(client)))
    address = reverse("admin:workflow_holidaycorrection_export", args=["csv"])
    plain = sign_in(officer).get(address).getvalue().decode()
    assert "2026-08-14,False" in plain
    own = client.get(address).getvalue().decode()
    assert "2026-08-14,ไม่ใช่" in own


def test_the_template_has_the_header_an_example_and_the_meaning(client: Client) -> None:
    answer = client.get(reverse(f"{PAGE}_template"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    table, meaning = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    assert table[0] == ["วันที่", "วันหยุดราชการ", "เหตุผล"]
    assert table[1][0] == "31/8/2569"
    assert len(meaning) >= 4


def test_all_errors_stand_on_one_page_and_in_a_workbook(organisations: Client) -> None:
    rows = [row(f"องค์กรที่ {number}") for number in range(1000)]
    for number in range(300):
        rows[number * 3] = row(f"องค์กรที่ {number * 3}", phone="12")
    shown = send(organisations, xlsx(*rows))
    text = shown.content.decode()
    assert all(f"<b>D{number * 3 + 2}</b>" in text for number in range(300))
    assert "แผ่น1" in text
    run = ImportRun.objects.latest("pk")
    answer = organisations.get(reverse(f"{PAGE}_errors", args=[run.pk]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    assert len(book.get_sheet_by_index(0).to_python()) == 301
    assert not Organisation.objects.exists()


def test_the_good_rows_are_taken_only_when_asked_for(organisations: Client) -> None:
    shown = send(organisations, xlsx(row("สหกรณ์โคนม"), row("ชมรมคนรักป่า", phone="12")))
    digest = digest_of(shown)
    assert move(organisations, "apply", digest=digest).status_code == 409
    assert not Organisation.objects.exists()
    move(organisations, "apply", digest=digest, good_rows_only="1")
    assert Organisation.objects.get().name == "สหกรณ์โคนม"


def test_unclear_rows_are_chosen_one_by_one_or_all_at_once(organisations: Client) -> None:
    move(organisations, "apply", digest=digest_of(send(organisations, xlsx(row("มูลนิธิเพื่อนบ้าน")))))
    known = Organisation.objects.get()
    send(organisations, xlsx(row("มูลนิธิเพื่อนช้าง"), row("มูลนิธิเพื่อนแมว"), row("มูลนิธิเพื่อนหมา")))
    chosen = move(
        organisations, "choose", show="unsure", page="1", rest="new", **{"row-3": f"use:{known.pk}"}
    )
    assert chosen.redirect_chain[-1][0].endswith("?show=unsure&page=1")  # type: ignore[attr-defined]
    run = ImportRun.objects.latest("pk")
    assert run.choices == {"2": "new", "3": f"use:{known.pk}", "4": "new"}
    move(organisations, "apply", digest=digest_of(chosen))
    known.refresh_from_db()
    assert known.name == "มูลนิธิเพื่อนแมว"
    assert Organisation.objects.count() == 3


@pytest.mark.parametrize("part", ["wrong", "unsure", "changed", "new", "same", "warnings", "x"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_part_of_the_preview_can_be_looked_at(
    part: str, language: str, organisations: Client
) -> None:
    move(organisations, "apply", digest=digest_of(send(organisations, xlsx(row("มูลนิธิเพื่อนบ้าน")))))
    changed = row("มูลนิธิเพื่อนบ้าน", phone="02-123-4567")
    send(organisations, xlsx(changed, row("มูลนิธิเพื่อนช้าง"), row("สหกรณ์", email="x"), row("ชมรม")))
    run = ImportRun.objects.latest("pk")
    page = organisations.get(
        reverse(f"{PAGE}_run", args=[run.pk]), {"show": part, "page": "9"},
        headers={"accept-language": language},
    )  # fmt: skip
    assert page.status_code == 200


def test_a_file_that_is_no_table_is_refused_with_a_sentence(client: Client) -> None:
    answer = send(client, SimpleUploadedFile("list.pdf", b"%PDF-1.4"))
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert client.post(reverse(f"{PAGE}_send")).status_code == 409
    assert not ImportRun.objects.exists()


def test_a_discarded_file_can_no_longer_be_taken(client: Client) -> None:
    digest = digest_of(send(client))
    run = ImportRun.objects.get()
    move(client, "discard")
    assert move(client, "apply", digest=digest).status_code == 409
    page = client.get(reverse(f"{PAGE}_run", args=[run.pk]))
    assert page.status_code == 200
    assert client.get(reverse(f"{PAGE}_errors", args=[run.pk])).status_code == 404
    run.refresh_from_db()
    assert run.state == ImportState.DISCARDED


def test_the_context_travels_with_the_file_and_back(
    organisations: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OrganisationImporter, "context_keys", ("project",))
    page = organisations.get(reverse(PAGE), {"project": "7", "other": "x"})
    assert '<input type="hidden" name="project" value="7">' in page.content.decode()
    shown = send(organisations, xlsx(row("สหกรณ์โคนม")), project="7")
    assert ImportRun.objects.get().context == {"project": "7"}
    result = move(organisations, "apply", digest=digest_of(shown))
    assert 'href="/back/"' in result.content.decode()


@pytest.mark.parametrize("who", ["officer", "auditor", "reporter", "director"])
def test_nobody_else_sees_or_sends_anything(
    who: str, request: pytest.FixtureRequest, client: Client, sign_in: SignIn
) -> None:
    send(client)
    other = sign_in(request.getfixturevalue(who))
    run = ImportRun.objects.get()
    reads = [reverse(PAGE), reverse(f"{PAGE}_template"), reverse(f"{PAGE}_run", args=[run.pk]),
             reverse(f"{PAGE}_errors", args=[run.pk])]  # fmt: skip
    assert {other.get(address).status_code for address in reads} <= {302, 403, 404}
    writes = [reverse(f"{PAGE}_send"), reverse(f"{PAGE}_move", args=[run.pk, "apply"])]
    assert {other.post(address).status_code for address in writes} <= {302, 403, 404}
    assert not HolidayCorrection.objects.exists()


def test_a_run_of_another_list_is_not_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client)
    run = ImportRun.objects.get()
    monkeypatch.setattr(HolidayCorrectionAdmin, "importer", OrganisationImporter)
    assert client.get(reverse(f"{PAGE}_run", args=[run.pk])).status_code == 404
