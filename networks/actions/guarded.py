"""Changing a record only as it was read, with the change in its history."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from onde_portal.accounts.models import User


class StaleRecord(NetworkError):
    message = _("Somebody else has just changed this. Look again.")


def change_as_read(
    row: Model, *, read: dict[str, Any], by: User | None, at: datetime, **values: Any
) -> None:
    """Write ``values`` if the row still is as it was ``read``; else raises ``StaleRecord``."""
    model: Any = type(row)
    if model.objects.filter(pk=row.pk, **read).update(**values) != 1:
        raise StaleRecord
    for name, value in values.items():
        setattr(row, name, value)
    model.history.bulk_history_create([row], update=True, default_user=by, default_date=at)


def sign_history(row: Model, *, by: User | None, at: datetime) -> None:
    """Say whose the next row of history is; outside a request nobody else knows."""
    row._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - the library's way
    row._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001
