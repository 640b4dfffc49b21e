"""Who covers which province: people in office by province and role, and the gaps (8.1 (4))."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from networks.models import Appointment, AppointmentRole
from onde_portal.registry.models import Province


@dataclass(frozen=True, slots=True)
class Cell:
    """People in office in a province in a role, and the address of their list."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    province: Province
    cells: list[Cell]

    @property
    def gaps(self) -> int:
        """Roles that nobody holds here."""
        return sum(not cell.count for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The roles that every province should have, and each province with its numbers."""

    roles: list[AppointmentRole]
    rows: list[ProvinceRow]

    @property
    def gaps(self) -> int:
        return sum(row.gaps for row in self.rows)

    @property
    def covered(self) -> int:
        """Provinces without a gap."""
        return sum(not row.gaps for row in self.rows)


def read_coverage(today: date, provinces: list[Province] | None = None) -> Coverage:
    """People in office on a day for each province (all 77 unless told) and each such role."""
    wanted = Q(every_province=True) & (Q(retired_on=None) | Q(retired_on__gt=today))
    roles = list(AppointmentRole.objects.filter(wanted).order_by("position", "pk"))
    if provinces is None:
        provinces = list(Province.objects.order_by("sort_key"))
    counted = (
        Appointment.objects.current_on(today)
        .filter(role__in=roles, person__merged_into=None, person__erased_at=None)
        .values_list("province_id", "role_id")
        .annotate(people=Count("person", distinct=True))
    )
    numbers = {(province, role): people for province, role, people in counted}
    rows = [
        ProvinceRow(
            province,
            [
                Cell(numbers.get((province.pk, role.pk), 0), list_address(province, role))
                for role in roles
            ],
        )
        for province in provinces
    ]
    return Coverage(roles, rows)


def list_address(province: Province, role: AppointmentRole) -> str:
    """The list of those in office there today."""
    query = {
        "province__code__exact": province.pk, "role__id__exact": role.pk, "in_office": "1",
    }  # fmt: skip
    return f"{reverse('admin:networks_appointment_changelist')}?{urlencode(query)}"
