"""What hubs start from: structure templates by type and size of LAO; all editable."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from hubs.models import StructureTemplate, TemplateSeat, TemplateUnit

FOLDER = Path("fixtures") / "reference"
TEMPLATES = "structure_templates.json"


@transaction.atomic
def load_reference() -> int:
    """Add templates that are missing and change nothing else: what staff edited stays.

    Seats follow the pattern that the Office gave to the hubs known so far: eleven at least.
    Returns the number of templates added. LAO types must be there before.
    """
    rows = json.loads((settings.BASE_DIR / FOLDER / TEMPLATES).read_text("utf-8"))
    known = set(StructureTemplate.objects.values_list("key", flat=True))
    new = [row for row in rows if row["key"] not in known]
    for row in new:
        _add_template(row)
    return len(new)


def _add_template(row: dict[str, Any]) -> None:
    types, seats, units = row.pop("types"), row.pop("seats"), row.pop("units")
    template = StructureTemplate.objects.create(**row)
    template.types.set(types)
    TemplateSeat.objects.bulk_create(
        TemplateSeat(template=template, position=number, **seat)
        for number, seat in enumerate(seats, start=1)
    )
    TemplateUnit.objects.bulk_create(
        TemplateUnit(template=template, position=number, **unit)
        for number, unit in enumerate(units, start=1)
    )
