"""The register of awards in the staff's site, with its categories and groups."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hubs.actions.awards import remove_award, save_award
from hubs.errors import HubError
from hubs.imports.awards import AwardImporter
from hubs.models import Award, AwardCategory, AwardGroup, EvaluationItem
from onde_portal.accounts.access import person
from onde_portal.accounts.permissions import Action
from onde_portal.ui.admin import PortalModelAdmin
from onde_portal.ui.fields import ThaiCharField, ThaiIntegerField
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.templatetags.ui import localized, place


class AwardForm(forms.ModelForm):  # type: ignore[type-arg]
    """An award: to whom, when and for what."""

    year = ThaiIntegerField(label=_("Award year (B.E.)"))
    note = ThaiCharField(label=_("Note"), max_length=300, required=False)

    class Meta:
        model = Award
        fields = ["lao", "year", "category", "group", "prize", "note"]


@admin.register(Award)
class AwardAdmin(ImportingAdmin, PortalModelAdmin):
    section = "8.2 (2)"
    importer = AwardImporter
    import_action = add_action = change_action = Action.RUN_CASE
    refusals = (HubError,)
    form = AwardForm
    key_field = "lao__search_key"
    autocomplete_fields = ["lao"]
    list_display = ["lao_name", "where", "year", "category", "group", "prize"]
    actions = None
    list_filter = ["year", "category", "group", "prize", "lao__type", "lao__province__region"]
    list_select_related = ["lao__type", "lao__province", "lao__district", "category", "group"]
    search_help_text = _("Name of the LAO, the district or the province")
    ordering = ["-year", "lao__sort_key", "pk"]

    @admin.display(description=_("LAO"), ordering="lao__sort_key")
    def lao_name(self, award: Award) -> str:
        return localized(award.lao, "full_name")

    @admin.display(description=_("place"), ordering="lao__province__sort_key")
    def where(self, award: Award) -> str:
        return place(award.lao)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Award, form: Any, change: Any) -> None:
        saved = save_award(
            lao=obj.lao, year=obj.year, category=obj.category, group=obj.group, prize=obj.prize,
            note=obj.note, award=obj if change else None, by=person(request), at=timezone.now(),
        )  # fmt: skip
        obj.pk = saved.pk

    def delete_model(self, request: HttpRequest, obj: Award) -> None:
        remove_award(award=obj)


class NamedInOrderAdmin(PortalModelAdmin):
    """Short lists that officers keep: a name in both languages, an order, in use or not."""

    section = "8.2 (2)"
    add_action = change_action = Action.RUN_CASE
    fields = ["name_th", "name_en", "position", "retired"]
    list_display = ["name_th", "name_en", "position", "retired"]
    list_filter = ["retired"]
    search_fields = ["name_th", "name_en"]
    ordering = ["position", "name_th"]


@admin.register(AwardCategory)
class AwardCategoryAdmin(NamedInOrderAdmin):
    """What awards are given for."""


@admin.register(AwardGroup)
class AwardGroupAdmin(NamedInOrderAdmin):
    """Among which LAOs awards are given."""


@admin.register(EvaluationItem)
class EvaluationItemAdmin(NamedInOrderAdmin):
    """What those who came to a workshop rate."""

    section = "8.2 (3)"
