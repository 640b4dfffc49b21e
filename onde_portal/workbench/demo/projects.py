"""What a network project of the story consists of, step by step (manual 8.1)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from networks.actions.founding import found_network
from networks.actions.people import PersonFacts, save_person
from networks.actions.study import save_finding, save_target_group
from networks.models import (
    Activity,
    AgendaItem,
    Appointment,
    AppointmentRole,
    Attendance,
    ClosingReport,
    Hearing,
    HearingAttendance,
    Material,
    Meeting,
    MinutesItem,
    NetworkDocument,
    NetworkMember,
    NetworkOffice,
    NetworkProblem,
    NetworkProject,
    Opinion,
    OpinionTopic,
    Paper,
    PaperItem,
    Participant,
    ProgressNote,
    Resolution,
    Sector,
    SignIn,
    Sitting,
    Speaker,
)
from onde_portal.assessments.models import Question, Topic
from onde_portal.registry.models import Province
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.text import thai_key
from onde_portal.workbench.demo.stage import Stage

PEOPLE_THEN, PEOPLE_NOW = 14, 46
PHONE_OF_NOBODY = 810_000_000


class ProjectStory:
    """Fills the steps of one project with believable content, each at its moment."""

    def __init__(self, stage: Stage, project: NetworkProject, paper: str) -> None:
        self.stage, self.project, self.paper = stage, project, paper
        self.words: dict[str, Any] = stage.words["projects"]
        self.province: Province = project.province or Province.objects.get(code="41")
        is_running = fiscal_year(stage.today) == project.fiscal_year
        self.size = PEOPLE_NOW if is_running else PEOPLE_THEN

    def tell_step(self, number: int, at: datetime) -> None:
        """Put the content of one step in, as of this moment."""
        steps: dict[int, Callable[[datetime], None]] = {
            1: self._study,
            2: self._event,
            3: self._tests,
            4: self._register,
            5: self._hearing,
            6: self._summary,
        }
        steps[number](at)

    def _study(self, at: datetime) -> None:
        for item in self.words["findings"]:
            save_finding(project=self.project, **item, by=self.stage.officer, at=at)
        for item in self.words["groups"]:
            save_target_group(
                project=self.project, name=item["name"], reason=item["reason"],
                provinces=[self.province], expected=max(1, self.size * item["share"] // 100),
            )  # fmt: skip

    def _event(self, at: datetime) -> None:
        words, day = self.words["event"], at.date()
        event = Activity.objects.create(
            project=self.project, title=words["title"], state=Activity.State.HELD, starts_on=day,
            ends_on=day, starts_at=time(8, 30), ends_at=time(16, 30),
            place=f"{words['place']}{self.province.name_th}", province=self.province,
            capacity=self.size + 10, budget_planned=Decimal(1500 * self.size),
            budget_spent=Decimal(1400 * self.size), summary=words["summary"],
        )  # fmt: skip
        speakers = [
            Speaker.objects.create(activity=event, **item) for item in self.words["speakers"]
        ]
        for item in self.words["agenda"]:
            AgendaItem.objects.create(
                activity=event, on=day, topic=item["topic"],
                starts_at=time.fromisoformat(item["starts"]),
                ends_at=time.fromisoformat(item["ends"]),
                speaker=speakers[item["speaker"]] if "speaker" in item else None,
            )  # fmt: skip
        self._people(event, at)

    def _people(self, event: Activity, at: datetime) -> None:
        groups = list(self.project.target_groups.order_by("pk"))
        for turn in range(self.size):
            participant = self._introduce(turn, groups[turn % len(groups)], at)
            there = Attendance.objects.create(
                activity=event, participant=participant, invited_at=at - timedelta(days=14),
                registered_at=at - timedelta(days=7),
            )  # fmt: skip
            if turn % 9 != 8:
                how = SignIn.How.PHONE if turn % 3 else SignIn.How.SHEET
                SignIn.objects.create(attendance=there, on=event.starts_on, at=at, how=how)

    def _introduce(self, turn: int, group: Any, at: datetime) -> Participant:
        chance, words = self.stage.chance, self.stage.words
        is_woman = bool(turn % 2)
        person = save_person(
            facts=PersonFacts(
                prefix="นาง" if is_woman else "นาย",
                first_name=chance.choice(words["first_names"]),
                last_name=chance.choice(words["last_names"]),
                sex="f" if is_woman else "m",
                phone=f"0{PHONE_OF_NOBODY + chance.randrange(9_999_999)}",
                province=self.province,
                position="ผู้ใหญ่บ้าน" if turn % 7 == 0 else "ประชาชน",
                sector=Sector.CITIZENS if turn % 5 else Sector.CIVIL,
            ),
            by=self.stage.officer,
            at=at - timedelta(days=14),
        )
        return Participant.objects.create(
            project=self.project, person=person, target_group=group,
            source=Participant.Source.IMPORT, enrolled_at=at - timedelta(days=14),
        )  # fmt: skip

    def _tests(self, at: datetime) -> None:
        Material.objects.create(
            project=self.project, title="คู่มือประชาชนเรื่องการกระจายอำนาจ", **self._file(at)
        )
        questions = _question_bank(self.words)
        papers = {
            kind: self._paper(kind, questions, at) for kind in (Paper.Kind.PRE, Paper.Kind.POST)
        }
        came = self.project.participants.filter(attendances__sign_ins__isnull=False).distinct()
        for turn, participant in enumerate(came.order_by("pk")):
            skill = self.stage.chance.uniform(0.1, 0.8)
            self._sit(papers[Paper.Kind.PRE], participant, skill, at, turn)
            if turn % 11 != 10:
                gain = self.stage.chance.uniform(-0.02, 0.32)
                self._sit(papers[Paper.Kind.POST], participant, min(0.96, skill + gain), at, turn)

    def _paper(self, kind: str, questions: list[Question], at: datetime) -> Paper:
        label = "ก่อน" if kind == Paper.Kind.PRE else "หลัง"
        paper = Paper.objects.create(
            project=self.project, kind=kind, title=f"แบบทดสอบ{label}การอบรม", time_limit=20,
            instructions="เลือกคำตอบที่ถูกที่สุดเพียงข้อเดียว", state=Paper.State.CLOSED,
            opened_at=at - timedelta(hours=8), closed_at=at,
        )  # fmt: skip
        PaperItem.objects.bulk_create(
            PaperItem(
                paper=paper, position=number, question=question, text=question.text,
                choices=question.choices, answer=question.answer, pair=number,
            )
            for number, question in enumerate(questions, 1)
        )  # fmt: skip
        return paper

    def _sit(
        self, paper: Paper, participant: Participant, skill: float, at: datetime, turn: int
    ) -> None:
        chance = self.stage.chance
        answers, score = {}, 0
        for item in paper.items.order_by("position"):
            # Later questions are harder.
            is_right = chance.random() < skill + 0.25 - 0.04 * item.position
            wrong = [index for index in range(len(item.choices)) if index != item.answer]
            answers[str(item.position)] = item.answer if is_right else chance.choice(wrong)
            score += is_right
        source = Sitting.Source.PAPER if turn % 4 == 0 else Sitting.Source.PHONE
        Sitting.objects.create(
            paper=paper, participant=participant, source=source, answers=answers, score=score,
            started_at=at - timedelta(minutes=30), finished_at=at - timedelta(minutes=12),
            entered_by=self.stage.officer if source == Sitting.Source.PAPER else None,
        )  # fmt: skip

    def tell_today(self) -> None:
        """An event of today to sign in to by phone, and a post-test that is still open."""
        stage = self.stage
        self._tests(stage.now - timedelta(days=5))
        post = self.project.papers.get(kind=Paper.Kind.POST)
        post.sittings.filter(source=Sitting.Source.PHONE).delete()
        post.state, post.closed_at = Paper.State.OPEN, None
        post.save(update_fields=["state", "closed_at"])
        event = Activity.objects.create(
            project=self.project, title="เวทีสรุปบทเรียนและทดสอบหลังการอบรม", kind=Activity.Kind.FORUM,
            starts_on=stage.today, ends_on=stage.today, starts_at=time(9, 0), ends_at=time(16, 0),
            place=f"ศาลากลางจังหวัด{self.province.name_th}", province=self.province, capacity=60,
            budget_planned=Decimal(25_000),
        )  # fmt: skip
        AgendaItem.objects.create(
            activity=event, on=stage.today, starts_at=time(9, 0), topic="สรุปบทเรียนร่วมกัน"
        )
        for participant in self.project.participants.order_by("pk"):
            Attendance.objects.create(
                activity=event, participant=participant, invited_at=stage.now - timedelta(days=7),
                registered_at=stage.now - timedelta(days=3),
            )  # fmt: skip

    def _register(self, at: datetime) -> None:
        roles = list(AppointmentRole.objects.order_by("position", "pk")[:3])
        people = self.project.participants.order_by("pk").select_related("person")[:6]
        for turn, participant in enumerate(people):
            role = roles[turn % len(roles)]
            Appointment.objects.create(
                person=participant.person, role=role, body=role.body, province=self.province,
                project=self.project, starts_on=at.date(), ends_on=_years_on(at.date(), 3),
                order_number=f"{turn + 1}/{self.project.fiscal_year}",
            )  # fmt: skip

    def _hearing(self, at: datetime) -> None:
        hearing = Hearing.objects.create(
            project=self.project, title=f"เวทีรับฟังความคิดเห็นภาคประชาชน จังหวัด{self.province.name_th}",
            held_on=at.date(), starts_at=time(9, 0), ends_at=time(12, 0), place="หอประชุมอำเภอเมือง",
            province=self.province, chair=str(self.stage.head),
        )  # fmt: skip
        for sector, women, men in (
            (Sector.CITIZENS, 38, 31),
            (Sector.LOCAL, 6, 9),
            (Sector.CIVIL, 7, 4),
        ):
            HearingAttendance.objects.create(hearing=hearing, sector=sector, women=women, men=men)
        topics = list(OpinionTopic.objects.order_by("position", "pk"))
        for turn, item in enumerate(self.words["opinions"]):
            Opinion.objects.create(
                hearing=hearing, topic=topics[turn % len(topics)], **item, answered_at=at,
                answered_by=self.stage.officer,
            )  # fmt: skip
        self._found(hearing, at)

    def _found(self, hearing: Hearing, at: datetime) -> None:
        """Found as many networks as the year's figure says, each with members from the register."""
        offices = list(NetworkOffice.objects.order_by("position", "pk"))
        names = self.stage.words["networks"]
        people = list(self.project.participants.order_by("pk").select_related("person"))
        for turn in range(self.stage.networks_in(self.project.fiscal_year)):
            name = names[(self.project.pk * 2 + turn) % len(names)]
            network = found_network(
                name=f"{name} จังหวัด{self.province.name_th}", province=self.province,
                founded_on=at.date(), area=f"ทุกอำเภอของจังหวัด{self.province.name_th}",
                project=self.project, by=self.stage.officer, at=at,
            )  # fmt: skip
            network.hearing = hearing
            network.aim = "แลกเปลี่ยนความรู้เรื่องการกระจายอำนาจ และเสนอความเห็นของชุมชนต่อท้องถิ่น"
            network.save(update_fields=["hearing", "aim"])
            NetworkDocument.objects.create(network=network, **self._file(at))
            for place, participant in enumerate(people[turn::2][:7]):
                NetworkMember.objects.create(
                    network=network, person=participant.person, starts_on=at.date(),
                    office=offices[min(place, len(offices) - 1)],
                )  # fmt: skip

    def _summary(self, at: datetime) -> None:
        meeting = Meeting.objects.create(
            project=self.project, title="การประชุมสรุปผลโครงการเครือข่ายภาคประชาชน",
            number=f"1/{self.project.fiscal_year}", held_on=at.date(), starts_at=time(9, 30),
            ends_at=time(12, 0), place="ห้องประชุม สกถ.", province=self.province,
            chair=str(self.stage.head), secretary=str(self.stage.officer),
            present=f"{self.stage.head}\n{self.stage.officer}", final_at=at, final_by=self.stage.officer,
        )  # fmt: skip
        for number, item in enumerate(self.words["minutes"], 1):
            MinutesItem.objects.create(meeting=meeting, position=number, **item)
        for text in self.words["resolutions"]:
            due = at.date() + timedelta(days=60)
            Resolution.objects.create(
                meeting=meeting, text=text, owner=self.stage.officer, due_on=due,
                done_on=due if due < self.stage.today else None,
                outcome="ดำเนินการแล้ว" if due < self.stage.today else "",
            )  # fmt: skip
        self._progress(at)
        ClosingReport.objects.create(
            project=self.project, **self.words["closing"], changed_at=at,
            changed_by=self.stage.officer,
        )  # fmt: skip

    def _progress(self, at: datetime) -> None:
        for network in self.project.networks.order_by("pk"):
            for turn, item in enumerate(self.words["progress"]):
                problem = item.get("problem")
                day = min(network.founded_on + timedelta(days=90 * (turn + 1)), at.date())
                ProgressNote.objects.create(
                    network=network, noted_on=day, text=item["text"],
                    support=item.get("support", ""), noted_at=at, noted_by=self.stage.officer,
                    members=7,
                )  # fmt: skip
                if problem:
                    NetworkProblem.objects.create(
                        network=network, named_on=day, named_by=self.stage.officer, **problem
                    )

    def _file(self, at: datetime) -> dict[str, Any]:
        return {
            "file": self.paper, "name": "เอกสารตัวอย่าง.pdf", "content_type": "application/pdf",
            "size": 9000, "sha256": "0" * 64, "uploaded_at": at, "uploaded_by": self.stage.officer,
        }  # fmt: skip


def _question_bank(words: dict[str, Any]) -> list[Question]:
    """The story's questions, entered once for all projects."""
    topics = list(Topic.objects.order_by("position", "pk"))
    bank = []
    for turn, item in enumerate(words["questions"]):
        question, _made = Question.objects.get_or_create(
            search_key=thai_key(item["text"])[:400],
            defaults={**item, "topic": topics[turn % len(topics)]},
        )
        bank.append(question)
    return bank


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
