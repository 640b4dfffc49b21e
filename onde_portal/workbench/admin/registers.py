"""The lower apps' records in the staff's site: they know neither roles nor pages themselves."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.access import person
from onde_portal.accounts.permissions import Action
from onde_portal.documents.models import Emblem
from onde_portal.registry.models import District, Lao, LaoCode, Province
from onde_portal.ui.admin import PortalModelAdmin, date_column, moment_column
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.templatetags.ui import localized, place
from onde_portal.workbench.imports import HolidayImporter
from onde_portal.workflow.models import HolidayCorrection
from onde_portal.workflow.uploads import UploadRefused, check_upload, store_upload


class LaoCodeInline(admin.TabularInline):  # type: ignore[type-arg]
    """The codes, types and sizes an LAO had."""

    model = LaoCode
    fields = ["code", "type", "size", "valid_from", "valid_until"]
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Lao)
class LaoAdmin(PortalModelAdmin):
    """The register to read and to search; it changes by import only."""

    key_field = "search_key"
    list_display = ["full_name", "where", "type", "code", "size"]
    list_filter = ["type", "province__region", "size", "province"]
    fields = [
        "full_name_th", "full_name_en", "type", "code", "size", "province", "district", "area_km2",
        "website", "gone_on",
    ]  # fmt: skip
    inlines = [LaoCodeInline]
    ordering = ["sort_key", "pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("type", "province", "district")

    @admin.display(description=_("name"), ordering="sort_key")
    def full_name(self, lao: Lao) -> str:
        return localized(lao, "full_name")

    @admin.display(description=_("place"), ordering="province__sort_key")
    def where(self, lao: Lao) -> str:
        return place(lao)


@admin.register(Province)
class ProvinceAdmin(PortalModelAdmin):
    list_display = ["code", "name_th", "name_en", "region", "iso_code"]
    list_filter = ["region"]
    search_fields = ["name_th", "name_en", "code"]
    ordering = ["sort_key"]


@admin.register(District)
class DistrictAdmin(PortalModelAdmin):
    list_display = ["code", "name_th", "name_en", "province", "kind"]
    list_filter = ["kind", "province"]
    list_select_related = ["province"]
    search_fields = ["name_th", "name_en", "code"]
    ordering = ["code"]


@admin.register(HolidayCorrection)
class HolidayCorrectionAdmin(ImportingAdmin):
    """Days that the clock should count otherwise (manual 9.1)."""

    importer = HolidayImporter
    import_action = Action.EDIT_SETTINGS

    section = "9.1"
    change_action = add_action = Action.EDIT_SETTINGS
    list_display = ["day", "is_holiday", "reason"]
    ordering = ["-on"]
    day = date_column("on", _("date"))


class EmblemForm(forms.ModelForm):  # type: ignore[type-arg]
    """The picture of the Garuda, as PNG or JPEG."""

    upload = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG. Memos print it 1.5 cm high, letters 3 cm."),
    )

    class Meta:
        model = Emblem
        fields: ClassVar[list[str]] = []

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        try:
            checked = check_upload(upload)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if not checked.content_type.startswith("image/"):
            raise forms.ValidationError(_("Choose a PNG or JPEG picture."))
        return upload


@admin.register(Emblem)
class EmblemAdmin(PortalModelAdmin):
    """The emblem on memos and letters; the one uploaded last is printed."""

    form = EmblemForm
    add_action = Action.EDIT_SETTINGS
    refusals = (UploadRefused,)
    list_display = ["name", "uploaded", "uploader"]
    list_select_related = ["uploaded_by"]
    ordering = ["-uploaded_at", "-pk"]
    uploaded = moment_column("uploaded_at", _("uploaded"))

    @admin.display(description=_("uploaded by"), ordering="uploaded_by")
    def uploader(self, emblem: Emblem) -> str:
        return str(emblem.uploaded_by)

    def save_model(self, request: HttpRequest, obj: Emblem, form: Any, change: Any) -> None:
        kept = store_upload(
            Emblem, upload=form.cleaned_data["upload"], by=person(request), at=timezone.now()
        )
        obj.pk, obj.name = kept.pk, kept.name
