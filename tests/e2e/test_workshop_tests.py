"""A workshop tests those who come, before and after, on their own phones (manual 8.2 (3))."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from hubs.models import Cohort, CohortPaper, CohortSitting, Delegate
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.assessments.quiz import ask
from tests.e2e.acting import press, save
from tests.e2e.conftest import Visitor
from tests.hubs.programme import make_approved, make_cohort, make_programme

pytestmark = pytest.mark.django_db(transaction=True)

QUESTIONS = 3


@pytest.fixture
def cohort(people: dict[str, User]) -> Cohort:
    """A workshop to which somebody comes, and questions in the bank."""
    for number in range(QUESTIONS):
        ask(f"คำถามข้อ {number}")
    candidate = make_approved(make_programme(people["officer"]), Lao.objects.get(code="2520101"))
    cohort = make_cohort(candidate.programme, 1, candidate)
    Delegate.objects.create(invitee=cohort.invitees.get(), name="นางสาวมาลี บัวงาม")
    return cohort


def make_tests(officer: Visitor, cohort: Cohort) -> None:
    """Pre-test from the bank, the post-test from the pre-test; both are opened."""
    page, own = officer.page, reverse("admin:hubs_cohort_page", args=[cohort.pk])
    officer.goes(own)
    page.click("a[href*='cohortpaper/add/'][href*='kind=pre']")
    page.fill("#id_title", "แบบทดสอบก่อนประชุม")
    save(page)
    for box in page.locator("input[name=add]").all():
        box.check()
    with page.expect_navigation():
        page.click(".action-bar button")
    officer.goes(own)
    page.click("#pre details summary")
    with page.expect_navigation():
        page.click("button[name=items][value=same]")
    for _kind in ("pre", "post"):
        press(page, "/do/open/")
    officer.finds_the_page_accessible()
    assert cohort.papers.filter(state="open").count() == 2


def take(phone: Visitor, paper: CohortPaper, code: str, *, right: int) -> None:
    """Answer every question, the first ``right`` of them rightly, and send."""
    page = phone.goes(reverse("assessments:quiz", args=[paper.token]))
    if page.locator("#code").count():
        page.fill("#code", code)
    press(page, "/begin/")
    for number in range(1, QUESTIONS + 1):
        page.check(f"input[name=a{number}][value='{0 if number <= right else 1}']")
    phone.finds_the_page_accessible()
    with page.expect_navigation():
        page.click("button[name=send]")
    press(page, "/send/")


def test_who_comes_to_a_workshop_is_tested_before_and_after(
    visitor: Callable[..., Visitor], people: dict[str, User], cohort: Cohort
) -> None:
    officer, phone = visitor(), visitor(width=360)
    officer.signs_in("officer@onde.example")
    make_tests(officer, cohort)
    pre, post = cohort.papers.get(kind="pre"), cohort.papers.get(kind="post")
    code = cohort.participants.get().code
    take(phone, pre, code, right=1)
    take(phone, post, code, right=3)
    scores = CohortSitting.objects.order_by("pk").values_list("score", flat=True)
    assert list(scores) == [1, 3]
    officer.goes(reverse("admin:hubs_cohort_page", args=[cohort.pk]))
    officer.page.click("#analysis a.btn")
    officer.finds_the_page_accessible()
    assert officer.page.locator("#reading li").count() > 0
