"""The pages of the Office's reports: list, beginning, writing together, and being made final."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import StoredDocument
from onde_portal.reporting.actions import finish_report
from onde_portal.reporting.models import Report
from tests.pdf import text_of
from tests.reporting.conftest import AT, Country, write
from tests.reporting.reading import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
SignIn = Callable[[User], Client]


def begin(client: Client, **chosen: object) -> Report:
    answer = client.post(reverse("office-report-begin"), chosen)
    assert answer.status_code == 302, answer.content.decode()
    return Report.objects.order_by("-pk")[0]


def test_without_reports_the_list_says_what_to_do(sign_in: SignIn, officer: User) -> None:
    page = sign_in(officer).get(reverse("office-reports"))
    assert reverse("office-report-new") in page.content.decode()
    assert "ยังไม่มี" in page.content.decode() or "No report" in page.content.decode()


def test_an_officer_begins_writes_and_issues_a_report(
    country: Country, sign_in: SignIn, officer: User, client: Client
) -> None:
    browser = sign_in(officer)
    report = begin(browser, kind="round", round=country.round.pk, place="province:41", year="")
    assert (report.province_id, report.edition, report.state) == ("41", 1, "draft")
    page = browser.get(reverse("office-report", args=[report.pk]))
    assert [part.key for part in page.context["parts"]] == [
        "completeness", "outputs", "outcomes", "impacts", "problems", "lessons",
        "recommendations", "support", "next-phase", "hubs",
    ]  # fmt: skip
    words = {"introduction": "คำนำ\n\nย่อหน้าสอง", "conclusions": "บทสรุป", "version": "0"}
    assert browser.post(reverse("office-report-keep", args=[report.pk]), words).status_code == 302
    confirm = browser.get(reverse("office-report-final", args=[report.pk]))
    assert confirm.context["report"].version == 1
    finish = browser.post(reverse("office-report-finish", args=[report.pk]), {"version": "1"})
    assert finish.status_code == 302
    report.refresh_from_db()
    assert (report.number_text, report.finished_by) == ("1/2569", officer)
    shown = browser.get(reverse("office-report", args=[report.pk])).content.decode()
    assert "ย่อหน้าสอง" in shown
    check = client.get(reverse("document-check", args=[report.check_code]))
    assert str(check.context["verdict"]) == "genuine"
    late = browser.post(reverse("office-report-keep", args=[report.pk]), words)
    assert late.status_code == 409
    assert words["introduction"] in late.content.decode()
    for name in ("write", "final"):
        back = browser.get(reverse(f"office-report-{name}", args=[report.pk]), follow=True)
        assert back.redirect_chain == [(reverse("office-report", args=[report.pk]), 302)]
        assert report.number_text in " ".join(map(str, back.context["messages"]))


def test_a_final_report_is_in_the_register_at_once_and_all_its_papers_show_one_code(
    country: Country, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    report = begin(browser, kind="year", year="2569")
    browser.post(reverse("office-report-finish", args=[report.pk]), {"version": "0"})
    paper = StoredDocument.objects.get(kind="office-report", number="1/2569")
    while make_next_document():
        pass
    paper.refresh_from_db()
    printed = text_of(Path(paper.file.path).read_bytes())
    assert (paper.language, paper.own_code) == ("th", report.check_code)
    assert report.check_code in printed
    assert paper.check_code not in printed


def test_the_director_asks_for_the_paper_of_a_final_report_and_of_no_draft(
    country: Country, sign_in: SignIn, officer: User, director: User, auditor: User
) -> None:
    report = begin(sign_in(officer), kind="round", round=country.round.pk, place="country", year="")
    address, asked = reverse("office-report-pdf", args=[report.pk]), {"language": "en"}
    assert sign_in(director).post(address, asked).status_code == 403
    finish_report(report=report, version=0, by=officer, at=AT)
    page = sign_in(director).get(reverse("office-report", args=[report.pk])).content.decode()
    assert address in page
    assert sign_in(auditor).post(address, asked).status_code == 403
    assert sign_in(director).post(address, asked).status_code == 302
    assert StoredDocument.objects.get(kind="office-report").requested_by == director


def test_a_new_report_asks_for_what_its_kind_needs(
    country: Country, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    for kind, lacks in (("round", {"round", "place"}), ("year", {"year"})):
        answer = browser.post(reverse("office-report-begin"), {"kind": kind})
        assert answer.status_code == 400
        assert set(answer.context["form"].errors) == lacks
    nul = begin(browser, kind="year", year="2569", round="", place="")
    words = {"introduction": "ก\x00ข", "conclusions": "", "version": "0"}
    assert browser.post(reverse("office-report-keep", args=[nul.pk]), words).status_code == 302
    nul.refresh_from_db()
    assert nul.introduction == "กข"


def test_two_who_write_see_each_others_words(
    country: Country, sign_in: SignIn, officer: User, head: User
) -> None:
    first, second = sign_in(officer), sign_in(head)
    report = begin(first, kind="round", round=country.round.pk, place="country", year="")
    address = reverse("office-report-keep", args=[report.pk])
    mine = {"introduction": "ของคนแรก", "conclusions": "", "version": "0"}
    assert first.post(address, mine).status_code == 302
    theirs = {"introduction": "ของคนที่สอง", "conclusions": "สรุป", "version": "0"}
    conflict = second.post(address, theirs)
    assert conflict.status_code == 409
    said = conflict.content.decode()
    assert "ของคนแรก" in said
    assert "ของคนที่สอง" in said
    assert conflict.context["typed"].version == 1
    assert second.post(address, theirs | {"version": "1"}).status_code == 302
    report.refresh_from_db()
    assert report.introduction == "ของคนที่สอง"


@pytest.mark.parametrize("spoiled", ["", "-1", "abc", "๑", "9" * 30])
def test_words_sent_with_a_spoiled_version_come_back_and_can_be_kept(
    country: Country, sign_in: SignIn, officer: User, spoiled: str
) -> None:
    browser = sign_in(officer)
    report = begin(browser, kind="year", year="2569")
    address = reverse("office-report-keep", args=[report.pk])
    words = {"introduction": "พิมพ์ไว้นาน", "conclusions": ""}
    refused = browser.post(address, words | {"version": spoiled})
    assert refused.status_code == 409
    assert "พิมพ์ไว้นาน" in refused.content.decode()
    again = words | {"version": str(refused.context["typed"].version)}
    assert browser.post(address, again).status_code == 302


def test_line_ends_of_browsers_are_neither_counted_nor_taken_for_a_change(
    country: Country, sign_in: SignIn, officer: User, head: User
) -> None:
    first, second = sign_in(officer), sign_in(head)
    report = begin(first, kind="year", year="2569")
    address = reverse("office-report-keep", args=[report.pk])
    longest = "\r\n".join(["ก" * 499] * 40)
    words = {"introduction": longest, "conclusions": "หนึ่ง", "version": "0"}
    assert first.post(address, words).status_code == 302
    conflict = second.post(address, words | {"conclusions": "สอง"})
    assert [text for _label, text in conflict.context["typed"].theirs] == ["หนึ่ง"]


def test_of_each_report_there_is_one_draft_and_whoever_begins_it_again_is_led_there(
    country: Country, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    chosen = {"kind": "round", "round": country.round.pk, "place": "country", "year": ""}
    report = begin(browser, **chosen)
    again = browser.post(reverse("office-report-begin"), chosen)
    assert again["Location"] == reverse("office-report", args=[report.pk])
    assert Report.objects.count() == 1
    assert begin(browser, kind="year", year="2569", round="", place="").fiscal_year == 2569


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"kind": "round", "round": "", "place": "country"},
        {"kind": "round", "round": "999", "place": "country"},
        {"kind": "round", "round": "x", "place": "province:99"},
        {"kind": "year", "year": ""},
        {"kind": "year", "year": "2999"},
        {"kind": "<script>", "year": "2569"},
    ],
)
def test_a_choice_that_is_none_is_said_at_its_field(
    chosen: dict[str, str], sign_in: SignIn, officer: User
) -> None:
    answer = sign_in(officer).post(reverse("office-report-begin"), chosen)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not Report.objects.exists()


def test_the_list_is_narrowed_and_its_file_is_the_same_list(
    country: Country, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    begin(browser, kind="round", round=country.round.pk, place="region:northeast", year="")
    begin(browser, kind="year", year="2569", round="", place="")
    for asked, number in (
        ("", 2), ("?kind=year", 1), ("?place=region:northeast", 1), ("?place=province:41", 0),
        ("?state=final", 0), ("?year=2569", 2), ("?year=2560", 0), ("?kind='--&year=x", 2),
    ):  # fmt: skip
        page = browser.get(reverse("office-reports") + asked)
        assert page.context["page"].paginator.count == number, asked
    assert browser.get(reverse("office-reports-file")).status_code == 200


def test_who_only_reads_changes_nothing(
    country: Country, sign_in: SignIn, officer: User, auditor: User, reporter: User
) -> None:
    report = begin(sign_in(officer), kind="round", round=country.round.pk, place="country", year="")
    write(report, officer)
    reader, outsider = sign_in(auditor), sign_in(reporter)
    for name in ("office-report", "office-report-word", "office-report-excel"):
        address = reverse(name, args=[report.pk])
        assert (reader.get(address).status_code, outsider.get(address).status_code) == (200, 403)
    for name in ("keep", "pdf", "finish", "drop"):
        address = reverse(f"office-report-{name}", args=[report.pk])
        data = {"version": "1", "introduction": "", "conclusions": ""}
        assert reader.post(address, data).status_code == 403, name
        assert outsider.post(address, data).status_code == 403, name
    report.refresh_from_db()
    assert (report.version, report.state) == (1, "draft")
    assert not StoredDocument.objects.filter(kind="office-report").exists()


def test_words_sent_after_the_session_ended_wait_for_their_writer(
    country: Country, sign_in: SignIn, officer: User
) -> None:
    report = begin(sign_in(officer), kind="round", round=country.round.pk, place="country", year="")
    browser = Client()
    sent = {"introduction": "พิมพ์ไว้นาน", "conclusions": "", "version": "0"}
    away = browser.post(reverse("office-report-keep", args=[report.pk]), sent)
    assert "/accounts/login/" in away["Location"]
    browser.force_login(officer)
    page = browser.get(reverse("office-report-write", args=[report.pk]))
    assert "พิมพ์ไว้นาน" in page.content.decode()


def test_a_draft_can_be_taken_back(country: Country, sign_in: SignIn, officer: User) -> None:
    browser = sign_in(officer)
    report = begin(browser, kind="round", round=country.round.pk, place="country", year="")
    browser.post(reverse("office-report-pdf", args=[report.pk]))
    paper = StoredDocument.objects.get(kind="office-report")
    assert browser.post(reverse("office-report-drop", args=[report.pk])).status_code == 302
    assert not Report.objects.exists()
    assert browser.get(reverse("document", args=[paper.pk])).status_code == 404


def test_a_drafts_paper_that_was_cancelled_comes_with_the_words_of_now(
    country: Country, sign_in: SignIn, officer: User, director: User
) -> None:
    browser = sign_in(officer)
    report = begin(browser, kind="round", round=country.round.pk, place="country", year="")
    browser.post(reverse("office-report-pdf", args=[report.pk]))
    paper = StoredDocument.objects.get(kind="office-report")
    browser.post(reverse("document_cancel", args=[paper.pk]))
    write(report, officer, introduction="เขียนไว้ภายหลัง")
    again = reverse("document_again", args=[paper.pk])
    assert sign_in(director).post(again).status_code == 403
    assert browser.post(again).status_code == 302
    while make_next_document():
        pass
    made = StoredDocument.objects.get(kind="office-report", state=StoredDocument.State.READY)
    assert "เขียนไว้ภายหลัง" in plain(text_of(Path(made.file.path).read_bytes()))


def test_a_drafts_paper_bears_no_code_and_the_final_one_is_genuine(
    country: Country, sign_in: SignIn, officer: User, client: Client
) -> None:
    browser = sign_in(officer)
    report = begin(browser, kind="round", round=country.round.pk, place="country", year="")
    browser.post(reverse("office-report-pdf", args=[report.pk]))
    browser.post(reverse("office-report-finish", args=[report.pk]), {"version": "0"})
    while make_next_document():
        pass
    report.refresh_from_db()
    papers = StoredDocument.objects.filter(kind="office-report").order_by("pk")
    draft, final = [(paper, text_of(Path(paper.file.path).read_bytes())) for paper in papers]
    for code, (paper, words), is_printed, verdict in (
        (draft[0].check_code, draft, False, "unknown"),
        (report.check_code, final, True, "genuine"),
    ):
        assert (code in words) == is_printed
        assert (reverse("document-check-form") in words) == is_printed
        page = client.get(reverse("document-check", args=[code]))
        assert str(page.context["verdict"]) == verdict
        by_file = client.get(reverse("document-check-form"), {"sha256": paper.sha256})
        assert str(by_file.context["verdict"]) == verdict
