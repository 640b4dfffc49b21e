"""What a paper is about, as the register says it, from the name that documents know it by.

``about`` begins with a model's label and a key ("hubs.memo:12", perhaps with a version behind it).
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from onde_portal.thai.digits import read_key


@dataclass(frozen=True, slots=True)
class Subject:
    """What the register says of a paper: what it is about, its number, and a code of its own."""

    name: str
    number: str = ""
    code: str = ""


def key_of(about: str) -> int:
    """The subject's key; 0 where there is none."""
    key = about.partition(":")[2].partition(":")[0]
    return read_key(key) or 0


def model_of(about: str) -> type[Model] | None:
    """The subject's model, if it is one of the portal's."""
    try:
        return apps.get_model(about.partition(":")[0])
    except (LookupError, ValueError):
        return None


def named_subject(about: str) -> Subject:
    """The subject by the name its record has; nothing where there is no such record."""
    model = model_of(about)
    found = model._default_manager.filter(pk=key_of(about)).first() if model else None
    return Subject(str(found) if found is not None else "")


def staff_page(about: str) -> str:
    """The subject's page in the staff's site; empty where it has none."""
    model = model_of(about)
    if model is None:
        return ""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change",
                       args=[key_of(about)])  # fmt: skip
    except NoReverseMatch:
        return ""
