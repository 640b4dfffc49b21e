"""What the tests of the director's page share."""

from django.conf import settings
from django.test import Client

from monitoring.actions import submit_report
from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from tests.monitoring import story
from tests.world import NOW


def in_english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def page(client: Client, **asked: str) -> str:
    """The page as a browser gets it."""
    answer = client.get("/overview/", asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def send(follow_up: FollowUp, by: User) -> None:
    """A complete report of the hub reaches the Office."""
    story.fill(follow_up, by)
    submit_report(follow_up=follow_up, token=story.PAGE, by=by, at=NOW)
