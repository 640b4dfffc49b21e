"""The invitation letter on its way: numbered, made as a PDF, mailed once to where the LAO reads."""

from email.message import EmailMessage

import pytest
import time_machine

from hubs.actions.workshops import assign_lao, issue_letters, plan_cohorts, save_cohort
from hubs.jobs import mail_letters
from hubs.models import Candidate, Invitee
from hubs.reports.letters import request_letter
from onde_portal.accounts.jobs import send_next_mail
from onde_portal.accounts.models import User
from onde_portal.documents.jobs import make_next_document
from onde_portal.registry.models import Lao
from tests.hubs.chain import approved, chosen, open_one
from tests.pdf import text_of
from tests.smtp import Post
from tests.world import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def invited(lao: Lao, reporter: User, officer: User, director: User) -> Invitee:
    """The LAO's numbered letter; its paper is not made yet."""
    programme = open_one(officer)
    [candidate] = chosen(programme, lao, by=officer)
    approved(programme, by=officer, director=director)
    cohort = plan_cohorts(programme=programme, by=officer, at=NOW)[0]
    cohort.starts_on = cohort.ends_on = TODAY
    cohort.place, cohort.province = "ห้องประชุมใหญ่", lao.province
    save_cohort(cohort=cohort, by=officer, at=NOW)
    assign_lao(candidate=candidate, cohort=cohort, by=officer, at=NOW)
    [invitee] = issue_letters(cohort=cohort, by=officer, at=NOW)
    request_letter(invitee, by=officer, at=NOW)
    return invitee


def letters(post: Post) -> list[EmailMessage]:
    """What came with a paper, among all that the programme mails."""
    return [mail for mail in post.taken if list(mail.iter_attachments())]


def send_all() -> None:
    while make_next_document():
        pass
    mail_letters(NOW)
    while send_next_mail():
        pass


def test_the_letter_arrives_with_its_pdf_in_each_readers_language(
    frozen: time_machine.Traveller, invited: Invitee, reporter: User, post: Post
) -> None:
    Candidate.objects.filter(pk=invited.candidate_id).update(email="office@nongbua.example")
    User.objects.filter(pk=reporter.pk).update(language="en")
    send_all()
    [english], [thai] = (
        [mail for mail in letters(post) if mail["To"] == address]
        for address in (reporter.email, "office@nongbua.example")
    )
    assert english["Subject"].strip().startswith("Invitation: ")
    assert thai["Subject"].strip().startswith("ขอเชิญ")
    for mail in (english, thai):
        [paper] = mail.iter_attachments()
        assert (paper.get_content_type(), str(paper.get_filename())[-4:]) == (
            "application/pdf",
            ".pdf",
        )
        words = text_of(paper.get_content())
        assert "หนองบัว" in words
        assert "ห้องประชุมใหญ่" in words
        body = mail.get_body()
        assert body is not None
        assert f"/lao/invitation/{invited.pk}/" in body.get_content()
    invited.refresh_from_db()
    assert (invited.mailed_at, invited.mailed_to) == (NOW, reporter.email)


def test_no_letter_leaves_before_its_paper_is_made_and_none_leaves_twice(
    frozen: time_machine.Traveller, invited: Invitee, post: Post
) -> None:
    assert mail_letters(NOW) == 0
    send_all()
    send_all()
    assert len(letters(post)) == 1


def test_a_letter_waits_while_the_mail_server_is_away(
    frozen: time_machine.Traveller, invited: Invitee, post: Post
) -> None:
    post.hang_up_at_once = True
    send_all()
    assert letters(post) == []
    post.hang_up_at_once = False
    frozen.shift(3600)
    while send_next_mail():
        pass
    assert len(letters(post)) == 1


def test_an_lao_without_any_address_keeps_its_letter_for_the_officer(
    frozen: time_machine.Traveller, invited: Invitee, reporter: User, post: Post
) -> None:
    reporter.memberships.all().delete()
    send_all()
    invited.refresh_from_db()
    assert (letters(post), invited.mailed_at) == ([], None)
