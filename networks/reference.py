"""What networks start from: bodies and roles of appointments, offices, topics; all editable."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from networks.models import AppointmentBody, AppointmentRole, NetworkOffice, OpinionTopic
from onde_portal.assessments.models import Topic

FOLDER = Path("fixtures") / "reference"
# Bodies come before the roles that name them.
FILES: tuple[tuple[str, type[models.Model]], ...] = (
    ("appointment_bodies.json", AppointmentBody),
    ("appointment_roles.json", AppointmentRole),
    ("network_offices.json", NetworkOffice),
    ("opinion_topics.json", OpinionTopic),
    ("question_topics.json", Topic),
)


@transaction.atomic
def load_reference() -> int:
    """Add what is missing and change nothing else: what staff edited stays. Returns the number."""
    return sum(_load(settings.BASE_DIR / FOLDER / name, model) for name, model in FILES)


def _load(file: Path, model: Any) -> int:
    """Rows are the same when their Thai names are."""
    added = 0
    for item in json.loads(file.read_text("utf-8")):
        values: dict[str, Any] = item["fields"]
        name = values.pop("name_th")
        if body := values.pop("body_name", ""):
            values["body"] = AppointmentBody.objects.filter(name_th=body).first()
        added += model.objects.get_or_create(name_th=name, defaults=values)[1]
    return added
