"""Pages of a workshop's tests: from the cohort's page to questions, grid, papers and analysis."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import Cohort, CohortPaper, CohortSitting, Delegate
from onde_portal.accounts.models import User
from onde_portal.assessments.actions.sittings import enter_answers
from onde_portal.documents.kinds import kind_of
from onde_portal.documents.models import StoredDocument
from onde_portal.registry.models import Lao
from tests.assessments.quiz import ask, opened
from tests.hubs.programme import make_approved, make_cohort, make_programme
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def cohort(lao: Lao, officer: User) -> Cohort:
    programme = make_programme(officer)
    cohort = make_cohort(programme, 1, make_approved(programme, lao))
    for name in ("นายบุญมี ศรีสุข", "นางคำแก้ว ทองดี"):
        Delegate.objects.create(invitee=cohort.invitees.get(), name=name)
    return cohort


@pytest.fixture
def client(officer: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(officer)


def page(name: str, *args: object) -> str:
    return reverse(f"admin:hubs_{name}", args=args)


def move(client: Client, paper: CohortPaper, name: str, **given: object) -> None:
    """Press a button of the cohort's page, and come back to it."""
    paper.refresh_from_db()
    address = page("cohortpaper_move", paper.pk, name)
    answer = client.post(address, {"version": paper.version, **given})
    assert answer["Location"] == page("cohort_page", paper.cohort_id)
    paper.refresh_from_db()


def test_the_tests_of_a_workshop_are_made_from_the_page_of_the_cohort(
    client: Client, cohort: Cohort
) -> None:
    cohort_page = page("cohort_page", cohort.pk)
    new = f"{page('cohortpaper_add')}?cohort={cohort.pk}&amp;kind=pre"
    assert new in client.get(cohort_page).content.decode()
    assert client.get(new.replace("&amp;", "&")).status_code == 200
    form = {"cohort": cohort.pk, "kind": "pre", "title": "ก่อนประชุม", "time_limit": "๒๐"}
    answer = client.post(page("cohortpaper_add"), form)
    pre = CohortPaper.objects.get()
    assert answer["Location"] == page("cohortpaper_items", pre.pk)
    chosen = {"version": pre.version, "add": [ask("หนึ่ง").pk, ask("สอง").pk]}
    client.post(page("cohortpaper_items_save", pre.pk), chosen)
    move(client, pre, "open")
    move(client, pre, "build", items="same")
    assert [item.pair for item in cohort.papers.get(kind="post").items.all()] == [1, 2]
    assert reverse("assessments:quiz", args=[pre.token]) in (
        client.get(page("cohortpaper_qr", pre.pk)).content.decode()
    )
    move(client, pre, "close")
    move(client, pre, "reopen")
    assert pre.state == "open"
    assert pre.title in client.get(cohort_page).content.decode()


def test_a_draft_is_corrected_and_comes_back_to_the_cohort(client: Client, cohort: Cohort) -> None:
    form = {"cohort": cohort.pk, "kind": "post", "title": "หลัง", "time_limit": ""}
    client.post(page("cohortpaper_add"), form)
    again = client.post(page("cohortpaper_add"), form)
    assert again.status_code == 200
    paper = CohortPaper.objects.get()
    facts = {"title": "หลังประชุม", "as_read": paper.version}
    answer = client.post(page("cohortpaper_change", paper.pk), facts)
    assert answer["Location"] == page("cohort_page", cohort.pk)
    assert CohortPaper.objects.get().title == "หลังประชุม"


def test_answers_are_entered_from_paper_row_by_row(
    client: Client, cohort: Cohort, officer: User
) -> None:
    paper, person = opened(cohort, officer), cohort.participants.get(name__contains="บุญมี")
    row = {"participant": person.pk, "version": "", "a1": "ก", "a2": "๒"}
    kept = client.post(page("cohortpaper_grid_save", paper.pk), row)
    assert kept["Location"].endswith(f"#row-{person.pk}")
    assert CohortSitting.objects.get().score == 1
    for search in ("บุญมี", person.code.lower()):
        found = client.get(page("cohortpaper_grid", paper.pk), {"q": search})
        assert [one.participant for one in found.context["rows"]] == [person]


def test_the_analysis_and_papers_of_a_workshop_are_its_own(
    client: Client, cohort: Cohort, officer: User
) -> None:
    papers = [opened(cohort, officer, kind=kind) for kind in ("pre", "post")]
    for person in cohort.participants:
        for paper, answers in zip(papers, ({1: 1}, {1: 0}), strict=True):
            enter_answers(
                paper=paper, participant=person, answers=answers, version=None, by=officer, at=NOW
            )
    shown = client.get(page("cohortpaper_analysis", cohort.pk))
    assert shown.context["result"].analysis.risen == 2
    assert client.get(page("cohortpaper_figures", cohort.pk)).getvalue()[:2] == b"PK"
    assert client.get(page("cohortpaper_results", papers[0].pk)).getvalue()[:2] == b"PK"
    client.post(page("cohortpaper_print", papers[0].pk, "paper"))
    client.post(page("cohortpaper_print", papers[0].pk, "key"))
    client.post(page("cohortpaper_analysis_pdf", cohort.pk))
    client.post(page("cohort_move", cohort.pk, "cards"))
    documents = StoredDocument.objects.order_by("pk")
    assert documents.count() == 4
    for document in documents:
        kind_of(document.kind).build(document.about, "th")
        assert kind_of(document.kind).visible_to(officer, document.about)
    assert client.get(page("cohort_page", cohort.pk)).status_code == 200


def test_results_are_listed_and_read_from_a_file(
    client: Client, cohort: Cohort, officer: User
) -> None:
    paper, person = opened(cohort, officer), cohort.participants.get(name__contains="บุญมี")
    paper.sittings.create(participant=person, source="paper", score=1, started_at=NOW)
    listed = client.get(page("cohortsitting_changelist"), {"paper__cohort__id__exact": cohort.pk})
    assert person.name in listed.content.decode()
    importing = client.get(page("cohortsitting_import"), {"paper": paper.pk})
    assert importing.status_code == 200
    assert paper.title in client.get(page("cohortpaper_changelist")).content.decode()


def test_an_auditor_reads_the_tests_and_changes_nothing(
    auditor: User, cohort: Cohort, officer: User, sign_in: Callable[[User], Client]
) -> None:
    paper = opened(cohort, officer)
    client = sign_in(auditor)
    assert "data-row" not in client.get(page("cohortpaper_grid", paper.pk)).content.decode()
    assert paper.title in client.get(page("cohort_page", cohort.pk)).content.decode()
    for part in (("move", paper.pk, "close"), ("print", paper.pk, "key"), ("items_save", paper.pk)):
        assert client.post(page(f"cohortpaper_{part[0]}", *part[1:])).status_code == 403
    assert client.get(page("cohortpaper_add")).status_code == 403
