"""What hubs start from: award categories, evaluation items, structure templates; all editable."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from hubs.models import (
    AwardCategory,
    AwardGroup,
    EvaluationItem,
    StructureTemplate,
    TemplateSeat,
    TemplateUnit,
)

FOLDER = Path("fixtures") / "reference"
TEMPLATES = "structure_templates.json"
NAMED: tuple[tuple[str, type[models.Model]], ...] = (
    ("award_categories.json", AwardCategory),
    ("award_groups.json", AwardGroup),
    ("evaluation_items.json", EvaluationItem),
)


@transaction.atomic
def load_reference() -> int:
    """Add what is missing and change nothing else: what staff edited stays. Returns the number.

    LAO types must be there before.
    """
    return sum(_add_named(file, model) for file, model in NAMED) + _add_templates()


def _add_named(file: str, model: Any) -> int:
    """Rows are the same when their Thai names are."""
    rows = json.loads((settings.BASE_DIR / FOLDER / file).read_text("utf-8"))
    return sum(model.objects.get_or_create(name_th=row["name_th"], defaults=row)[1] for row in rows)


def _add_templates() -> int:
    """Committee patterns; seats follow what the Office gave to the hubs known so far."""
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
