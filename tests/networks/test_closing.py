"""The closing report: words guarded by a version, figures of the project, the same on paper."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from networks.actions.closing import ClosingConflict, ClosingWords, write_closing
from networks.actions.founding import found_network
from networks.actions.meetings import ProjectEnded
from networks.actions.resolutions import complete_resolution
from networks.models import (
    Activity,
    Attendance,
    ClosingReport,
    Hearing,
    HearingAttendance,
    NetworkProject,
    Opinion,
    OpinionTopic,
    Paper,
    PaperItem,
    Participant,
    Person,
    SignIn,
    Sitting,
    TargetGroup,
)
from networks.reports.closing import (
    build_closing,
    closing_file,
    closing_print,
    may_see_closing,
    request_closing,
)
from networks.selectors.closing import closing_figures, closing_written
from onde_portal.accounts.models import User
from onde_portal.assessments.models import Question, Topic
from onde_portal.documents.models import StoredDocument
from onde_portal.workflow.actions import cancel_case, pause, resume
from tests.networks.meetings import make_meeting, make_project, resolve
from tests.world import NOW, TODAY, udon_thani

pytestmark = pytest.mark.django_db
WORDS = ClosingWords(results="จัดตั้งเครือข่ายได้ 1 แห่ง", lessons="เริ่มให้เร็ว")
LATER = NOW + timedelta(days=30)


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return make_project(officer)


def person(number: int) -> Person:
    return Person.objects.create(
        first_name=f"คน{number}", last_name="ทดสอบ", retain_until=date(2036, 1, 1),
        search_key=f"คน{number}", loose_key=f"คน{number}", name_key=f"คน{number}", created_at=NOW,
    )  # fmt: skip


@pytest.fixture
def full(project: NetworkProject, officer: User) -> NetworkProject:
    """Three people, two of them with both tests; an event; a hearing; a network; resolutions."""
    group = TargetGroup.objects.create(project=project, name="ผู้นำชุมชน", expected=5)
    held = Activity.objects.create(
        project=project, title="อบรม", state="held", starts_on=TODAY, ends_on=TODAY + timedelta(1),
        place="ศาลากลาง", province=udon_thani(),
        budget_planned=Decimal(1000), budget_spent=Decimal("900.50"),
    )  # fmt: skip
    Activity.objects.create(
        project=project, title="ยกเลิก", state="cancelled", starts_on=TODAY, ends_on=TODAY,
        place="ศาลากลาง", province=udon_thani(), budget_planned=Decimal(7777),
    )  # fmt: skip
    papers = [_paper(project, kind) for kind in (Paper.Kind.PRE, Paper.Kind.POST)]
    for number, scores in enumerate([(1, 2), (0, 2), (2, None)]):
        taking = Participant.objects.create(
            project=project,
            person=person(number),
            target_group=group,
            source="hand",
            enrolled_at=NOW,
        )
        came = Attendance.objects.create(
            activity=held, participant=taking, invited_at=NOW, registered_at=NOW if number else None
        )
        for day in range(number):
            SignIn.objects.create(attendance=came, on=TODAY + timedelta(day), at=NOW, how="phone")
        for paper, score in zip(papers, scores, strict=True):
            if score is not None:
                Sitting.objects.create(
                    paper=paper,
                    participant=taking,
                    source="paper",
                    score=score,
                    started_at=NOW,
                    finished_at=NOW,
                )
    _hearing(project)
    found_network(
        name="เครือข่ายหนองบัว", province=udon_thani(), founded_on=TODAY, project=project,
        by=officer, at=NOW,
    )  # fmt: skip
    meeting = make_meeting(officer, project)
    resolve(meeting, officer)
    done = resolve(meeting, officer, text="เสร็จแล้ว")
    complete_resolution(resolution=done, outcome="ส่งแล้ว", on=TODAY, by=officer, at=NOW)
    return project


def _paper(project: NetworkProject, kind: str) -> Paper:
    topic, _made = Topic.objects.get_or_create(name_th="ทั่วไป")
    paper = Paper.objects.create(project=project, kind=kind, title=kind)
    for position in (1, 2):
        question = Question.objects.create(
            topic=topic, text=f"{kind}{position}", choices=["ก", "ข"], answer=0
        )
        PaperItem.objects.create(paper=paper, position=position, question=question)
    return paper


def _hearing(project: NetworkProject) -> None:
    hearing = Hearing.objects.create(
        project=project, title="เวที", held_on=TODAY, place="ศาลากลาง", province=udon_thani()
    )
    HearingAttendance.objects.create(hearing=hearing, sector="citizens", women=30, men=20, unsaid=1)
    HearingAttendance.objects.create(hearing=hearing, sector="local", women=2, men=3)
    topic = OpinionTopic.objects.create(name_th="งบประมาณของเวที")
    for state, answer in [("open", ""), ("adopted", "รับ"), ("adopted", "รับ")]:
        Opinion.objects.create(hearing=hearing, topic=topic, text="x", state=state, answer=answer)


def test_the_words_are_kept_with_who_wrote_them(project: NetworkProject, officer: User) -> None:
    assert not closing_written(project)
    write_closing(project=project, words=ClosingWords(results="ก"), version=0, by=officer, at=NOW)
    assert not closing_written(project)
    report = write_closing(project=project, words=WORDS, version=1, by=officer, at=NOW)
    assert closing_written(project)
    report.refresh_from_db()
    assert (report.version, report.results, report.changed_by) == (2, WORDS.results, officer)
    assert report.history.count() == 2
    assert project.events.filter(reason__contains="รายงานปิดโครงการ").count() == 1


def test_who_saves_second_overwrites_nothing(
    project: NetworkProject, officer: User, head: User
) -> None:
    write_closing(project=project, words=WORDS, version=0, by=officer, at=NOW)
    for version in (0, 7):
        with pytest.raises(ClosingConflict):
            write_closing(
                project=project, words=ClosingWords("ทับ"), version=version, by=head, at=NOW
            )
    assert ClosingReport.objects.get().results == WORDS.results
    cancel_case(case=project, reason="เลิก", by=head, at=NOW)
    project.refresh_from_db()
    with pytest.raises(ProjectEnded):
        write_closing(project=project, words=WORDS, version=1, by=head, at=NOW)


def test_the_figures_are_those_of_the_project(full: NetworkProject) -> None:
    figures = closing_figures(full, LATER)
    assert [(row.expected, row.registered, row.reached) for row in figures.targets] == [(5, 3, 2)]
    events = figures.events
    assert (events.planned, events.held, events.days) == (1, 1, 2)
    assert (events.budget, events.spent) == (Decimal(1000), Decimal("900.50"))
    people = figures.participants
    assert (people.taking_part, people.invited, people.registered, people.attended) == (3, 3, 2, 2)
    tests = figures.tests
    assert tests is not None
    assert (tests.pairs, tests.before, tests.after, tests.gain) == (2, 25, 100, 75)
    hearings = figures.hearings
    assert (hearings.hearings, hearings.people, hearings.women) == (1, 56, 32)
    assert [count for _state, count in hearings.opinions] == [1, 2]
    assert [(row.name, row.members) for row in figures.networks] == [("เครือข่ายหนองบัว", 0)]
    resolved = figures.resolutions
    assert (resolved.done, resolved.open, resolved.overdue, resolved.dropped) == (1, 1, 0, 0)
    assert closing_figures(full, NOW + timedelta(days=60)).resolutions.overdue == 1


def test_the_clock_of_the_report_is_the_cases_own(project: NetworkProject, officer: User) -> None:
    week = timedelta(days=7)
    pause(case=project, reason="lao", remarks="", by=officer, at=NOW + week)
    project.refresh_from_db()
    resume(case=project, by=officer, at=NOW + 2 * week)
    project.refresh_from_db()
    clock = closing_figures(project, NOW + 3 * week).clock
    assert clock.budget == 738
    assert clock.paused > 0
    assert sum(hours for _step, hours in clock.steps) == clock.used
    assert len(clock.steps) == 6


def test_an_empty_project_has_a_report_too(project: NetworkProject) -> None:
    figures = closing_figures(project, NOW)
    assert (figures.tests, figures.targets, figures.networks) == (None, (), ())
    assert closing_file(project, ending="docx", language="th", at=NOW)


def test_the_paper_has_the_words_and_the_figures(
    full: NetworkProject, officer: User, reporter: User
) -> None:
    write_closing(project=full, words=WORDS, version=0, by=officer, at=NOW)
    first = request_closing(full, language="th", by=officer, at=LATER)
    assert request_closing(full, language="th", by=officer, at=LATER) == first
    source = build_closing(first.about, "th")
    words = str((source.cover, source.chapters))
    assert "จัดตั้งเครือข่ายได้ ๑ แห่ง" in words
    assert "๙๐๐.๕๐" in words
    assert "๒๐ พฤษภาคม ๒๕๖๙" in words
    assert may_see_closing(officer, first.about)
    assert not may_see_closing(reporter, first.about)
    assert not may_see_closing(officer, "networks.networkproject:x")

    StoredDocument.objects.filter(pk=first.pk).update(state="ready")
    second = request_closing(full, language="th", by=officer, at=LATER)
    first.refresh_from_db()
    assert (first.superseded_at, closing_print(full)) == (LATER, second)


def test_the_same_moment_gives_the_same_word_file(full: NetworkProject) -> None:
    first = closing_file(full, ending="docx", language="th", at=NOW)
    assert first == closing_file(full, ending="docx", language="th", at=NOW)
    tables = Document(io.BytesIO(first)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "ผู้นำชุมชน" in cells
    assert "เครือข่ายหนองบัว" in cells


def test_excel_has_the_tables_with_real_numbers_and_days(
    full: NetworkProject, officer: User, sign_in: Callable[[User], Client]
) -> None:
    url = reverse("admin:networks_closingreport_excel", args=[full.pk])
    book = openpyxl.load_workbook(io.BytesIO(sign_in(officer).get(url).content))
    about, time, reach, networks = book.worksheets
    assert ("โครงการ", full.title) in about.iter_rows(values_only=True)
    assert len(list(time.iter_rows(min_row=2))) == 6
    assert [row[0] for row in reach.iter_rows(min_row=2, values_only=True)][-1] == "รวม"
    assert isinstance(networks["C2"].value, datetime)
    assert isinstance(networks["D2"].value, int)


@pytest.mark.usefixtures("frozen")
def test_the_page_keeps_words_and_shows_conflicts(
    project: NetworkProject, officer: User, head: User, auditor: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    url = reverse("admin:networks_closingreport_page", args=[project.pk])
    client = sign_in(officer)
    assert client.get(url).status_code == 200
    words = {"results": "ผลของฉัน", "problems": "", "lessons": "บทเรียน", "recommendations": ""}
    assert client.post(f"{url}do/save/", words | {"version": 0}).status_code == 302
    other = sign_in(head).post(f"{url}do/save/", words | {"version": 0, "results": "ผลของหัวหน้า"})
    page = other.content.decode()
    assert other.status_code == 409
    assert "ผลของฉัน" in page
    assert "ผลของหัวหน้า" in page
    assert 'name="version" value="1"' in page
    long = client.post(f"{url}do/save/", words | {"version": 1, "results": "ก" * 200_000})
    assert (long.status_code, "ก" * 200_000 in long.content.decode()) == (409, True)
    assert client.post(f"{url}do/pdf/", {}).status_code == 302
    assert client.get(reverse("admin:networks_closingreport_word", args=[project.pk])).content
    reader = sign_in(auditor)
    assert "ผลของฉัน" in reader.get(url).content.decode()
    assert reader.post(f"{url}do/save/", words | {"version": 1}).status_code == 403
    listed = reader.get(reverse("admin:networks_closingreport_changelist")).content.decode()
    assert project.title in listed
    report = ClosingReport.objects.get()
    moved = reader.get(reverse("admin:networks_closingreport_change", args=[report.pk]))
    assert moved.headers["Location"] == url


@pytest.mark.usefixtures("frozen")
def test_words_of_the_report_outlive_the_session(project: NetworkProject, officer: User) -> None:
    url = reverse("admin:networks_closingreport_page", args=[project.pk])
    client = Client()
    words = {"results": "พิมพ์ไว้ก่อน", "problems": "", "lessons": "", "recommendations": ""}
    assert client.post(f"{url}do/save/", words | {"version": 0}).status_code == 302
    assert not ClosingReport.objects.exists()
    client.force_login(officer)
    assert "พิมพ์ไว้ก่อน" in client.get(url).content.decode()
