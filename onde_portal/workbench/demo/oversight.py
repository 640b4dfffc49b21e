"""Closed years: their plan, what the director froze, and what was put right afterwards."""

from datetime import timedelta

from hubs.actions import life
from hubs.models import Hub, HubState
from monitoring.models import AnnualFigure
from onde_portal.oversight.actions import freeze_year
from onde_portal.oversight.selectors.figures import figures_of
from onde_portal.oversight.selectors.years import year_figures
from onde_portal.thai.calendar import fiscal_year, fiscal_year_end, fiscal_year_start
from onde_portal.workbench.demo.stage import Stage

# The manual plans up to 2564; the Office goes on planning.
FIRST_PLAN, HUBS_PLANNED, NETWORKS_PLANNED = 2565, 9, 1
# Years back from the running one that are frozen; the year just past still waits for it.
FROZEN = (3, 2)
# In the year before those, so many hubs were closed that there was no growth.
SHRUNK = 4
REASONS = (
    "อปท. ยุบรวมศูนย์เข้ากับศูนย์บริการร่วมของอำเภอ",
    "ไม่มีงบประมาณดำเนินงานต่อเนื่องสองปีงบประมาณ",
    "คณะกรรมการศูนย์ลาออกทั้งชุดและไม่มีผู้สมัครใหม่",
)


def tell(stage: Stage) -> None:
    """Plan, two frozen years, and a correction after the freezing."""
    this_year = fiscal_year(stage.today)
    _plan(this_year)
    for back in FROZEN:
        _freeze(stage, this_year - back)
    _correct(stage, this_year - FROZEN[0])


def close_hubs(stage: Stage) -> None:
    """A year without growth; told before the rounds, as a closed hub reports no more."""
    _close_more_than_came(stage, fiscal_year(stage.today) - SHRUNK)


def _plan(this_year: int) -> None:
    for year in range(FIRST_PLAN, this_year + 1):
        for product, planned in (("hubs", HUBS_PLANNED), ("networks", NETWORKS_PLANNED)):
            AnnualFigure.objects.get_or_create(
                product=product, fiscal_year=year,
                defaults={"planned": planned, "source": f"แผนปฏิบัติราชการ พ.ศ. {year}"},
            )  # fmt: skip


def _close_more_than_came(stage: Stage, year: int) -> None:
    """Close as many of the oldest hubs in the year as were established in it."""
    start, end = fiscal_year_start(year), fiscal_year_end(year)
    came = Hub.objects.filter(established_on__range=(start, end)).count()
    older = Hub.objects.filter(
        established_on__lt=start, closed_on=None, state=HubState.OPERATING
    ).exclude(lao__code__in=("2500101", "2520101", "2810101"))
    for place, hub in enumerate(older.order_by("established_on", "pk")[:came]):
        day = end - timedelta(days=20 + 7 * place)
        life.close_hub(
            hub=hub, on=day, reason=REASONS[place % len(REASONS)], by=stage.officer,
            at=stage.at(day, 15),
        )  # fmt: skip


def _freeze(stage: Stage, year: int) -> None:
    at = stage.at(fiscal_year_end(year) + timedelta(days=45), 14)
    found = year_figures(year, at.date())
    freeze_year(year=year, figures=figures_of(found, at), by=stage.director, at=at)


def _correct(stage: Stage, year: int) -> None:
    """A hub of the frozen year turns out to have been announced in the year after."""
    start, end = fiscal_year_start(year), fiscal_year_end(year)
    hubs = Hub.objects.filter(established_on__range=(start, end), state=HubState.OPERATING)
    hub = hubs.order_by("-established_on", "pk").first()
    if hub is None:
        return
    life.correct_announcement(
        hub=hub, on=end + timedelta(days=6), announcement_number=hub.announcement_number,
        reason="ตรวจสอบกับประกาศฉบับจริงแล้ว ลงวันที่ผิดปี", by=stage.officer,
        at=stage.at(end + timedelta(days=120), 10),
    )  # fmt: skip
