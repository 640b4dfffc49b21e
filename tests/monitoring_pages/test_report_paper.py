"""The report's form on paper: what is known filled in, the rest to be written, and the way back."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from monitoring.actions import save_answer, submit_report
from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.documents.models import StoredDocument
from tests import world
from tests.monitoring import story
from tests.pdf import text_of

SignIn = Callable[[User], Client]


def ask(client: Client, follow_up: FollowUp) -> StoredDocument:
    answer = client.post(reverse("monitoring:report-paper", args=[follow_up.pk]))
    paper = StoredDocument.objects.latest("pk")
    assert answer["Location"] == reverse("document", args=[paper.pk])
    return paper


def words_of(paper: StoredDocument) -> str:
    paper.refresh_from_db()
    with paper.file.open("rb") as opened:
        return "".join(text_of(opened.read()).split())


@pytest.mark.parametrize(
    ("language", "asked", "place"),
    [("th", "แผนระยะต่อไป", "หนองบัว"), ("en", "Planforthenextphase", "LAO")],
)
def test_the_paper_speaks_the_readers_language_and_has_what_is_known_filled_in(
    sign_in: SignIn, reporter: User, follow_up: FollowUp, language: str, asked: str, place: str
) -> None:
    client = sign_in(reporter)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    written = "น้ำท่วมทำให้เวทีเลื่อน ฐาน ๒๕๖๒"
    save_answer(
        follow_up=follow_up, key="lessons", text=written, version=None, by=reporter, at=world.NOW
    )

    paper = ask(client, follow_up)
    assert make_next_document()

    words = words_of(paper)
    assert "".join(written.split()) in words
    for text in (asked, place, follow_up.hub.name, reporter.get_full_name()):
        assert "".join(text.split()) in words
    assert f"{settings.BASE_URL}{reverse('monitoring:report', args=[follow_up.pk])}" in words


def test_asked_again_after_more_was_written_the_paper_is_a_new_one(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    client = sign_in(reporter)
    first = ask(client, follow_up)
    assert ask(client, follow_up) == first
    make_next_document()
    story.fill(follow_up, reporter, lessons="เขียนเพิ่มภายหลัง")

    second = ask(client, follow_up)
    make_next_document()

    assert second != first
    assert "เขียนเพิ่มภายหลัง" in words_of(second)


def test_only_those_who_write_the_report_get_its_draft_on_paper(
    sign_in: SignIn, reporter: User, other_reporter: User, officer: User, follow_up: FollowUp
) -> None:
    paper = ask(sign_in(reporter), follow_up)
    make_next_document()
    address = reverse("document", args=[paper.pk])
    asked = reverse("monitoring:report-paper", args=[follow_up.pk])

    assert sign_in(other_reporter).post(asked).status_code == 404
    assert sign_in(officer).post(asked).status_code == 403
    for stranger in (other_reporter, officer):
        assert sign_in(stranger).get(address).status_code == 404


def test_a_report_that_was_sent_has_no_form_on_paper_any_more(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    story.fill(follow_up, reporter)
    submit_report(follow_up=follow_up, token="t" * 43, by=reporter, at=world.NOW)

    answer = sign_in(reporter).post(reverse("monitoring:report-paper", args=[follow_up.pk]))

    assert answer["Location"] == reverse("monitoring:report-view", args=[follow_up.pk])
    assert not StoredDocument.objects.filter(kind="report-form").exists()
