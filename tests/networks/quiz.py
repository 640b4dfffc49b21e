"""A project, and people who take its tests."""

from networks.actions import open_project
from networks.models import NetworkProject, Participant
from onde_portal.accounts.models import User
from tests.networks.story import make_participant, make_person
from tests.world import NOW, udon_thani

NAMES = ("บุญมี", "คำแก้ว", "สมศรี", "ทองดี", "มะลิ", "ประยูร")


def make_project(officer: User) -> NetworkProject:
    return open_project(
        title="โครงการเครือข่ายอุดรธานี", year=2569, province=udon_thani(), owner=officer,
        by=officer, at=NOW,
    )  # fmt: skip


def join(project: NetworkProject, number: int = 0) -> Participant:
    """Somebody who takes part."""
    return make_participant(project, make_person(NAMES[number], "ศรีสุข"))
