"""Every round since the first hub: reports filled, sent and accepted; the latest ones in every state."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring.actions import (
    accept_report,
    attach_file,
    ensure_rounds,
    return_report,
    save_answers,
    submit_report,
)
from monitoring.forms import ReportForm
from monitoring.models import FollowUp, Round
from onde_portal.accounts.models import Membership, Role, User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear
from onde_portal.workbench.demo.accounts import CHIANG_MAI, LAMPANG
from onde_portal.workbench.demo.stage import Stage

# How the latest round whose window has opened stands, hub by hub in turn.
LATEST = ("accepted", "accepted", "submitted", "accepted", "draft", "returned", "submitted", "overdue")


def tell(stage: Stage) -> str:
    """Open every round in its time and tell what the hubs reported."""
    writers = _Writers(stage)
    latest = _latest_due_half(stage.today)
    for half in _halves(stage.today):
        ensure_rounds(today=min(half.ends_on, stage.today), at=stage.at(half.starts_on + timedelta(days=1), 6))
        round_ = Round.objects.filter(fiscal_year=half.fiscal_year, half=half.half).first()
        if round_ is None or round_.ends_on >= stage.today:
            continue
        for place, follow_up in enumerate(_follow_ups(round_)):
            plan = LATEST[place % len(LATEST)] if half == latest else "accepted"
            _report(stage, writers, follow_up, _known_plan(follow_up, plan, half == latest), place)
    return f"{FollowUp.objects.count()} follow-ups in {Round.objects.count()} rounds"


def _halves(today: date) -> list[HalfYear]:
    return HalfYear.between(date(2018, 10, 1), today)


def _latest_due_half(today: date) -> HalfYear:
    """The half-year that ended last: its reports are coming in, or came in last."""
    return HalfYear.containing(today).previous()


def _follow_ups(round_: Round) -> Iterable[FollowUp]:
    return FollowUp.objects.filter(round=round_).with_place().order_by("hub__established_on", "pk")


def _known_plan(follow_up: FollowUp, plan: str, is_latest: bool) -> str:
    """Chiang Mai's report is a draft that can be sent; Lampang's came back."""
    if not is_latest:
        return plan
    return {CHIANG_MAI: "draft", LAMPANG: "returned"}.get(follow_up.hub.lao.code or "", plan)


class _Writers:
    """The person who reports for an LAO: the demo's own accounts, else one made on first need."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.by_lao = {
            item.lao_id: item.user
            for item in Membership.objects.filter(kind=Membership.Kind.REPORTER).select_related("user")
        }

    def of(self, lao: Lao) -> User:
        if lao.pk not in self.by_lao:
            words = self.stage.words
            user = User.objects.create(
                email=f"lao{lao.pk}@lao.example",
                role=Role.LAO,
                prefix="นาย",
                first_name=self.stage.chance.choice(words["first_names"]),
                last_name=self.stage.chance.choice(words["last_names"]),
                position="นักพัฒนาชุมชน",
                phone="0 2123 4567",
                password="!",  # noqa: S106 - nobody signs in with it
            )
            start = self.stage.at(date(2018, 10, 1))
            Membership.objects.create(user=user, lao=lao, kind=Membership.Kind.REPORTER, started_at=start)
            self.by_lao[lao.pk] = user
        return self.by_lao[lao.pk]


def _report(stage: Stage, writers: _Writers, follow_up: FollowUp, plan: str, place: int) -> None:
    if plan == "overdue":
        return
    writer = writers.of(follow_up.hub.lao)
    late = place % 9 == 4
    day = follow_up.round.due_on + timedelta(days=6 if late else -(place % 24) - 1)
    at = stage.at(min(day, stage.today - timedelta(days=3)), 9 + place % 7, place % 60)
    save_answers(
        follow_up=follow_up, texts=_answers(stage, follow_up, place), by=writer, at=at - timedelta(hours=2)
    )
    if plan == "draft":
        return
    submit_report(follow_up=follow_up, token=token_urlsafe(32), by=writer, at=at)
    _decide(stage, follow_up, plan, at, place)


def _decide(stage: Stage, follow_up: FollowUp, plan: str, at: datetime, place: int) -> None:
    decided = min(at + timedelta(days=5 + place % 9), stage.now)
    follow_up.refresh_from_db()
    if plan == "accepted":
        accept_report(follow_up=follow_up, version=follow_up.version, by=stage.officer, at=decided)
    elif plan == "returned":
        reasons = stage.words["return_reasons"]
        due_on = max(decided.date(), stage.today) + timedelta(days=7)
        return_report(
            follow_up=follow_up, reason=reasons[place % len(reasons)], due_on=due_on,
            version=follow_up.version, by=stage.officer, at=decided,
        )  # fmt: skip
    if plan == "submitted" and place % 2:
        _evidence(stage, follow_up)


def _evidence(stage: Stage, follow_up: FollowUp) -> None:
    """Files belong to drafts; what has been sent is left alone."""
    if follow_up.is_editable:
        text = SimpleUploadedFile("บัญชีลงชื่อ.txt", "บัญชีลงชื่อผู้เข้าร่วมเวที".encode())
        attach_file(follow_up=follow_up, upload=text, key="evidence", by=stage.officer, at=stage.now)


def _answers(stage: Stage, follow_up: FollowUp, place: int) -> dict[str, str]:
    """Believable texts for every field of the form."""
    form = ReportForm(follow_up, {}, None)
    teller = _Teller(stage, place + follow_up.round.fiscal_year * 2 + follow_up.round.half)
    answers: dict[str, str] = {}
    for section in form.sections:
        for field in section.fields:
            text = teller.answer(field)
            if text:
                answers[field.key] = text
    return answers


class _Teller:
    """Answers one field after the other, the same for the same turn."""

    def __init__(self, stage: Stage, turn: int) -> None:
        self.words = stage.words
        self.chance = stage.chance
        self.turn = turn

    def answer(self, field: Any) -> str:
        head, _dot, rest = field.key.partition(".")
        if head in {"activity", "problem"}:
            return self._row(head, rest)
        if head in {"lessons", "recommendations", "next_plan", "support"}:
            known = {"support": "support"}.get(head, head)
            return str(self.words[known][self.turn % len(self.words[known])])
        if field.kind in {"int", "decimal", "percent", "bool", "choice"}:
            return self._figure(field)
        return field.raw or ""

    def _row(self, head: str, rest: str) -> str:
        number, _dot, column = rest.partition(".")
        kind = "activities" if head == "activity" else "problems"
        limit = 3 if head == "activity" else 1 + self.turn % 2
        if int(number) > limit:
            return ""
        row = self.words[kind][(self.turn + int(number)) % len(self.words[kind])]
        if column == "severity":
            return ("low", "medium", "high")[self.turn % 3]
        return str(row.get(column, ""))

    def _figure(self, field: Any) -> str:
        if field.kind == "choice":
            choices = [value for value, _label in field.choices if value]
            return choices[self.turn % len(choices)] if choices else ""
        if field.kind == "bool":
            choices = [value for value, _label in field.choices if value]
            return choices[0] if choices else "1"
        if field.kind == "percent":
            return str(55 + self.chance.randrange(40))
        if field.key.startswith("budget"):
            return {"budget.received": "120000", "budget.spent": str(60000 + 1000 * self.chance.randrange(50))}.get(field.key, "")
        if field.kind == "decimal" and "1-5" in (field.unit or ""):
            return f"{3 + self.chance.randrange(20) / 10:.1f}"
        return str(1 + self.chance.randrange(60))
