"""Numbers in series: no gaps, no twins, however many ask at once."""

from collections.abc import Callable

import pytest
from django.db import transaction

from onde_portal.documents.numbers import take_number
from tests.races import at_once


@pytest.mark.django_db(transaction=True)
def test_fifty_who_ask_at_once_take_fifty_numbers_without_gaps() -> None:
    taken: list[int] = []

    def take() -> None:
        taken.append(take_number(key="receipt", fiscal_year=2569))

    moves: list[Callable[[], object]] = [take] * 50

    assert at_once(AssertionError, *moves) == ["done"] * 50
    assert sorted(taken) == list(range(1, 51))


@pytest.mark.django_db
def test_every_fiscal_year_and_every_series_begins_at_one() -> None:
    taken = [
        take_number(key=key, fiscal_year=year)
        for key, year in [("a", 2569), ("a", 2569), ("a", 2570), ("b", 2569)]
    ]

    assert taken == [1, 2, 1, 1]


@pytest.mark.django_db
def test_a_number_taken_by_work_that_failed_is_given_again() -> None:
    def fail() -> None:
        with transaction.atomic():
            take_number(key="a", fiscal_year=2569)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert take_number(key="a", fiscal_year=2569) == 1
