"""A subject for each kind of paper that tells no whole story of its own."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from hubs.models import HubProgramme
from hubs.reports import letters
from hubs.reports.memos import about_memo
from monitoring.actions import submit_report
from networks.actions import open_project
from networks.actions.certificates import issue_certificates
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.workflow.actions import open_case
from tests import world
from tests.hubs.programme import make_chain, make_pages
from tests.monitoring import story
from tests.networks.story import make_everything


@pytest.fixture
def abouts(lao: Lao, officer: User, reporter: User, frozen: object) -> dict[str, str]:
    """A subject for each kind of paper."""
    story.make_catalogue()
    hub = story.make_hub(lao, date(2025, 10, 1))
    follow_up = story.open_follow_up(hub)
    story.fill(follow_up, reporter)
    sent = submit_report(follow_up=follow_up, token=story.PAGE, by=reporter, at=world.NOW)
    programme = open_case(
        model=HubProgramme, title="โครงการศูนย์น้ำคำ", fiscal_year=2569, owner=officer, by=officer,
        at=timezone.now(),
    )  # fmt: skip
    project = open_project(
        title="โครงการเครือข่าย", year=2569, province=lao.province, owner=officer, by=officer,
        at=world.NOW,
    )  # fmt: skip
    made: dict[str, Any] = make_everything(project, lao.province, officer)
    made |= make_pages(programme, officer) | make_chain(programme, hub, officer)
    cohort = made["hubs_cohort"]
    cohort.invitees.update(letter_year=2569)
    [certificate] = issue_certificates(activity=made["networks_activity"], by=officer, at=world.NOW)
    invitee = cohort.invitees.order_by("pk")[0]
    activity, paper = made["networks_activity"].pk, made["networks_paper"].pk
    return {
        "assessments.test_paper": f"networks.paper:{paper}:x",
        "assessments.test_key": f"networks.paper:{paper}:x",
        "assessments.test_analysis": f"networks.networkproject:{project.pk}:x",
        "networks.minutes": f"networks.meeting:{made['networks_meeting'].pk}",
        "networks.closing_report": f"networks.networkproject:{project.pk}",
        "networks.sign_in_sheet": f"networks.activity:{activity}:x",
        "networks.code_cards": f"networks.activity:{activity}:x",
        "networks.certificates": f"networks.activity:{activity}:x",
        "networks.certificate": f"networks.certificate:{certificate.pk}",
        "networks.hearing": f"networks.hearing:{made['networks_hearing'].pk}:x",
        "guideline": f"hubs.guidelineversion:{made['guideline'].pk}",
        "memo": about_memo(made["hubs_memo"]),
        letters.LETTER: f"{letters.OF_INVITEE}{invitee.pk}",
        **{
            kind: letters.about_cohort(cohort, kind)
            for kind in (letters.ALL_LETTERS, letters.SHEET, letters.CARDS)
        },
        "hub-report": f"monitoring.submission:{sent.pk}",
        "programme_closing": f"hubs.hubprogramme:{programme.pk}",
        "report-form": f"monitoring.followup:{follow_up.pk}",
    }
