"""What a hub programme of the story consists of, step by step (manual 8.2)."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hubs.actions.workshops import WORDS as LETTER_WORDS
from hubs.models import (
    Award,
    AwardCategory,
    AwardGroup,
    Candidate,
    CandidateState,
    Cohort,
    CommitteeMember,
    Delegate,
    Establishment,
    EstablishmentState,
    EvaluationAnswer,
    EvaluationItem,
    GuidelineChapter,
    GuidelineOpening,
    GuidelineVersion,
    Hub,
    HubChannel,
    HubDocument,
    HubProgramme,
    HubState,
    HubUnit,
    Invitee,
    Memo,
    MemoLao,
    MemoState,
    PlanItem,
    ProgrammeEvaluation,
    Readiness,
    SelectionCriteria,
    StudyFinding,
)
from hubs.selectors.structure import template_for
from onde_portal.documents.numbers import take_number
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import fiscal_year
from onde_portal.workbench.demo.stage import Stage

PHONE_OF_NOBODY = "08 1000 0000"


class ProgrammeStory:
    """Fills the steps of one programme with believable content, each at its moment.

    ``chosen`` are the LAOs of the year, ``excluded`` those that were proposed and left out.
    """

    def __init__(
        self,
        stage: Stage,
        programme: HubProgramme,
        chosen: Sequence[Lao],
        excluded: Sequence[Lao],
        paper: str,
    ) -> None:
        self.stage, self.programme, self.paper = stage, programme, paper
        self.chosen, self.excluded = chosen, excluded
        self.words: dict[str, Any] = stage.words["programmes"]

    def tell_step(self, number: int, at: datetime) -> None:
        """Put the content of one step in, as of this moment."""
        steps: dict[int, Callable[[datetime], None]] = {
            1: self._study,
            2: self._selection,
            3: self._workshops,
            4: self._guideline,
            5: self._establishments,
            6: self._evaluation,
        }
        steps[number](at)

    def tell_today(self) -> None:
        """The current year: LAOs are chosen, and the memo lies with the superior."""
        at = self.stage.now - timedelta(days=4)
        self._candidates(at - timedelta(days=5))
        self._memo(at, approved=False)

    def tell_path(self, hub: Hub, turn: int) -> None:
        """How far one of the LAOs that still prepare has come."""
        states = (
            EstablishmentState.WORKING,
            EstablishmentState.SENT,
            EstablishmentState.RETURNED,
        )
        self._establishment(hub, states[turn % 3], self.stage.now - timedelta(days=12))

    def _name(self) -> str:
        words = self.stage.words
        chance = self.stage.chance
        return f"นาย{chance.choice(words['first_names'])} {chance.choice(words['last_names'])}"

    def _study(self, at: datetime) -> None:
        for item in self.words["findings"]:
            StudyFinding.objects.create(
                programme=self.programme, noted_at=at, noted_by=self.stage.officer, **item
            )

    def _selection(self, at: datetime) -> None:
        self._candidates(at - timedelta(days=8))
        self._memo(at, approved=True)

    def _candidates(self, at: datetime) -> None:
        year = self.programme.fiscal_year - 1
        criteria = SelectionCriteria.objects.create(
            programme=self.programme, award_years=[year - 1, year], saved_at=at,
            saved_by=self.stage.officer,
        )  # fmt: skip
        category, _created = AwardCategory.objects.get_or_create(name_th="ประเภททั่วไป")
        criteria.categories.set([category])
        group = AwardGroup.objects.order_by("position", "pk").first()
        for place, lao in enumerate([*self.chosen, *self.excluded]):
            award, _created = Award.objects.get_or_create(
                lao=lao, year=year - place % 2, category=category,
                defaults={"group": group, "prize": Award.Prize.values[place % 4]},
            )  # fmt: skip
            out = place >= len(self.chosen)
            reasons = self.words["excluded"]
            candidate = Candidate.objects.create(
                programme=self.programme, lao=lao, award=award, source=Candidate.Source.CRITERIA,
                state=CandidateState.EXCLUDED if out else CandidateState.CHOSEN,
                reason=reasons[place % len(reasons)] if out else "", proposed_at=at,
                chosen_at=None if out else at,
            )  # fmt: skip
            self._readiness(candidate, at)

    def _readiness(self, candidate: Candidate, at: datetime) -> None:
        out = candidate.state == CandidateState.EXCLUDED
        later = Readiness.Answer.LATER
        Readiness.objects.create(
            candidate=candidate, asked_at=at, asked_by=self.stage.officer,
            due_on=(at + timedelta(days=7)).date(), answered_at=at + timedelta(days=2),
            answer=later if out else Readiness.Answer.YES, reason=candidate.reason,
            has_place=not out, has_staff=not out, has_budget=True, coordinator=self._name(),
            position="นักพัฒนาชุมชน", phone=PHONE_OF_NOBODY,
        )  # fmt: skip

    def _memo(self, at: datetime, *, approved: bool) -> None:
        stage, words = self.stage, self.words["memo"]
        office = "ส่วนส่งเสริมการบริหารงานท้องถิ่นและการมีส่วนร่วมของประชาชน"
        memo = Memo(
            programme=self.programme, state=MemoState.SENT, unit=office,
            addressee=words["addressee"], subject=f"ขออนุมัติ{self.programme.title}",
            cause=words["cause"], purpose=words["purpose"], conclusion=words["conclusion"],
            written_at=at - timedelta(days=3), written_by=stage.officer,
            sent_at=at - timedelta(days=2), sent_by=stage.officer, sender_name=str(stage.officer),
            sender_position=stage.officer.position,
        )  # fmt: skip
        verbs = ["begun", "sent"]
        if approved:
            year = fiscal_year(at.date())
            memo.state, memo.number_year = MemoState.APPROVED, year
            memo.number = take_number(key="memo", fiscal_year=year)
            memo.endorsed_at, memo.endorsed_by = at - timedelta(days=1), stage.head
            memo.endorser_name, memo.endorser_position = str(stage.head), stage.head.position
            memo.approved_at, memo.approved_by = at, stage.director
            memo.approver_name = str(stage.director)
            memo.approver_position = stage.director.position
            verbs += ["endorsed", "approved"]
        memo.save()
        people = (stage.officer, stage.officer, stage.head, stage.director)
        for turn, verb in enumerate(verbs):
            memo.events.create(verb=verb, by=people[turn], at=at - timedelta(days=3 - turn))
        for place, candidate in enumerate(self._of(CandidateState.CHOSEN), start=1):
            lao = candidate.lao
            MemoLao.objects.create(
                memo=memo, candidate=candidate, position=place, name=lao.full_name_th,
                place=f"จังหวัด{lao.province.name_th}",
                award=f"{candidate.award.category} พ.ศ. {candidate.award.year}" if candidate.award else "",
            )  # fmt: skip
            if approved:
                Candidate.objects.filter(pk=candidate.pk).update(approved_at=at)

    def _of(self, state: str) -> list[Candidate]:
        rows = self.programme.candidates.filter(state=state).select_related(
            "lao__province", "award__category"
        )
        return list(rows.order_by("pk"))

    def _workshops(self, at: datetime) -> None:
        words = self.words["workshop"]
        candidates = self._of(CandidateState.CHOSEN)
        for number in (1, 2):
            day = at.date() - timedelta(days=7 * (3 - number))
            cohort = Cohort.objects.create(
                programme=self.programme, number=number, title=f"{words['title']} รุ่นที่ {number}",
                starts_on=day, ends_on=day + timedelta(days=1), hours="08.30–16.30 น.",
                place=words["place"], province_id="50" if number == 1 else "40",
                agenda=words["agenda"], answer_by=day - timedelta(days=7), held_at=at, **LETTER_WORDS,
            )  # fmt: skip
            for candidate in candidates[number - 1 :: 2]:
                self._invite(cohort, candidate, at)
            self._rate(cohort, at)

    def _invite(self, cohort: Cohort, candidate: Candidate, at: datetime) -> None:
        sent = at - timedelta(days=25)
        year = fiscal_year(sent.date())
        invitee = Invitee.objects.create(
            cohort=cohort, candidate=candidate, letter_year=year,
            letter_number=take_number(key="letter", fiscal_year=year), invited_at=sent,
            invited_by=self.stage.officer, mailed_at=sent, answer=Invitee.Answer.COMES,
            answered_at=sent + timedelta(days=3),
        )  # fmt: skip
        for turn in range(2):
            Delegate.objects.create(
                invitee=invitee, name=self._name(), position=self.words["workshop"]["positions"][turn],
                phone=PHONE_OF_NOBODY, came=True, noted_at=at,
            )  # fmt: skip

    def _rate(self, cohort: Cohort, at: datetime) -> None:
        words = self.words["workshop"]
        items = list(EvaluationItem.objects.order_by("position", "pk"))
        for turn in range(8):
            EvaluationAnswer.objects.create(
                cohort=cohort, sent_at=at, form_key=f"demo-{cohort.pk}-{turn}",
                scores={str(item.pk): self.stage.chance.choice((3, 4, 4, 5, 5)) for item in items},
                liked=words["liked"][turn % 2] if turn < 4 else "",
                wished=words["wished"][turn % 2] if turn < 2 else "",
            )  # fmt: skip

    def _guideline(self, at: datetime) -> None:
        words = self.words["guideline"]
        guideline = GuidelineVersion.objects.create(
            programme=self.programme, number=1, title=f"{words['title']} ปี {self.programme.fiscal_year}",
            changes=words["changes"], written_at=at, written_by=self.stage.officer,
            published_at=at, published_by=self.stage.officer,
        )  # fmt: skip
        for place, chapter in enumerate(words["chapters"], start=1):
            GuidelineChapter.objects.create(guideline=guideline, position=place, **chapter)
        reporter = self.stage.people["reporter@lao.example"]
        for candidate in self._of(CandidateState.CHOSEN)[:6]:
            GuidelineOpening.objects.create(
                guideline=guideline, lao=candidate.lao, opened_by=reporter,
                opened_at=at + timedelta(hours=5),
            )  # fmt: skip

    def _establishments(self, at: datetime) -> None:
        for hub in self.programme.hubs.exclude(state=HubState.PREPARING):
            if not hasattr(hub, "establishment"):
                self._establishment(hub, EstablishmentState.CONFIRMED, at)

    def tell_established(self) -> None:
        """Establishments of the hubs that a running programme has brought about so far."""
        self._establishments(self.stage.now)

    def _establishment(self, hub: Hub, state: str, at: datetime) -> None:
        stage = self.stage
        candidate = self.programme.candidates.filter(lao=hub.lao).first()
        told = hub.established_on or at.date()
        moment = stage.at(told)
        template = template_for(hub.lao)
        is_sent = state != EstablishmentState.WORKING
        is_answered = state in {EstablishmentState.RETURNED, EstablishmentState.CONFIRMED}
        Establishment.objects.create(
            hub=hub, candidate=candidate, template=template, state=state,
            begun_at=hub.registered_at,
            announcement_number=hub.announcement_number or "1/2569",
            announced_on=told, order_number="12/2569", ordered_on=told, plan_year=fiscal_year(told),
            sent_at=moment if is_sent else None,
            sent_by=stage.people["reporter@lao.example"] if is_sent else None,
            answered_at=moment if is_answered else None,
            answered_by=stage.officer if is_answered else None,
            remarks={"committee": "ขอให้เพิ่มผู้แทนภาคประชาชนอีกหนึ่งคน"}
            if state == EstablishmentState.RETURNED else {},
        )  # fmt: skip
        if template is not None and is_sent:
            HubUnit.objects.bulk_create(
                HubUnit(
                    hub=hub, position=unit.position, name=unit.name_th, duties=unit.duties_th,
                    since=hub.established_on,
                )
                for unit in template.units.all()
            )  # fmt: skip
        self._file(hub, moment)

    def _file(self, hub: Hub, at: datetime) -> None:
        since = hub.established_on
        for kind in (HubDocument.Kind.ANNOUNCEMENT, HubDocument.Kind.ORDER, HubDocument.Kind.PLAN):
            HubDocument.objects.create(
                hub=hub, kind=kind, file=self.paper, name=f"{kind.label}.pdf", size=9000,
                content_type="application/pdf", sha256="0" * 64, uploaded_at=at,
                uploaded_by=self.stage.officer,
            )  # fmt: skip
        CommitteeMember.objects.bulk_create(
            CommitteeMember(hub=hub, position=place, name=self._name(), since=since, **seat)
            for place, seat in enumerate(self.words["committee"], start=1)
        )
        year = fiscal_year(since or self.stage.today)
        PlanItem.objects.bulk_create(
            PlanItem(
                hub=hub, fiscal_year=year, position=place,
                **{**item, "budget": Decimal(item["budget"])},
            )
            for place, item in enumerate(self.words["plan"], start=1)
        )  # fmt: skip
        HubChannel.objects.bulk_create(
            [
                HubChannel(hub=hub, kind=HubChannel.Kind.OFFICE, detail="ชั้น 1 อาคารสำนักงาน"),
                HubChannel(hub=hub, kind=HubChannel.Kind.PHONE, detail="0 2123 4567"),
            ]
        )

    def _evaluation(self, at: datetime) -> None:
        ProgrammeEvaluation.objects.create(
            programme=self.programme, saved_at=at, saved_by=self.stage.officer,
            **self.words["evaluation"],
        )  # fmt: skip
