"""A network project with one of everything its six steps consist of."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model

from networks.actions.people import PersonFacts, save_person
from networks.models import (
    Activity,
    AgendaItem,
    Appointment,
    AppointmentBody,
    AppointmentRole,
    Attendance,
    CitizenNetwork,
    ClosingReport,
    Consent,
    CorrectionRequest,
    Finding,
    FindingDocument,
    Hearing,
    HearingAttendance,
    Material,
    Meeting,
    MinutesItem,
    NetworkDocument,
    NetworkMember,
    NetworkOffice,
    NetworkProject,
    Opinion,
    OpinionTopic,
    Organisation,
    Paper,
    PaperItem,
    Participant,
    Person,
    ProgressNote,
    Resolution,
    SignIn,
    Sitting,
    Speaker,
    TargetGroup,
)
from onde_portal.accounts.models import User
from onde_portal.assessments.models import Question, Topic
from onde_portal.registry.models import Province
from tests.world import NOW, TODAY


def make_person(first_name: str = "บุญมี", last_name: str = "ศรีสุข", **facts: Any) -> Person:
    """Somebody of the register."""
    return save_person(
        facts=PersonFacts(first_name=first_name, last_name=last_name, **facts), by=None, at=NOW
    )


def make_file(by: User) -> dict[str, Any]:
    """The fields of a stored file of a few bytes."""
    return {
        "file": ContentFile(b"paper", name="paper.txt"), "name": "เอกสาร.txt", "size": 5,
        "content_type": "text/plain", "sha256": "0" * 64, "uploaded_at": NOW, "uploaded_by": by,
    }  # fmt: skip


def make_event(project: NetworkProject, province: Province) -> Activity:
    """A training of one day, held today, with an agenda of one line."""
    event = Activity.objects.create(
        project=project, title="อบรมการกระจายอำนาจ", state="held", starts_on=TODAY, ends_on=TODAY,
        place="ศาลากลางจังหวัด", province=province, budget_planned=50_000,
    )  # fmt: skip
    speaker = Speaker.objects.create(activity=event, name="ดร. กมล วิชาการ")
    AgendaItem.objects.create(
        activity=event, on=TODAY, starts_at="09:00", topic="หลักการกระจายอำนาจ", speaker=speaker
    )
    return event


def make_participant(
    project: NetworkProject, person: Person, group: TargetGroup | None = None
) -> Participant:
    return Participant.objects.create(
        project=project, person=person, target_group=group, source="hand", enrolled_at=NOW
    )


def make_paper(project: NetworkProject, kind: str, questions: list[Question]) -> Paper:
    """An opened paper with these questions, paired by their order."""
    paper = Paper.objects.create(
        project=project, kind=kind, title="แบบทดสอบ", state="open", opened_at=NOW
    )
    for number, question in enumerate(questions, 1):
        PaperItem.objects.create(
            paper=paper, position=number, question=question, text=question.text,
            choices=question.choices, answer=question.answer, pair=number,
        )  # fmt: skip
    return paper


def make_question(text: str = "ใครเลือกนายก อบต.") -> Question:
    topic, _made = Topic.objects.get_or_create(name_th="การปกครองท้องถิ่น")
    return Question.objects.create(
        topic=topic, text=text, search_key=text, choices=["ประชาชน", "กำนัน", "ปลัด"], answer=0
    )


def make_everything(project: NetworkProject, province: Province, by: User) -> dict[str, Model]:
    """One row of each kind, by the key that names its pages (``networks_activity``)."""
    finding = Finding.objects.create(
        project=project, title="รู้น้อย", source="แบบสำรวจ", noted_at=NOW, noted_by=by
    )
    FindingDocument.objects.create(finding=finding, **make_file(by))
    group = TargetGroup.objects.create(project=project, name="ผู้นำชุมชน", expected=30)
    group.provinces.add(province)
    organisation = Organisation.objects.create(name="ชมรม", search_key="ชมรม", sector="civil")
    person = make_person(province=province, phone="081-234-5678", organisation=organisation)
    body = AppointmentBody.objects.create(name_th="คณะกรรมการทดสอบ")
    role = AppointmentRole.objects.create(name_th="กรรมการทดสอบ", body=body)
    appointment = Appointment.objects.create(
        person=person, role=role, province=province, project=project, starts_on=date(2026, 1, 1)
    )
    event = make_event(project, province)
    participant = make_participant(project, person, group)
    there = Attendance.objects.create(activity=event, participant=participant, registered_at=NOW)
    SignIn.objects.create(attendance=there, on=TODAY, at=NOW, how="sheet")
    made: dict[str, Model] = {
        "finding": finding, "targetgroup": group, "organisation": organisation, "person": person,
        "appointmentbody": body, "appointmentrole": role, "appointment": appointment,
        "activity": event, "participant": participant, "attendance": there,
        "consent": Consent.objects.create(
            person=person, purpose="news", how="ใบตอบรับ", given_at=NOW
        ),
        "correctionrequest": CorrectionRequest.objects.create(
            person=person, text="สะกดชื่อผิด", asked_at=NOW
        ),
        **_make_tests(project, participant, by),
        **_make_networks(project, province, person, by),
        **_make_meeting(project, by),
    }  # fmt: skip
    return {f"{row._meta.app_label}_{key}": row for key, row in made.items()}


def _make_tests(project: NetworkProject, participant: Participant, by: User) -> dict[str, Model]:
    question = make_question()
    Material.objects.create(project=project, title="คู่มือ", **make_file(by))
    pre, post = (make_paper(project, kind, [question]) for kind in ("pre", "post"))
    before, _after = (
        Sitting.objects.create(
            paper=paper, participant=participant, source="paper", answers={"1": answer},
            score=int(answer == 0), started_at=NOW, finished_at=NOW, entered_by=by,
        )
        for paper, answer in ((pre, 1), (post, 0))
    )  # fmt: skip
    return {"topic": question.topic, "question": question, "paper": pre, "sitting": before}


def _make_networks(
    project: NetworkProject, province: Province, person: Person, by: User
) -> dict[str, Model]:
    hearing = Hearing.objects.create(
        project=project, title="เวทีรับฟัง", held_on=TODAY, place="หอประชุม", province=province
    )
    HearingAttendance.objects.create(hearing=hearing, sector="citizens", women=20, men=15)
    topic = OpinionTopic.objects.create(name_th="งบประมาณ")
    opinion = Opinion.objects.create(
        hearing=hearing, topic=topic, text="ขอข้อมูลงบประมาณ", state="adopted", answer="ทำแล้ว"
    )
    network = CitizenNetwork.objects.create(
        project=project, hearing=hearing, name="เครือข่ายทดสอบ", search_key="เครือข่ายทดสอบ",
        province=province, founded_on=TODAY, fiscal_year=2569,
    )  # fmt: skip
    NetworkDocument.objects.create(network=network, **make_file(by))
    office = NetworkOffice.objects.create(name_th="ประธานทดสอบ")
    member = NetworkMember.objects.create(
        network=network, person=person, office=office, starts_on=TODAY
    )
    note = ProgressNote.objects.create(
        network=network, noted_on=TODAY, text="ประชุมแล้ว", noted_at=NOW, noted_by=by
    )
    return {
        "hearing": hearing, "opiniontopic": topic, "opinion": opinion, "citizennetwork": network,
        "networkoffice": office, "networkmember": member, "progressnote": note,
    }  # fmt: skip


def _make_meeting(project: NetworkProject, by: User) -> dict[str, Model]:
    meeting = Meeting.objects.create(
        project=project, title="ประชุมสรุปผล", held_on=TODAY, place="สกถ.", chair="หัวหน้าส่วน",
        final_at=NOW, final_by=by,
    )  # fmt: skip
    item = MinutesItem.objects.create(meeting=meeting, position=1, heading="เรื่องแจ้งให้ทราบ")
    resolution = Resolution.objects.create(
        meeting=meeting, item=item, text="ส่งเอกสาร", owner=by, due_on=TODAY
    )
    closing = ClosingReport.objects.create(
        project=project, results="ครบ", lessons="เชิญด้วยตนเอง", changed_at=NOW, changed_by=by
    )
    return {"meeting": meeting, "resolution": resolution, "closingreport": closing}
