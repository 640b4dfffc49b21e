"""Hubs since B.E. 2562, at LAOs of the reference register, each with its life."""

from datetime import date, timedelta

from hubs.actions import life as actions
from hubs.models import Hub, HubProgramme
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import fiscal_year, fiscal_year_end, fiscal_year_start
from onde_portal.workbench.demo.accounts import CANDIDATE, PREPARING
from onde_portal.workbench.demo.stage import Stage

FIRST_YEAR = 2562
# Hubs established in each year from 2562 on; later years repeat the last figures.
PER_YEAR = (9, 8, 10, 7, 9, 8, 10, 9)
KNOWN_FIRST = ("2500101", "2520101", "2810101")
CLOSED = (11, 29, 47)
SUSPENDED = (23, 52)


def tell(stage: Stage) -> None:
    """Establish the hubs of every year in turn; some close, two are suspended, three prepare."""
    laos = _laos(stage)
    programmes = {item.fiscal_year: item for item in HubProgramme.objects.all()}
    this_year = fiscal_year(stage.today)
    established: list[Hub] = []
    for turn, year in enumerate(range(FIRST_YEAR, this_year)):
        count = PER_YEAR[turn % len(PER_YEAR)]
        for place in range(min(count, len(laos) - 6)):
            day = _announcement_day(stage, year, place, count)
            established.append(_establish(stage, laos.pop(0), day, programmes.get(year)))
    _live(stage, established)
    _this_year(stage, laos, programmes.get(this_year - 1))


def _laos(stage: Stage) -> list[Lao]:
    """The known hubs' LAOs first, then the others in an order that mixes the regions."""
    everyone = list(
        Lao.objects.existing().select_related("type", "province").order_by("code", "pk")
    )
    known = [lao for code in KNOWN_FIRST for lao in everyone if lao.code == code]
    kept = {PREPARING, CANDIDATE}
    others = [lao for lao in everyone if lao not in known and lao.code not in kept]
    stage.chance.shuffle(others)
    return known + others


def _announcement_day(stage: Stage, year: int, place: int, count: int) -> date:
    """Days spread over the fiscal year, most of them after the workshops in its second quarter."""
    start = fiscal_year_start(year)
    length = (fiscal_year_end(year) - start).days
    day = start + timedelta(days=length * (place + 1) // (count + 1) + stage.chance.randrange(20))
    while day.weekday() > 4:
        day += timedelta(days=1)
    return min(day, fiscal_year_end(year))


def _establish(stage: Stage, lao: Lao, day: date, programme: HubProgramme | None) -> Hub:
    at = stage.at(day, 11)
    hub = actions.register_hub(
        lao=lao, programme=programme, by=stage.officer, at=at - timedelta(days=60)
    )
    number = f"ประกาศ {lao.type.abbr_th or lao.type.name_th} ที่ {stage.chance.randrange(1, 90)}/{fiscal_year(day)}"
    actions.establish_hub(hub=hub, on=day, announcement_number=number, by=stage.officer, at=at)
    actions.start_operating(hub=hub, by=stage.officer, at=min(at + timedelta(days=30), stage.now))
    return hub


def _live(stage: Stage, established: list[Hub]) -> None:
    words = stage.words
    for place, hub in enumerate(established):
        name = f"นาย{stage.chance.choice(words['first_names'])} {stage.chance.choice(words['last_names'])}"
        actions.set_contacts(
            hub=hub,
            contacts=[{"name": name, "position": "เลขานุการศูนย์", "phone": "0 2123 4567"}],
            by=stage.officer,
            at=stage.now,
        )
        if place in CLOSED:
            announced = hub.established_on or stage.today
            day = min(announced + timedelta(days=800), stage.today - timedelta(days=40))
            actions.close_hub(
                hub=hub,
                on=day,
                reason="ยุบรวมกับศูนย์ดำรงธรรมของจังหวัด",
                by=stage.officer,
                at=stage.at(day, 15),
            )
        elif place in SUSPENDED:
            day = stage.today - timedelta(days=70)
            actions.suspend_hub(
                hub=hub, reason="อาคารที่ตั้งศูนย์เสียหายจากน้ำท่วม", by=stage.officer, at=stage.at(day)
            )


def _this_year(stage: Stage, laos: list[Lao], programme: HubProgramme | None) -> None:
    """Hubs that last year's programme brought about since October, and three that still prepare."""
    start = fiscal_year_start(fiscal_year(stage.today))
    days = (stage.today - start).days
    for share in (1, 2, 3):
        day = start + timedelta(days=days * share // 4)
        if day < stage.today and laos:
            _establish(stage, laos.pop(0), day, programme)
    preparing = [Lao.objects.get(code=PREPARING), *laos[:2]]
    for lao in preparing:
        at = stage.now - timedelta(days=20)
        actions.register_hub(lao=lao, programme=programme, by=stage.officer, at=at)
