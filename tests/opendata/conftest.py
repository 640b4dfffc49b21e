"""Two announced hubs of two provinces, one of them closed, and one in preparation."""

from datetime import date

import pytest

from hubs.models import Hub, HubChannel, HubContact
from onde_portal.registry.models import Lao
from tests import world
from tests.monitoring.story import make_hub


@pytest.fixture
def hubs(lao: Lao, other_lao: Lao) -> tuple[Hub, Hub, Hub]:
    """Open since 2568 with channels and a contact person; closed; in preparation."""
    open_now = make_hub(lao, date(2025, 3, 31))
    closed = make_hub(other_lao, date(2023, 10, 1), date(2025, 9, 30))
    third = world.make_lao(world.chiang_mai(), "สันทราย", code="6500102")
    preparing = make_hub(third, None)
    for kind, detail in (
        ("phone", "0 4212 3456 (นางสาวมาลี บัวงาม)"), ("web", "https://nongbua.example/hub"),
        ("phone", "08 1234 5678"), ("web", "ถามนางสาวมาลี"),
    ):  # fmt: skip
        HubChannel.objects.create(hub=open_now, kind=kind, detail=detail)
    HubContact.objects.create(
        hub=open_now, name="นางสาวมาลี บัวงาม", phone="08 1234 5678", email="malee@nongbua.example"
    )
    return open_now, closed, preparing
