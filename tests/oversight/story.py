"""What the tests of the director's page share."""

from django.conf import settings
from django.test import Client

from hubs.models import Hub, HubProgramme, Invitee
from monitoring.actions import submit_report
from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.workflow.actions import open_case
from tests.hubs.programme import make_chain
from tests.monitoring import story
from tests.monitoring.records import make_records
from tests.oversight.figures import FIRST, SECOND, add_share_indicator, reported
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


def make_hub_story(lao: Lao, officer: User) -> Hub:
    """A hub that came through a programme and reported twice."""
    story.make_catalogue()
    add_share_indicator()
    first = reported(lao, FIRST, {"OP01": 3, "OC04": "80", "OC06": (1, 2)})
    reported(lao, SECOND, {"OP01": 5, "OC04": None, "OC06": (3, 4)})
    programme = open_case(
        model=HubProgramme, title="โครงการ ๒๕๖๙", fiscal_year=2569, owner=officer, by=officer,
        at=NOW,
    )  # fmt: skip
    make_chain(programme, first.hub, officer)
    make_records(first, officer)
    invitee = Invitee.objects.get(candidate__lao=lao)
    invitee.delegates.create(name="นายสมชาย ญาติดี", position="ปลัด", came=True)
    first.hub.contacts.create(name="นางสาวน้ำผึ้ง แก้วคำ", phone="042123456", email="h@lao.example")
    first.hub.plan.create(fiscal_year=2569, activity="เวทีประชาคม", budget=1000)
    return first.hub
