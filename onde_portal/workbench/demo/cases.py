"""Network projects since B.E. 2559 and hub programmes since 2562: most completed, some at each step."""

from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile

from hubs.models import HubProgramme
from networks.actions import open_project
from networks.models import NetworkProject
from onde_portal.documents.engine import Pdf, make_pdf
from onde_portal.registry.models import Lao, Province
from onde_portal.thai.calendar import fiscal_year, fiscal_year_start
from onde_portal.workbench.demo.accounts import CANDIDATE
from onde_portal.workbench.demo.programmes import ProgrammeStory
from onde_portal.workbench.demo.projects import ProjectStory
from onde_portal.workbench.demo.stage import Stage
from onde_portal.workflow.actions import (
    ask_decision,
    complete_step,
    decide,
    open_case,
    pause,
    set_date,
)
from onde_portal.workflow.kernel import RequirementKind
from onde_portal.workflow.models import Case, Evidence, StepRecord

PROVINCES = ("50", "20", "30", "40", "65", "83", "57", "90", "41", "34", "70", "84")


def open_programmes(stage: Stage) -> None:
    """Open the programme of each year, so that hubs can belong to it."""
    for year in range(2562, fiscal_year(stage.today) + 1):
        _programme(stage, year)


def tell(stage: Stage) -> None:
    """Open, work and complete the cases of the past; leave this year's at different steps."""
    paper = _paper(stage)
    this_year = fiscal_year(stage.today)
    for turn, year in enumerate(range(2559, this_year)):
        _work(stage, _project(stage, year, turn), paper, until=7)
    _programmes(stage, paper, this_year)
    _running(stage, paper, this_year)


def _programmes(stage: Stage, paper: str, this_year: int) -> None:
    """The programmes of the past are over; the last three are in their sixth, fifth, second step."""
    free = list(
        Lao.objects.existing().filter(hubs=None).select_related("province").order_by("code", "pk")
    )
    stage.chance.shuffle(free)
    free.sort(key=lambda lao: lao.code != CANDIDATE)
    steps = {this_year - 2: 6, this_year - 1: 5, this_year: 2}
    for programme in HubProgramme.objects.order_by("fiscal_year"):
        year = programme.fiscal_year
        laos = [
            hub.lao for hub in programme.hubs.select_related("lao__province").order_by("pk")
        ] or free[:10]
        story = ProgrammeStory(stage, programme, laos, free[10:12], paper)
        _work(stage, programme, paper, until=steps.get(year, 7), story=story)
        if year == this_year:
            story.tell_today()
        if year == this_year - 1:
            story.tell_established()
            preparing = programme.hubs.filter(state="preparing").order_by("pk")
            for turn, hub in enumerate(preparing):
                story.tell_path(hub, turn)


def _running(stage: Stage, paper: str, this_year: int) -> None:
    """One project at every step, one of them paused, one waiting for approval."""
    for until, turn in ((1, 20), (3, 21), (4, 22), (5, 23)):
        case = _project(stage, this_year, turn)
        _work(stage, case, paper, until=until)
        if until == 3 and isinstance(case, NetworkProject):
            ProjectStory(stage, case, paper).tell_today()
        if until == 4:
            pause(
                case=case, reason="lao", remarks="รอรายชื่อผู้แทนภาคประชาชนจาก อปท. ในจังหวัด",
                by=stage.officer, at=stage.now - timedelta(days=6),
            )  # fmt: skip


def _paper(stage: Stage) -> str:
    """One small PDF that stands for the demo's papers; returns where it is stored."""
    made: Pdf = make_pdf(
        '<html lang="th"><head><title>เอกสารตัวอย่าง</title>'
        '<link rel="stylesheet" href="asset:css/paper.css"></head>'
        "<body><h1>เอกสารตัวอย่างของระบบสาธิต</h1>"
        "<p>เอกสารนี้ใช้แทนเอกสารจริงในเรื่องสาธิต</p></body></html>"
    )
    storage = Evidence._meta.get_field("file").storage
    name: str = storage.save("demo/paper.pdf", ContentFile(made.content))
    return name


def _start(year: int, turn: int) -> date:
    return fiscal_year_start(year) + timedelta(days=7 + turn % 5)


def _project(stage: Stage, year: int, turn: int) -> Case:
    province = Province.objects.get(code=PROVINCES[turn % len(PROVINCES)])
    day = min(_start(year, turn), stage.today - timedelta(days=30))
    return open_project(
        title=f"โครงการสร้างเครือข่ายการกระจายอำนาจภาคประชาชน จังหวัด{province.name_th} ปี {year}",
        year=year,
        province=province,
        owner=stage.officer if turn % 3 else stage.people["officer2@onde.example"],
        by=stage.officer,
        at=stage.at(day, 9),
    )


def _programme(stage: Stage, year: int) -> HubProgramme:
    day = min(_start(year, 0), stage.today - timedelta(days=40))
    return open_case(
        model=HubProgramme,
        title=f"โครงการจัดตั้งศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน ปี {year}",
        fiscal_year=year,
        owner=stage.officer,
        by=stage.officer,
        at=stage.at(day, 9),
    )


def _attach(stage: Stage, step: StepRecord, key: str, paper: str, at: datetime) -> None:
    label = step.definition.requirement(key).label_th
    step.evidence.create(  # type: ignore[attr-defined]
        requirement=key,
        file=paper,
        name=f"{label}.pdf",
        content_type="application/pdf",
        size=9000,
        sha256="0" * 64,
        uploaded_at=at,
        uploaded_by=stage.officer,
    )
    step.case.events.create(  # type: ignore[attr-defined]
        verb="evidence_added", to_state=key, reason=f"{label}.pdf", by=stage.officer, at=at
    )


def _work(
    stage: Stage, case: Case, paper: str, *, until: int, story: ProgrammeStory | None = None
) -> None:
    """Take the case from its first step up to the step ``until`` (7 completes it)."""
    total = case.procedure.last_number
    moment = case.opened_at
    days = max(1, min((stage.now - moment).days - 12, 160) // total)
    for number in range(1, until):
        moment = min(moment + timedelta(days=days), stage.now - timedelta(days=10))
        if isinstance(case, NetworkProject):
            ProjectStory(stage, case, paper).tell_step(number, moment)
        if story is not None:
            story.tell_step(number, moment)
        _meet(stage, case, number, paper, moment)
        case.refresh_from_db()
        complete_step(case=case, by=stage.officer, at=moment)


def _meet(stage: Stage, case: Case, number: int, paper: str, at: datetime) -> None:
    step = case.steps.get(number=number)  # type: ignore[attr-defined]
    for item in step.definition.requirements:
        if item.kind == RequirementKind.CONTENT or item.optional:
            continue
        if item.kind == RequirementKind.DOCUMENT:
            _attach(stage, step, item.key, paper, at)
        elif item.kind == RequirementKind.DATE:
            set_date(step=step, requirement=item.key, on=at.date(), by=stage.officer, at=at)
        else:
            decision = ask_decision(step=step, requirement=item.key, by=stage.officer, at=at)
            by = stage.director if number > 1 else stage.head
            decide(decision=decision, approve=True, remarks="เห็นชอบตามเสนอ", by=by, at=at)
