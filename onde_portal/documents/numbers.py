"""Numbers in series by fiscal year: no gaps, no twins, however many ask at once."""

from django.db import models, transaction

from onde_portal.documents.models import NumberSeries


def take_number(*, key: str, fiscal_year: int) -> int:
    """The next number of the series, from 1. Call it inside the transaction that uses the number:

    the series' row stays locked until it ends, so a number is used or not taken at all.
    """
    with transaction.atomic():
        NumberSeries.objects.get_or_create(key=key, fiscal_year=fiscal_year)
        series = NumberSeries.objects.filter(key=key, fiscal_year=fiscal_year)
        series.update(last=models.F("last") + 1)
        return series.get().last
