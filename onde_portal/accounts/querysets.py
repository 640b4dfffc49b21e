"""Who sees which rows, where the same rule holds for many models."""

from typing import Self, TypeVar

from django.db import models

from onde_portal.accounts.models import User

Row = TypeVar("Row", bound=models.Model)


class OfficeQuerySet(models.QuerySet[Row]):
    """Rows of the Office's own work: its people see all of them, everyone else none."""

    def visible_to(self, user: object) -> Self:
        if isinstance(user, User) and user.is_active and user.is_office:
            return self
        return self.none()


class OwnLaoQuerySet(models.QuerySet[Row]):
    """Rows about one LAO: the Office sees all of them, LAO people those of their own LAOs.

    ``path_to_lao`` leads from the row to its LAO.
    """

    path_to_lao = "lao"

    def visible_to(self, user: object) -> Self:
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_office:
            return self
        mine = user.memberships.current().values("lao")
        return self.filter(**{f"{self.path_to_lao}__in": mine}).distinct()
