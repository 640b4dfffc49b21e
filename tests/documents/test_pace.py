"""The time left of a long document is told from the parts that were made last."""

from onde_portal.documents.pace import LATEST, Pace


def told(pace: Pace, seconds: float, parts: range, of: int) -> list[int | None]:
    return [pace.seconds_left(done, of, done * seconds) for done in parts]


def test_nothing_is_said_until_enough_parts_are_made() -> None:
    pace = Pace(0)
    assert told(pace, 10, range(1, LATEST + 1), 20) == [None] * LATEST
    assert pace.seconds_left(LATEST + 1, 20, 10 * (LATEST + 1)) == 10 * (20 - LATEST - 1)


def test_cover_and_footer_which_take_no_time_are_soon_forgotten() -> None:
    pace = Pace(0)
    assert told(pace, 0, range(1, 3), 40) == [None, None]
    last = told(pace, 9, range(3, LATEST + 4), 40)[-1]
    assert last == 9 * (40 - LATEST - 3)


def test_parts_kept_from_an_earlier_turn_tell_nothing() -> None:
    pace = Pace(20)
    assert told(pace, 0.01, range(1, 21), 40) == [None] * 20
    assert told(pace, 9, range(21, 21 + LATEST), 40) == [None] * LATEST
    assert pace.seconds_left(21 + LATEST, 40, 9 * (21 + LATEST)) == 9 * (19 - LATEST)


def test_hearing_the_same_again_changes_nothing() -> None:
    pace = Pace(0)
    said = told(pace, 9, range(1, LATEST + 2), 40)[-1]
    assert pace.seconds_left(LATEST + 1, 40, 10_000) == said
