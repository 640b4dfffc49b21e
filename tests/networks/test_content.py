"""What each of the six steps waits for is its own content (manual 8.1)."""

import pytest

from networks.actions import open_project
from networks.content import CHECKS, met_by_content
from networks.models import (
    AgendaItem,
    CitizenNetwork,
    FindingDocument,
    HearingAttendance,
    Material,
    Meeting,
    NetworkDocument,
    NetworkMember,
    NetworkProject,
    Opinion,
    Paper,
    ProgressNote,
    SignIn,
    Sitting,
)
from networks.steps import NETWORK_PROCEDURE
from onde_portal.accounts.models import User
from onde_portal.workflow.kernel import RequirementKind
from tests.networks.story import make_everything
from tests.world import NOW, TODAY, udon_thani

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return open_project(
        title="โครงการ", year=2569, province=udon_thani(), owner=officer, by=officer, at=NOW
    )


def content_keys(number: int) -> set[str]:
    step = NETWORK_PROCEDURE.step(number)
    return {item.key for item in step.requirements if item.kind == RequirementKind.CONTENT}


def test_every_requirement_of_content_has_its_check_and_no_check_is_left_over() -> None:
    asked = {key for number in range(1, 7) for key in content_keys(number)}
    assert asked == set(CHECKS)


@pytest.mark.parametrize("number", range(1, 7))
def test_an_empty_project_meets_nothing(number: int, project: NetworkProject) -> None:
    assert met_by_content(project, number) == frozenset()


@pytest.mark.parametrize("number", range(1, 7))
def test_a_project_with_all_its_content_meets_everything(
    number: int, project: NetworkProject, officer: User
) -> None:
    make_everything(project, udon_thani(), officer)
    assert met_by_content(project, number) == content_keys(number)


@pytest.mark.parametrize(
    ("number", "key", "model", "change"),
    [
        (2, "event_planned", AgendaItem, None),
        (2, "event_held", SignIn, None),
        (3, "learning_materials", Material, {"removed_at": NOW}),
        (3, "test_papers", Paper, {"state": "draft"}),
        (3, "results", Sitting, {"finished_at": None}),
        (5, "hearing_held", HearingAttendance, {"women": 0, "men": 0}),
        (5, "opinions_answered", Opinion, {"state": "open"}),
        (5, "opinions_answered", Opinion, None),
        (5, "network_founded", NetworkDocument, {"removed_at": NOW}),
        (5, "network_founded", NetworkMember, None),
        (6, "minutes_final", Meeting, {"final_at": None}),
        (6, "progress_noted", ProgressNote, None),
    ],
)
def test_half_of_it_is_not_enough(
    number: int, key: str, model: type, change: dict[str, object] | None, project: NetworkProject,
    officer: User,
) -> None:  # fmt: skip
    """``change`` is made to all rows of the model; without one they are deleted."""
    make_everything(project, udon_thani(), officer)
    rows = model.objects.all()  # type: ignore[attr-defined]
    if change is None:
        rows.delete()
    else:
        rows.update(**change)
    assert met_by_content(project, number) == content_keys(number) - {key}


def test_a_network_without_news_keeps_the_last_step_open(
    project: NetworkProject, officer: User
) -> None:
    make_everything(project, udon_thani(), officer)
    CitizenNetwork.objects.create(
        project=project, name="อีกเครือข่าย", search_key="อ", province=udon_thani(),
        founded_on=TODAY, fiscal_year=2569,
    )  # fmt: skip
    assert "progress_noted" not in met_by_content(project, 6)


def test_documents_beside_the_content_count_for_nothing_by_themselves(
    project: NetworkProject, officer: User
) -> None:
    make_everything(project, udon_thani(), officer)
    FindingDocument.objects.all().delete()
    assert met_by_content(project, 1) == content_keys(1)
