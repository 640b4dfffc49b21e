"""Procedures as data: the manual's two workflows with their standard times."""

import pytest

from hubs.steps import HUB_PROCEDURE
from networks.steps import NETWORK_PROCEDURE
from onde_portal.workflow.kernel import Procedure, RequirementKind, Step

BOTH = [NETWORK_PROCEDURE, HUB_PROCEDURE]


def test_the_manual_gives_738_hours_to_networks_and_1110_to_hubs() -> None:
    assert (NETWORK_PROCEDURE.budget_hours, HUB_PROCEDURE.budget_hours) == (738, 1110)
    assert (NETWORK_PROCEDURE.section, HUB_PROCEDURE.section) == ("8.1", "8.2")


@pytest.mark.parametrize("procedure", BOTH)
def test_a_procedure_has_six_steps_that_name_their_section(procedure: Procedure) -> None:
    sections = [step.section for step in procedure.steps]
    assert sections == [f"{procedure.section} ({number})" for number in range(1, 7)]
    assert procedure.last_number == 6


@pytest.mark.parametrize("procedure", BOTH)
def test_every_requirement_has_a_key_of_its_own_and_both_languages(procedure: Procedure) -> None:
    for step in procedure.steps:
        assert step.requirements
        assert len({item.key for item in step.requirements}) == len(step.requirements)
        for item in step.requirements:
            assert item.label_th
            assert item.label_en
            assert len(item.key) <= 40
            assert item.anchor == f"requirement-{item.key}"


@pytest.mark.parametrize("procedure", BOTH)
def test_the_last_step_ends_with_an_approval(procedure: Procedure) -> None:
    kinds = [item.kind for item in procedure.step(6).requirements]
    assert RequirementKind.APPROVAL in kinds


@pytest.mark.parametrize("number", [0, 7, -1])
def test_there_is_no_step_outside_the_procedure(number: int) -> None:
    with pytest.raises(KeyError):
        HUB_PROCEDURE.step(number)


def test_steps_are_numbered_without_gaps() -> None:
    step = Step(2, "9 (2)", "สอง", "Two", ())
    with pytest.raises(ValueError, match="numbered"):
        Procedure("x", "9", "งาน", "Work", 6, (step,))
