"""What the portal itself writes into the record of a project is Thai, whoever's hands it came by:
one record is read by everybody.
"""

import re
from datetime import timedelta

import pytest
from django.utils.translation import override

from networks.actions.activities import cancel_activity, hold_activity
from networks.actions.certificates import issue_certificates, withdraw_certificate
from networks.actions.people import PersonFacts, save_person
from onde_portal.accounts.models import User
from onde_portal.assessments.actions.papers import reopen_paper
from onde_portal.assessments.actions.sittings import close_paper
from tests.assessments.quiz import opened
from tests.networks.people import (
    make_activity,
    make_participant,
    make_person,
    make_project,
    sign_in_at,
)
from tests.world import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LATIN = re.compile(r"[A-Za-z]")


def test_what_an_officer_does_in_english_is_recorded_in_thai(officer: User) -> None:
    project = make_project(officer)
    held, dropped = make_activity(project), make_activity(project, TODAY + timedelta(days=9))
    person = make_person("กมน", prefix="นาง")
    sign_in_at(held, make_participant(project, person), 0, 1)
    with override("en"):
        hold_activity(activity=held, by=officer, at=NOW)
        cancel_activity(activity=dropped, reason="ฝนตก", by=officer, at=NOW)
        [certificate] = issue_certificates(activity=held, by=officer, at=NOW)
        withdraw_certificate(certificate=certificate, reason="สะกดผิด", by=officer, at=NOW)
        paper = opened(project, officer)
        close_paper(paper=paper, by=officer, at=NOW)
        reopen_paper(paper=paper, by=officer, at=NOW)
        save_person(facts=PersonFacts("กมล", "งาม"), person=person, by=officer, at=NOW)
    told = [*project.events.values_list("reason", flat=True)]
    told += person.events.values_list("reason", flat=True)
    assert [words for words in told if LATIN.search(words)] == []
    for words in ("จัดแล้ว", "ยกเลิก: ฝนตก", "ออกวุฒิบัตร 1 ฉบับ", "สะกดผิด", "ปิดแบบทดสอบ", "ชื่อ"):
        assert any(words in one for one in told), words
