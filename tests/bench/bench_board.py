"""Board, lists and pages of rounds: how much they grow with ten times the rounds behind them."""

from collections.abc import Callable

from django.test import Client

from monitoring.models import Round
from onde_portal.accounts.models import User


def times(reader: User, median_ms: Callable[[Callable[[], object]], float]) -> dict[str, float]:
    """What each page takes now, in milliseconds."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(reader)
    latest, closed = Round.objects.order_by("-starts_on")[:2]
    pages = {
        "Board, open round by province": f"/completeness/?by=province&round={latest.pk}",
        "Board by round": "/completeness/?by=round",
        "Board, closed round": f"/completeness/?round={closed.pk}",
        "List behind a number": f"/completeness/list/?which=received&round={closed.pk}",
        "Page of the open round": f"/staff/monitoring/round/{latest.pk}/page/",
        "Page of a closed round": f"/staff/monitoring/round/{closed.pk}/page/",
        "Review queue": "/staff/monitoring/followup/?state__exact=submitted",
        "Reports that need no look": "/staff/monitoring/followup/accept-many/",
    }
    spent = {}
    for name, address in pages.items():
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} cannot be measured")
        spent[name] = median_ms(lambda address=address: client.get(address))  # type: ignore[misc]
    return spent
