"""Every round since the first hub: reports filled, sent and accepted; the latest ones in every state."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from secrets import token_urlsafe

from monitoring.actions import (
    accept_report,
    close_round,
    ensure_rounds,
    return_report,
    save_answers,
)
from monitoring.actions.certifying import certify_report, send_report
from monitoring.forms import ReportField, ReportForm
from monitoring.models import Certification, FollowUp, Round
from monitoring.policies import certifiers_of
from onde_portal.accounts.models import Membership, Role, User
from onde_portal.registry.models import Lao
from onde_portal.thai.calendar import HalfYear
from onde_portal.workbench.demo.accounts import CHIANG_MAI, LAMPANG
from onde_portal.workbench.demo.stage import Stage

# Believable figures: lowest and highest by indicator, else by kind of field.
RANGES = {
    "OP01": (1, 4), "OP03": (60_000, 110_000), "OP04": (8, 40), "OP05": (3, 6), "OP07": (60, 320),
    "OP09": (80, 450), "OP10": (12, 60), "OP14": (4, 40),
    "OC01": (30, 60), "OC01.whole": (60, 90), "OC02": (3, 9), "OC02.whole": (10, 25),
    "OC04": (5, 12), "OC04.whole": (12, 15), "OC06": (6, 11), "OC06.whole": (11, 14),
    "OC07": (40, 120), "OC07.whole": (120, 220), "OC08": (0, 3), "OC10": (0, 3),
    "IM01": (300, 4_000), "IM02": (1, 6), "budget.spent": (60_000, 110_000),
}  # fmt: skip
BY_KIND = {"percent": (55, 95), "score": (32, 47), "int": (1, 9)}

# How the latest round whose window has opened stands, hub by hub in turn.
LATEST = (
    "accepted",
    "accepted",
    "submitted",
    "accepted",
    "draft",
    "returned",
    "submitted",
    "overdue",
)


def tell(stage: Stage) -> str:
    """Open every round in its time and tell what the hubs reported."""
    writers = _Writers(stage)
    latest = _latest_due_half(stage.today)
    for half in _halves(stage.today):
        ensure_rounds(
            today=min(half.ends_on, stage.today), at=stage.at(half.starts_on + timedelta(days=1), 6)
        )
        round_ = Round.objects.filter(fiscal_year=half.fiscal_year, half=half.half).first()
        if round_ is None or round_.ends_on >= stage.today:
            continue
        for place, follow_up in enumerate(_follow_ups(round_)):
            plan = LATEST[place % len(LATEST)] if half == latest else "accepted"
            _report(
                stage,
                writers,
                follow_up,
                _known_plan(follow_up, plan, is_latest=half == latest),
                place,
            )
        if half != latest:
            closing = stage.at(round_.due_on + timedelta(days=30), 14)
            close_round(round_=round_, reason="ตรวจรับครบทุกฉบับแล้ว", by=stage.head, at=closing)
    return f"{FollowUp.objects.count()} follow-ups in {Round.objects.count()} rounds"


def _halves(today: date) -> list[HalfYear]:
    return HalfYear.between(date(2018, 10, 1), today)


def _latest_due_half(today: date) -> HalfYear:
    """The half-year that ended last: its reports are coming in, or came in last."""
    return HalfYear.containing(today).previous()


def _follow_ups(round_: Round) -> Iterable[FollowUp]:
    return FollowUp.objects.filter(round=round_).with_place().order_by("hub__established_on", "pk")


def _known_plan(follow_up: FollowUp, plan: str, *, is_latest: bool) -> str:
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
            for item in Membership.objects.filter(kind=Membership.Kind.REPORTER).select_related(
                "user"
            )
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
            Membership.objects.create(
                user=user, lao=lao, kind=Membership.Kind.REPORTER, started_at=start
            )
            self.by_lao[lao.pk] = user
        return self.by_lao[lao.pk]

    def certifier_of(self, follow_up: FollowUp) -> User:
        """The first who certifies for the hub's LAO."""
        return certifiers_of(follow_up)[0]


def _report(stage: Stage, writers: _Writers, follow_up: FollowUp, plan: str, place: int) -> None:
    if plan == "overdue":
        return
    writer = writers.of(follow_up.hub.lao)
    late = place % 9 == 4
    day = follow_up.round.due_on + timedelta(days=6 if late else -(place % 24) - 1)
    at = stage.at(min(day, stage.today - timedelta(days=3)), 9 + place % 7, place % 60)
    save_answers(
        follow_up=follow_up,
        texts=_answers(stage, follow_up, place),
        by=writer,
        at=at - timedelta(hours=2),
    )
    if plan == "draft":
        return
    _explain(stage, follow_up, writer, at)
    sent = send_report(follow_up=follow_up, token=token_urlsafe(32), by=writer, at=at)
    if isinstance(sent, Certification):
        at += timedelta(hours=3)
        follow_up.refresh_from_db()
        certify_report(
            follow_up=follow_up, version=follow_up.version, by=writers.certifier_of(follow_up),
            at=at,
        )  # fmt: skip
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


def _explain(stage: Stage, follow_up: FollowUp, writer: User, at: datetime) -> None:
    """A word at each figure that jumps."""
    asked = [error.key for error in ReportForm.load(follow_up, user=writer).errors()]
    words = stage.words["jumps"]
    texts = {key: words[number % len(words)] for number, key in enumerate(asked)}
    save_answers(follow_up=follow_up, texts=texts, by=writer, at=at - timedelta(hours=1))


def _answers(stage: Stage, follow_up: FollowUp, place: int) -> dict[str, str]:
    """Believable texts for every field of the form."""
    form = ReportForm(follow_up, {})
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

    def answer(self, field: ReportField) -> str:
        head, _dot, rest = field.key.partition(".")
        if head in {"activity", "problem"}:
            return self._row(head, rest)
        if head in {"lessons", "recommendations", "next_plan", "support"}:
            known = {"support": "support"}.get(head, head)
            return str(self.words[known][self.turn % len(self.words[known])])
        if field.key == "evidence.note" and self.turn % 5:
            return str(self.words["evidence"][self.turn % len(self.words["evidence"])])
        if field.kind in {"int", "decimal", "percent", "bool", "choice", "score"}:
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

    def _figure(self, field: ReportField) -> str:
        choices = [value for value, _label in field.choices if value]
        if choices:
            return choices[self.turn % len(choices)] if field.kind == "choice" else choices[0]
        if field.key == "budget.received":
            return "120000"
        known = field.key.removeprefix("indicator.")
        low, high = RANGES.get(known, BY_KIND.get(field.kind, (1, 12)))
        if field.kind == "score":
            return f"{self.chance.randint(low, high) / 10:.1f}"
        return str(self.chance.randint(low, high))
