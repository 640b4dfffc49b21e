"""A programme with approved LAOs in cohorts, for tests of its later steps."""

from datetime import timedelta

from django.db.models import Model

from hubs.actions.guidelines import begin_draft, publish_guideline
from hubs.actions.memos import start_memo
from hubs.actions.programmes import open_programme
from hubs.actions.study import save_finding
from hubs.models import (
    Candidate,
    CandidateState,
    Cohort,
    Establishment,
    Hub,
    HubDocument,
    HubProgramme,
    Invitee,
    Readiness,
    StructureTemplate,
)
from hubs.urls import urlpatterns
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.assessments.quiz import opened
from tests.world import NOW, TODAY, make_lao, udon_thani


def make_programme(officer: User, year: int = 2569) -> HubProgramme:
    return open_programme(title=f"โครงการศูนย์ {year}", year=year, owner=officer, by=officer, at=NOW)


def make_approved(programme: HubProgramme, lao: Lao) -> Candidate:
    """An LAO that an approved memo names."""
    return Candidate.objects.create(
        programme=programme, lao=lao, source="hand", state=CandidateState.CHOSEN,
        proposed_at=NOW, chosen_at=NOW, approved_at=NOW,
    )  # fmt: skip


def make_cohort(programme: HubProgramme, number: int, *candidates: Candidate) -> Cohort:
    """A cohort with these LAOs in it."""
    cohort = Cohort.objects.create(programme=programme, number=number, title=f"รุ่นที่ {number}")
    for candidate in candidates:
        Invitee.objects.create(cohort=cohort, candidate=candidate)
    return cohort


def make_chain(programme: HubProgramme, hub: Hub, officer: User) -> dict[str, Model]:
    """What a hub's LAO and superiors have pages for: readiness, invitation, path and memo."""
    candidate = make_approved(programme, hub.lao)
    readiness = Readiness.objects.create(
        candidate=candidate, asked_at=NOW, asked_by=officer, due_on=TODAY + timedelta(days=7)
    )
    cohort = make_cohort(programme, 2, candidate)
    cohort.evaluation_open = True
    cohort.save()
    cohort.invitees.update(invited_at=NOW, invited_by=officer, letter_number=1)
    path = Establishment.objects.create(hub=hub, candidate=candidate, begun_at=NOW)
    HubDocument.objects.create(
        hub=hub, kind=HubDocument.Kind.ORDER, file="files/nothing.pdf", name="คำสั่ง.pdf", size=1,
        content_type="application/pdf", sha256="0" * 64, uploaded_at=NOW, uploaded_by=officer,
    )  # fmt: skip
    memo = start_memo(programme=programme, by=officer, at=NOW)
    return {
        "hubs_cohort": cohort,
        "hubs_establishment": path,
        "hubs_memo": memo,
        **_by_page(readiness=readiness, invitation=cohort.invitees.get(), feedback=cohort,
                   establishment=path, committee=hub),
    }  # fmt: skip


def _by_page(**subjects: Model) -> dict[str, Model]:
    """Each page's subject, by the first word of the page's name."""
    names = [str(route.name) for route in urlpatterns]
    return {name: subjects[word] for name in names if (word := name.partition("-")[0]) in subjects}


def make_pages(programme: HubProgramme, officer: User) -> dict[str, Model]:
    """What a programme's study, guideline and structure have pages for, by its pages' names."""
    finding = save_finding(
        programme=programme, title="ขาดงบประมาณ", source="รายงาน", by=officer, at=NOW
    )
    guideline = begin_draft(programme=programme, by=officer, at=NOW)
    publish_guideline(
        guideline=guideline, for_all=True, version=guideline.version, by=officer, at=NOW
    )
    template = StructureTemplate.objects.create(key="own", name_th="แบบโครงสร้าง")
    template.seats.create(position=1, office_th="ประธานกรรมการ")
    return {
        **_make_workshop(programme, officer),
        "hubs_studyfinding": finding,
        "hubs_guidelineversion": guideline,
        "hubs_structuretemplate": template,
        "guideline": guideline,
        "programme-lesson": programme,
    }


def _make_workshop(programme: HubProgramme, officer: User) -> dict[str, Model]:
    """A cohort with a test that was taken."""
    candidate = make_approved(programme, make_lao(udon_thani(), "หนองแสง"))
    cohort = make_cohort(programme, 1, candidate)
    delegate = cohort.invitees.get().delegates.create(name="สมศรี ใจดี")
    paper = opened(cohort, officer, count=1)
    sitting = paper.sittings.create(
        participant=delegate, source="paper", answers={"1": 0}, score=1, started_at=NOW,
        finished_at=NOW,
    )  # fmt: skip
    return {
        "hubs_cohort": cohort, "hubs_cohortpaper": paper, "hubs_cohortsitting": sitting,
        "hubs_delegate": delegate,
    }  # fmt: skip
