"""Cases to move in tests, and what meets their requirements."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from networks.models import NetworkProject
from onde_portal.accounts.models import User
from onde_portal.workflow.actions import (
    ask_decision,
    attach_evidence,
    complete_step,
    decide,
    open_case,
    set_date,
)
from onde_portal.workflow.kernel import RequirementKind
from onde_portal.workflow.models import Case
from tests.world import NOW, TODAY

HOUR = timedelta(hours=1)


def note(name: str = "บันทึก.txt", content: bytes = "เห็นชอบ".encode()) -> SimpleUploadedFile:
    """The smallest paper that is accepted."""
    return SimpleUploadedFile(name, content)


def open_project(
    owner: User, *, at: datetime = NOW, title: str = "โครงการเครือข่าย"
) -> NetworkProject:
    return open_case(
        model=NetworkProject, title=title, fiscal_year=2569, owner=owner, by=owner, at=at
    )


def current(case: Case) -> Any:
    """The record of the case's current step."""
    return case.steps.get(number=case.step_number)  # type: ignore[attr-defined]


def meet(case: Case, *, by: User, superior: User, at: datetime = NOW, leave: str = "") -> None:
    """Meet every requirement of the current step, but the one that is left."""
    step = current(case)
    for item in step.definition.requirements:
        if item.key == leave:
            continue
        if item.kind == RequirementKind.DOCUMENT:
            attach_evidence(step=step, requirement=item.key, upload=note(), by=by, at=at)
        elif item.kind == RequirementKind.DATE:
            set_date(step=step, requirement=item.key, on=TODAY, by=by, at=at)
        else:
            asked = ask_decision(step=step, requirement=item.key, by=by, at=at)
            decide(decision=asked, approve=True, remarks="", by=superior, at=at)
    case.refresh_from_db()


def pass_step(case: Case, *, by: User, superior: User, at: datetime = NOW) -> None:
    """Meet what the current step needs and end it."""
    meet(case, by=by, superior=superior, at=at)
    complete_step(case=case, by=by, at=at, version=case.version)


def events_of(case: Case) -> list[str]:
    """The verbs of what happened, in order."""
    return list(case.events.order_by("pk").values_list("verb", flat=True))  # type: ignore[attr-defined]
