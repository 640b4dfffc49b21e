"""The form's fields as the page writes them: nothing typed becomes markup, few queries."""

from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import Hub
from monitoring.actions import save_answers
from monitoring.models import FollowUp, ProblemCategory, RoundIndicator
from onde_portal.accounts.models import User
from onde_portal.thai.calendar import HalfYear
from tests import world
from tests.monitoring import story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]
Limit = Callable[[int], object]
# Short enough for a unit: forty characters at most.
ATTACK = "\"><script>alert('1')</script>&lt;{{x}}"


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> dict[str, str | None]:
        return next(attrs for _tag, attrs in self.found if attrs.get("name") == name)


def open_form(client: Client, follow_up: FollowUp) -> str:
    return client.get(reverse("monitoring:report", args=[follow_up.pk])).content.decode()


def test_what_was_typed_asked_or_set_as_target_never_becomes_markup(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    asked = RoundIndicator.objects.filter(round=follow_up.round)
    asked.update(name_th=ATTACK, unit_th=ATTACK, target=ATTACK)
    ProblemCategory.objects.update(name_th=ATTACK)
    typed = dict.fromkeys(("general.reporter", "lessons", "indicator.OP01", "budget.note"), ATTACK)
    save_answers(follow_up=follow_up, texts=typed, by=reporter, at=world.NOW)

    page = open_form(sign_in(reporter), follow_up)

    elements = Elements(page)
    assert "alert('1')" not in page
    assert all(attrs.get("src") for tag, attrs in elements.found if tag == "script")
    assert elements.named("general.reporter")["value"] == ATTACK
    assert ATTACK in unescape(page[page.index('name="lessons"') :])


def test_a_text_that_begins_with_an_empty_line_keeps_it(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    save_answers(follow_up=follow_up, texts={"lessons": "\nเริ่ม"}, by=reporter, at=world.NOW)

    page = open_form(sign_in(reporter), follow_up)

    assert ">\n\nเริ่ม</textarea>" in page


def test_the_form_is_read_in_eight_queries_with_last_rounds_figures_beside(
    sign_in: SignIn,
    reporter: User,
    hub: Hub,
    django_assert_max_num_queries: Limit,
) -> None:
    before = story.open_follow_up(hub)
    story.fill(before, reporter)
    client = sign_in(reporter)
    address = reverse("monitoring:report-send", args=[before.pk])
    client.post(address, {"token": "t" * 43})
    following = story.open_follow_up(hub, HalfYear(2569, 2))
    story.fill(following, reporter)

    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        page = open_form(client, following)

    figure = page[page.index('id="at-indicator.OP01"') :]
    assert "<b>3</b>" in figure[: figure.index("</p>")]


@pytest.mark.parametrize("key", ["lessons", "budget.spent", "indicator.OP01"])
def test_keeping_a_field_takes_six_queries(
    sign_in: SignIn,
    reporter: User,
    follow_up: FollowUp,
    key: str,
    django_assert_max_num_queries: Limit,
) -> None:
    save_answers(follow_up=follow_up, texts={key: "11"}, by=reporter, at=world.NOW)
    client = sign_in(reporter)
    open_form(client, follow_up)

    # Two more are the test's own savepoint around the transaction.
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        answer = client.post(
            reverse("monitoring:report-save", args=[follow_up.pk]),
            {"key": key, "text": "12", "version": 1},
            content_type="application/json",
        )

    assert answer.json()["version"] == 2


def test_a_field_of_another_laos_report_does_not_exist(
    sign_in: SignIn, other_reporter: User, follow_up: FollowUp
) -> None:
    answer = sign_in(other_reporter).post(
        reverse("monitoring:report-save", args=[follow_up.pk]),
        {"key": "lessons", "text": "ของคนอื่น", "version": None},
        content_type="application/json",
    )

    assert answer.status_code == 404
    assert not follow_up.answers.exists()
