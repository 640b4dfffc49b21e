"""The demo's other system: one with a key that nobody knows, to be seen in the list."""

from datetime import timedelta

from onde_portal.opendata.actions import make_key
from onde_portal.workbench.demo.stage import Stage

SYSTEM = "ระบบคลังข้อมูลกลาง (ตัวอย่าง)"


def tell(stage: Stage) -> None:
    """The administrator gave a key to the Office's data warehouse."""
    make_key(
        system=SYSTEM,
        owner=stage.officer,
        expires_on=stage.today + timedelta(days=365),
        by=stage.people["admin@onde.example"],
        at=stage.now,
    )
