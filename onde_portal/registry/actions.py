"""Writing the register. Imports are all or nothing."""

from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, Subquery
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from onde_portal.registry.imports import COMPARED, ImportPlan
from onde_portal.registry.models import District, Lao, LaoCode

BATCH = 2000


class ImportRefused(Exception):
    """The plan has errors or ambiguous rows; nothing was written."""


@transaction.atomic
def apply_import(
    *,
    plan: ImportPlan,
    on: date,
    at: datetime,
    by: AbstractBaseUser | None = None,
    mark_gone: bool = False,
) -> None:
    """Write a plan without faults. ``on`` is the day from which new codes and sizes hold.

    With ``mark_gone`` the LAOs that the file lacks are dissolved on that day; they are never
    deleted. ``by`` is empty for the command line.
    Raises ``ImportRefused`` when the plan has faults.
    """
    if plan.faults:
        raise ImportRefused
    District.objects.bulk_create(plan.districts, batch_size=BATCH, ignore_conflicts=True)
    made = bulk_create_with_history(
        plan.new, Lao, batch_size=BATCH, default_date=at, default_user=by
    )
    fields = [*(name.removesuffix("_id") for name in COMPARED), "search_key", "sort_key"]
    if plan.changed:
        bulk_update_with_history(
            plan.changed, Lao, fields, batch_size=500, default_date=at, default_user=by
        )
    if mark_gone:
        _mark_gone(plan.gone, on=on, at=at, by=by)
    _write_codes(made, plan, on=on)


def _write_codes(made: list[Lao], plan: ImportPlan, *, on: date) -> None:
    """Open the codes of new LAOs and of those with another code, whose former code ends ``on``."""
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


def _mark_gone(laos: list[Lao], *, on: date, at: datetime, by: AbstractBaseUser | None) -> None:
    """Dissolve the LAOs that nobody dissolved meanwhile; their codes end on the same day."""
    gone = list(Lao.objects.existing().filter(pk__in=[lao.pk for lao in laos]))
    for lao in gone:
        lao.gone_on = on
    if gone:
        bulk_update_with_history(
            gone, Lao, ["gone_on"], batch_size=500, default_date=at, default_user=by
        )
        LaoCode.objects.filter(lao__in=[lao.pk for lao in gone], valid_until=None).update(
            valid_until=on
        )
