"""What the Office made of the reports: lessons released, recommendations answered, support promised."""

from datetime import timedelta

from monitoring.actions.records import (
    answer_learning,
    give_support,
    promise_support,
    release_learning,
)
from monitoring.models import FollowUp, FollowUpState, Learning
from onde_portal.workbench.demo.accounts import CHIANG_MAI
from onde_portal.workbench.demo.stage import Stage

RELEASED, ANSWERED, PROMISED = 24, 12, 9


def tell(stage: Stage) -> None:
    """Every third promise is given; Chiang Mai waits for one."""
    _release(stage)
    _promise(stage)


def _release(stage: Stage) -> None:
    accepted = Learning.objects.filter(follow_up__state=FollowUpState.ACCEPTED)
    newest = accepted.order_by("-said_at", "pk")
    for learning in newest[:RELEASED]:
        release_learning(learning=learning, text=learning.text, by=stage.officer, at=stage.now)
    answers = stage.words["answers"]
    wished = newest.filter(kind=Learning.Kind.RECOMMENDATION)[:ANSWERED]
    for place, learning in enumerate(wished):
        answer_learning(
            learning=learning, answer=answers[place % len(answers)], by=stage.officer, at=stage.now
        )


def _promise(stage: Stage) -> None:
    latest = FollowUp.objects.filter(state=FollowUpState.ACCEPTED).with_place()
    chosen = [
        *latest.filter(hub__lao__code=CHIANG_MAI).order_by("-submitted_at")[:1],
        *latest.exclude(hub__lao__code=CHIANG_MAI).order_by("-submitted_at", "pk")[: PROMISED - 1],
    ]
    promises = stage.words["promises"]
    for place, follow_up in enumerate(chosen):
        support = promise_support(
            hub=follow_up.hub, what=promises[place % len(promises)], owner=stage.officer,
            due_on=stage.today + timedelta(days=14 + place * 7), follow_up=follow_up,
            problem=follow_up.problems.order_by("position").first(), by=stage.officer,
            at=stage.now,
        )  # fmt: skip
        if place % 3 == 2:
            give_support(support=support, on=stage.today, by=stage.officer, at=stage.now)
