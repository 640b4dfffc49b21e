"""What oversight starts from: the rubrics of the success level (manual, section 5)."""

import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from onde_portal.oversight.models import Rubric, RubricLevel

FILE = Path("fixtures") / "reference" / "rubrics.json"


@transaction.atomic
def load_reference() -> int:
    """Add the rubrics that are missing and change nothing else: what staff edited stays."""
    found = json.loads((settings.BASE_DIR / FILE).read_text("utf-8"))
    known = set(Rubric.objects.values_list("key", flat=True))
    added = 0
    for item in found:
        if item["key"] in known:
            continue
        levels = item.pop("levels")
        rubric = Rubric.objects.create(**item)
        for level in levels:
            RubricLevel.objects.create(rubric=rubric, **level)
        added += 1
    return added
