"""The rule of the board: the furthest stage of an LAO, since when, and whose turn it is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings, strategies as st

from hubs.stages import WAY, Facts, Holder, NotInProgramme, Path, Reports, Stage, standing_of
from tests.world import NOW


def day(number: int) -> object:
    return NOW + timedelta(days=number)


MOMENTS = (
    "awarded_at", "proposed_at", "approved_at", "invited_at", "trained_at", "prepares_since",
    "established_at",
)  # fmt: skip


def come_to(stage: Stage, **facts: object) -> Facts:
    """Facts of an LAO that has gone the whole way up to a stage, a day a stage."""
    last = WAY.index(stage)
    moments = {name: day(turn) for turn, name in enumerate(MOMENTS) if turn <= last}
    if stage is Stage.REPORTING:
        facts = {"reports": Reports(first_sent_at=day(7)), **facts}  # type: ignore[arg-type]
    return Facts(**{**moments, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(("turn", "stage"), list(enumerate(WAY)))
def test_an_lao_is_in_the_furthest_stage_since_it_reached_it(turn: int, stage: Stage) -> None:
    standing = standing_of(come_to(stage))
    assert (standing.stage, standing.since) == (stage, day(turn))
    assert list(standing.reached) == list(WAY[: turn + 1])


OFFICE, SUPERIOR, LAO, NOBODY = Holder.OFFICE, Holder.SUPERIOR, Holder.LAO, Holder.NOBODY


@pytest.mark.parametrize(
    ("stage", "facts", "holder"),
    [
        (Stage.AWARD, {}, OFFICE),
        (Stage.AWARD, {"is_selecting": False}, NOBODY),
        (Stage.AWARD, {"asked_if_ready": True}, OFFICE),
        (Stage.CANDIDATE, {}, OFFICE),
        (Stage.CANDIDATE, {"asked_if_ready": True}, LAO),
        (Stage.CANDIDATE, {"is_selecting": False}, NOBODY),
        (Stage.CANDIDATE, {"is_selecting": False, "asked_if_ready": True}, NOBODY),
        (Stage.CANDIDATE, {"is_chosen": True}, OFFICE),
        (Stage.CANDIDATE, {"is_chosen": True, "asked_if_ready": True}, OFFICE),
        (Stage.CANDIDATE, {"is_chosen": True, "is_selecting": False}, OFFICE),
        (Stage.CANDIDATE, {"is_chosen": True, "memo_with_superior": True}, SUPERIOR),
        (Stage.CANDIDATE, {"memo_with_superior": True}, OFFICE),
        (Stage.APPROVED, {"is_chosen": True}, OFFICE),
        (Stage.APPROVED, {"is_chosen": True, "memo_with_superior": True}, OFFICE),
        (Stage.INVITED, {}, LAO),
        (Stage.INVITED, {"answer": "comes"}, NOBODY),
        (Stage.INVITED, {"answer": "cannot"}, OFFICE),
        (Stage.INVITED, {"answer": "comes", "workshop_over": True}, OFFICE),
        (Stage.INVITED, {"workshop_over": True}, OFFICE),
        (Stage.TRAINED, {}, OFFICE),
        (Stage.TRAINED, {"guideline_published": True}, LAO),
        (Stage.PREPARING, {}, LAO),
        (Stage.PREPARING, {"path": Path.WITH_OFFICE}, OFFICE),
        (Stage.ESTABLISHED, {}, NOBODY),
        (Stage.ESTABLISHED, {"reports": Reports(owed=True)}, LAO),
        (Stage.REPORTING, {}, NOBODY),
        (Stage.REPORTING, {"reports": Reports(NOW, to_review=True)}, OFFICE),
        (Stage.REPORTING, {"reports": Reports(NOW, owed=True, to_review=True)}, LAO),
    ],
)
def test_whose_turn_it_is(stage: Stage, facts: dict[str, object], holder: Holder) -> None:
    standing = standing_of(come_to(stage, **facts))
    assert (standing.stage, standing.held_by) == (stage, holder)


@pytest.mark.parametrize("stage", WAY)
def test_an_ended_programme_waits_for_reports_only(stage: Stage) -> None:
    holder = standing_of(come_to(stage, is_running=False, is_chosen=True)).held_by
    assert holder is NOBODY
    owing = come_to(Stage.ESTABLISHED, is_running=False, reports=Reports(owed=True))
    assert standing_of(owing).held_by is LAO


def test_an_lao_that_is_out_holds_nothing_up_and_keeps_what_it_reached() -> None:
    standing = standing_of(come_to(Stage.TRAINED, out_at=day(9)))
    assert (standing.stage, standing.since, standing.held_by) == (Stage.OUT, day(9), NOBODY)
    assert Stage.TRAINED in standing.reached
    assert standing_of(come_to(Stage.ESTABLISHED, out_at=day(9))).stage is Stage.ESTABLISHED


def test_skipped_stages_are_not_reached() -> None:
    standing = standing_of(Facts(established_at=NOW))
    assert standing.stage is Stage.ESTABLISHED
    assert set(standing.reached) == {Stage.ESTABLISHED}


def test_a_report_counts_for_an_established_hub_only() -> None:
    standing = standing_of(Facts(prepares_since=NOW, reports=Reports(first_sent_at=day(1))))  # type: ignore[arg-type]
    assert standing.stage is Stage.PREPARING


def test_an_lao_without_any_fact_is_not_in_the_programme() -> None:
    with pytest.raises(NotInProgramme):
        standing_of(Facts())


@settings(max_examples=60, deadline=None)
@given(
    known=st.sets(st.sampled_from(MOMENTS), min_size=1),
    more=st.sampled_from(MOMENTS),
    truths=st.fixed_dictionaries(
        {
            name: st.booleans()
            for name in ("is_running", "is_selecting", "is_chosen", "memo_with_superior")
        }
    ),
)
def test_a_further_fact_never_takes_an_lao_back(
    known: set[str], more: str, truths: dict[str, bool]
) -> None:
    facts = Facts(**dict.fromkeys(known, NOW), **truths)  # type: ignore[arg-type]
    before = standing_of(facts)
    after = standing_of(replace(facts, **{more: NOW}))  # type: ignore[arg-type]
    assert WAY.index(after.stage) >= WAY.index(before.stage)
    assert set(before.reached) <= set(after.reached)
    assert before.held_by in Holder
