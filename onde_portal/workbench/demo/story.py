"""The demo's story, told relative to today: hubs, networks, cases, rounds and reports since 2559.

Deterministic: the same day gives the same story. Loaded once; a database that has people is left
as it is.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone, translation
from django_q.models import OrmQ

from onde_portal.accounts.models import Mail, Membership, Role, User
from onde_portal.documents.models import StoredDocument
from onde_portal.registry.models import Lao
from onde_portal.thai.working_time import BANGKOK
from onde_portal.workbench.demo import (
    cases,
    hubs,
    office_reports,
    oversight,
    records,
    reports,
    systems,
)
from onde_portal.workbench.demo.accounts import ACCOUNTS, PASSWORD, DemoAccount
from onde_portal.workbench.demo.stage import Stage


def load_story() -> str:
    """Load the story into an empty portal. Returns a sentence about what is there."""
    if User.objects.filter(email=ACCOUNTS[0].email).exists():
        return "The demo's story is there already."
    words = _words("words") | {"projects": _words("networks"), "programmes": _words("hubs")}
    words |= {"office_reports": _words("office_reports")}
    # Its records are Thai, whoever asks for them: titles are taken from words with translations.
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        stage = Stage(now=timezone.now(), words=words, people=_introduce_people())
        cases.open_programmes(stage)
        hubs.tell(stage)
        oversight.close_hubs(stage)
        cases.tell(stage)
        told = reports.tell(stage)
        records.tell(stage)
        oversight.tell(stage)
        office_reports.tell(stage)
        systems.tell(stage)
        _calm_the_worker(stage)
    OrmQ.objects.all().delete()  # one nudge for each old report; the worker looks by itself
    return f"The demo's story is told: {told}."


def _words(name: str) -> dict[str, Any]:
    file = settings.BASE_DIR / "fixtures" / "demo" / f"{name}.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def _introduce_people() -> dict[str, User]:
    hashed = make_password(PASSWORD)
    people = {}
    for account in ACCOUNTS:
        people[account.email] = _introduce(account, hashed)
    return people


def _introduce(account: DemoAccount, hashed: str) -> User:
    user = User.objects.create(
        email=account.email,
        role=account.role,
        prefix=account.prefix,
        first_name=account.first_name,
        last_name=account.last_name,
        position=account.position,
        phone="0 2123 4567" if account.role != Role.LAO else "08 1234 5678",
        password=hashed,
    )
    if account.lao_code:
        Membership.objects.create(
            user=user,
            lao=Lao.objects.get(code=account.lao_code),
            kind=account.kind,
            started_at=datetime(2018, 10, 1, 9, 0, tzinfo=BANGKOK),
        )
    return user


def _calm_the_worker(stage: Stage) -> None:
    """Old mail counts as sent, old reports are printed when someone asks: nothing floods the demo."""
    Mail.objects.filter(due_at__lt=stage.now).update(state=Mail.State.SENT, sent_at=stage.now)
    recent = stage.now - timedelta(days=120)
    StoredDocument.objects.filter(requested_at__lt=recent).delete()
