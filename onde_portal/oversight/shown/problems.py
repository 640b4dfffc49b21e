"""The problems most named, with their trend over rounds (manual, sections 10 and 13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from monitoring.models import ProblemCategory, Round
from onde_portal.oversight.selectors.page import Page
from onde_portal.oversight.shown.addresses import problems_named, problems_of

SHOWN = 6
WIDTH, HEIGHT, EDGE = 96, 28, 3


@dataclass(frozen=True, slots=True)
class Spark:
    """A line over rounds: its points, and the last one by itself."""

    points: str
    last_x: float
    last_y: float
    title: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """A category: named in the latest round, and how that is against the one before.

    ``url`` is its list, which is that of today: a past year has none. ``by_round`` has how often
    each round's reports named it, with the list of these, whatever day it is.
    """

    code: str
    name: str
    url: str
    named: int
    before: int
    open: int
    solved: int
    arrow: str
    tone: str
    trend: str
    by_round: tuple[tuple[int, str], ...]
    spark: Spark

    @property
    def named_url(self) -> str:
        """The list behind ``named``, empty where there is none."""
        return self.by_round[-1][1]


@dataclass(frozen=True, slots=True)
class Problems:
    """The most named first; ``rounds`` label the columns of the table."""

    rows: tuple[ProblemShown, ...]
    rounds: tuple[str, ...]
    more: int

    @property
    def latest(self) -> str:
        return self.rounds[-1] if self.rounds else "–"


def problems_shown(page: Page, most: int | None = SHOWN) -> Problems:
    """The year's problems in words, ``most`` of them; two queries for names of categories and
    rounds."""
    found, keys = page.figures["problems"], page.figures["rounds"]
    names = {item.pk: str(item) for item in ProblemCategory.objects.all()}
    rounds = Round.objects.in_bulk(keys)
    labels = tuple(f"{rounds[key].half}/{rounds[key].fiscal_year}" for key in keys)
    is_today = page.year.is_running
    columns = dict(zip(keys, labels, strict=True))
    rows = tuple(_problem(item, names, columns, is_today=is_today) for item in found)
    shown = rows[:most]
    return Problems(shown, labels, len(rows) - len(shown))


def _problem(
    item: Mapping[str, Any], names: Mapping[str, str], rounds: Mapping[int, str], *, is_today: bool
) -> ProblemShown:
    """A category's row; ``rounds`` are the keys of the columns with their labels."""
    counts = tuple(item["rounds"]) or (0,)
    now, before = counts[-1], counts[-2] if len(counts) > 1 else 0
    arrow, tone, trend = trend_words(now, before) if len(counts) > 1 else ("", "", "")
    name = names.get(item["code"], item["code"])
    pairs = ", ".join(f"{label}: {n}" for label, n in zip(rounds.values(), counts, strict=False))
    urls = [problems_named(item["code"], key) for key in rounds] or [""]
    return ProblemShown(
        code=item["code"], name=name, url=problems_of(item["code"]) if is_today else "",
        named=now, before=before, open=item["open"], solved=item["solved"],
        arrow=arrow, tone=tone, trend=trend, by_round=tuple(zip(counts, urls, strict=True)),
        spark=spark(f"{name} – {pairs}", counts),
    )  # fmt: skip


def trend_words(now: int, before: int) -> tuple[str, str, str]:
    """Sign, tone and word for how a count moved; fewer problems are good news."""
    if now > before:
        return "▲", "bad", _("up by %(count)s") % {"count": now - before}
    if now < before:
        return "▼", "good", _("down by %(count)s") % {"count": before - now}
    return "=", "", _("same")


def spark(title: str, values: Sequence[int]) -> Spark:
    """A line through the values from left to right, the highest on top."""
    highest = max([1, *values])
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    points = [
        (
            round(EDGE + step * place, 1) if len(values) > 1 else WIDTH - EDGE,
            round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / highest, 1),
        )
        for place, value in enumerate(values)
    ]
    drawn = " ".join(f"{x},{y}" for x, y in points)
    return Spark(drawn, points[-1][0], points[-1][1], title)
