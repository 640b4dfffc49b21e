"""The director's page among 157,000 follow-ups and ten times as many: against counting them live,
and an unchanged page against an empty one.
"""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from onde_portal.accounts.models import Role, User
from onde_portal.oversight.models import KeptFigures, KeptPage
from onde_portal.oversight.selectors.stamp import remembered_parts
from tests.bench.country import make_hubs, make_rounds

TIMES = 10
# The page may take this share of counting live, by number of rounds, and an unchanged one so many
# times an empty page.
SHARES = (15, 30)
UNCHANGED = 1.5
LIVE = """
    SELECT f.round_id, p.code, f.state, COUNT(*)
    FROM monitoring_followup f JOIN hubs_hub h ON h.id = f.hub_id
        JOIN registry_lao l ON l.id = h.lao_id JOIN registry_province p ON p.code = l.province_id
    GROUP BY f.round_id, p.code, f.state
"""


def _count_live() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LIVE)
        cursor.fetchall()


def _signed_in(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def _measure(
    client: Client, share: int, median_ms: Callable[[Callable[[], object]], float]
) -> None:
    live = median_ms(_count_live)
    ready = median_ms(lambda: client.get("/overview/"))
    print(_line("Page with its figures ready", ready, live / share, f"1/{share} of {live:.1f} ms"))
    # The first answer sets the form's secret, from the second one on the tag stands.
    client.get("/overview/")
    tag = client.get("/overview/").headers["ETag"]
    if client.get("/overview/", headers={"if-none-match": tag}).status_code != 304:
        raise SystemExit("An unchanged page was made anew")
    empty = median_ms(lambda: client.get("/empty/"))
    again = median_ms(lambda: client.get("/overview/", headers={"if-none-match": tag}))
    allowed = f"{UNCHANGED} times {empty:.1f} ms"
    print(_line("Unchanged page", again, empty * UNCHANGED, allowed))

    def anew() -> None:
        KeptFigures.objects.all().delete()
        KeptPage.objects.all().delete()
        remembered_parts.cache_clear()
        client.get("/overview/")

    print(f"{'Page with its figures worked out':<34} {median_ms(anew):9.1f} ms")


def _line(name: str, ours: float, limit: float, against: str) -> str:
    verdict = "" if ours <= limit else "  TOO MUCH"
    return f"{name:<34} {ours:9.1f} ms   at most {limit:9.1f} ms ({against}){verdict}"


def main(*, hubs: int, rounds: int, median_ms: Callable[[Callable[[], object]], float]) -> None:
    """Measure at both sizes."""
    make_hubs(hubs)
    director = User.objects.create(
        email="director@bench.example", role=Role.DIRECTOR, first_name="วัด"
    )
    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        for count, share in zip((rounds, rounds * TIMES), SHARES, strict=True):
            print(f"{make_rounds(count, director):,} follow-ups in {count} rounds")
            _measure(_signed_in(director), share, median_ms)
