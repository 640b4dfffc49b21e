"""Which structure template a hub starts from (manual 13 (4)): by type and size of its LAO."""

from hubs.models import StructureTemplate
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao


def template_for(lao: Lao) -> StructureTemplate | None:
    """The template that fits the LAO best, with seats and units; ``None`` where none fits.

    A template fits whose types and sizes name the LAO's or are left empty. One that names both
    wins over one that names either, this over one for any LAO; then the first in order.
    """
    templates = StructureTemplate.objects.filter(retired=False).order_by("position", "pk")
    templates = templates.prefetch_related("types", "seats", "units")
    fitting = [template for template in templates if _fits(template, lao)]
    return max(fitting, key=_says, default=None)


def _fits(template: StructureTemplate, lao: Lao) -> bool:
    types = {kind.pk for kind in template.types.all()}
    sizes = template.sizes
    return (not types or lao.type_id in types) and (not sizes or lao.size in sizes)


def _says(template: StructureTemplate) -> int:
    return bool(template.types.all()) + bool(template.sizes)


def seat_count(template: StructureTemplate) -> int:
    """How many people the committee of a template has."""
    return sum(seat.seats for seat in template.seats.all())


def patterns_for(user: User) -> list[tuple[Lao, StructureTemplate, int]]:
    """The pattern of each LAO that a person works for, with the people on its committee."""
    laos = Lao.objects.filter(pk__in=user.memberships.current().values("lao"))
    found = [(lao, template_for(lao)) for lao in laos.order_by("sort_key", "pk")]
    return [(lao, template, seat_count(template)) for lao, template in found if template]
