"""Something personal in every text of the database that is not published by name."""

from django.apps import apps
from django.db import DatabaseError, models, transaction

from hubs.models import Hub
from monitoring.models import AnnualFigure
from networks.models import CitizenNetwork
from onde_portal.registry.models import District, Lao, LaoType, Province

SECRET = "ลับ"  # noqa: S105 - what must not come out
APPS = ("registry", "accounts", "documents", "assessments", "networks", "hubs", "monitoring")
# The names, places and sources that are published, and what else stands in them.
PUBLISHED = (Hub, AnnualFigure, CitizenNetwork, District, Lao, LaoType, Province)


def plant_secrets() -> int:
    """Put the secret into every free text of every row; returns the number of texts."""
    planted = 0
    for model in apps.get_models():
        if model._meta.app_label not in APPS or model in PUBLISHED:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and not (
                field.choices or field.primary_key or isinstance(field, models.FileField)
            ):
                planted += _plant(model, field)
    return planted


def _plant(model: type[models.Model], field: "models.Field[str, str]") -> int:
    """Where the database allows it: some texts are keys, some must be empty."""
    try:
        with transaction.atomic():
            return int(model._default_manager.update(**{field.name: SECRET}))
    except DatabaseError:
        return 0
