"""Writing the register. Imports are all or nothing."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from onde_portal.registry.imports import COMPARED, ImportPlan
from onde_portal.registry.models import District, Lao, LaoCode

BATCH = 2000


class ImportRefused(Exception):
    """The plan has errors; nothing was written."""


@transaction.atomic
def apply_import(*, plan: ImportPlan, on: date, at: datetime) -> None:
    """Write a plan without errors. ``on`` is the day from which new codes and sizes hold.

    Raises ``ImportRefused`` when the plan has errors.
    """
    if plan.errors:
        raise ImportRefused
    District.objects.bulk_create(plan.districts, batch_size=BATCH, ignore_conflicts=True)
    made = bulk_create_with_history(plan.new, Lao, batch_size=BATCH, default_date=at)
    fields = [*(name.removesuffix("_id") for name in COMPARED), "search_key", "sort_key"]
    if plan.changed:
        bulk_update_with_history(plan.changed, Lao, fields, batch_size=500, default_date=at)
    recoded = [lao.pk for lao in plan.recoded]
    LaoCode.objects.filter(lao__in=recoded, valid_until=None).update(valid_until=on)
    unknown_size = LaoCode.objects.filter(lao__in=plan.changed, valid_until=None, size="")
    unknown_size.update(size=Subquery(Lao.objects.filter(pk=OuterRef("lao")).values("size")))
    LaoCode.objects.bulk_create(
        [
            *(
                LaoCode(lao=lao, code=lao.code or "", type_id=lao.type_id, size=lao.size)
                for lao in made
            ),
            *(
                LaoCode(
                    lao=lao, code=lao.code or "", type_id=lao.type_id, size=lao.size, valid_from=on
                )
                for lao in plan.recoded
            ),
        ],
        batch_size=BATCH,
    )
