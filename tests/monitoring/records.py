"""A problem, a lesson and a promise of support, for tests of their pages."""

from datetime import timedelta

from django.db.models import Model

from monitoring.actions.records import promise_support
from monitoring.models import FollowUp, Learning, Problem, ProblemCategory
from onde_portal.accounts.models import User
from tests.world import NOW, TODAY


def make_records(follow_up: FollowUp, officer: User) -> dict[str, Model]:
    """One of each of a follow-up's hub, by the names of their pages."""
    category = ProblemCategory.objects.order_by("code").first()
    assert category is not None
    problem = Problem.objects.create(
        follow_up=follow_up, position=1, category=category, description="ผู้เข้าร่วมน้อย",
        severity="medium",
    )  # fmt: skip
    lesson = Learning.objects.create(
        follow_up=follow_up, hub=follow_up.hub, kind="lessons", text="เริ่มจากเรื่องใกล้ตัว",
        search_key="เริมจากเรืองใกล้ตัว", said_at=NOW,
    )  # fmt: skip
    support = promise_support(
        hub=follow_up.hub, what="ส่งวิทยากร", owner=officer, due_on=TODAY + timedelta(days=30),
        problem=problem, by=officer, at=NOW,
    )  # fmt: skip
    return {
        "monitoring_problem": problem,
        "monitoring_learning": lesson,
        "monitoring_support": support,
    }
