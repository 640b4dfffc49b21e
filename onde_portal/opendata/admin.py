"""Keys of other systems in the staff's site: made, looked at, revoked by the administrator."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, pgettext

from onde_portal.accounts.access import person
from onde_portal.accounts.models import STAFF_ROLES, User
from onde_portal.accounts.permissions import Action
from onde_portal.opendata.actions import make_key, revoke_key
from onde_portal.opendata.errors import KeyRefused
from onde_portal.opendata.models import SystemKey
from onde_portal.opendata.selectors.keys import key_timeline
from onde_portal.ui.admin import PortalModelAdmin, date_column, moment_column, own_page


@admin.register(SystemKey)
class SystemKeyAdmin(PortalModelAdmin):
    """A key is shown once, when it is made; afterwards it can only be revoked."""

    view_action = Action.MANAGE_SYSTEMS
    add_action = Action.MANAGE_SYSTEMS
    refusals = (KeyRefused,)
    fields = ["system", "owner", "expires_on"]
    list_display = ["system", "prefix", "owner", "made", "expires", "used", "standing"]
    list_select_related = ["owner"]
    search_fields = ["system", "prefix"]
    ordering = ["-made_at", "-pk"]

    made = moment_column("made_at", _("made"))
    expires = date_column("expires_on", _("opens until"))
    used = moment_column("last_used_at", _("last used"))

    @admin.display(description=_("state"))
    def standing(self, key: SystemKey) -> str:
        return standing_of(key)[0]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/key/", view(self.key_page), name="opendata_systemkey_page"),
            path("<int:pk>/revoke/", view(self.revoke), name="opendata_systemkey_revoke"),
            *super().get_urls(),
        ]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.base_fields["system"].help_text = gettext("Which system reads with this key")
        form.base_fields["owner"].help_text = gettext("The system sees what this person sees.")
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Responsible is an active person of the Office."""
        people: QuerySet[User] = User.objects.filter(is_active=True, role__in=STAFF_ROLES)
        kwargs["queryset"] = people.order_by("first_name", "last_name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        made = make_key(**form.cleaned_data, by=person(request), at=timezone.now())
        obj.pk, obj.secret = made.kept.pk, made.secret

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The key's own events say it."""

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The key itself, this once: only this answer has it."""
        key = SystemKey.objects.select_related("owner", "made_by").get(pk=obj.pk)
        return self._page(request, key, secret=obj.secret)

    def change_view(self, request: HttpRequest, object_id: str, *_args: Any, **_more: Any) -> Any:
        return own_page("admin:opendata_systemkey_page", object_id)

    def _key(self, request: HttpRequest, pk: int) -> SystemKey:
        rows = self.get_queryset(request).select_related("owner", "made_by", "revoked_by")
        key: SystemKey = get_object_or_404(rows, pk=pk)
        return key

    def key_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whose key it is, until when, when it was used, and what happened to it."""
        return self._page(request, self._key(request, pk))

    def _page(self, request: HttpRequest, key: SystemKey, secret: str = "") -> HttpResponse:
        said, tone = standing_of(key)
        context = {
            **self.admin_site.each_context(request),
            "title": key.system,
            "opts": self.opts,
            "key": key,
            "secret": secret,
            "standing": said,
            "tone": tone,
            "events": key_timeline(key),
        }
        return render(request, "opendata/key.html", context)

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Revoke the key (POST)."""
        key = self._key(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            revoke_key(key=key, by=person(request), at=timezone.now())
        except KeyRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, gettext("The key was revoked: it opens nothing any more."))
        return redirect("admin:opendata_systemkey_page", pk)


def standing_of(key: SystemKey) -> tuple[str, str]:
    """How a key stands today, as a word with its tone."""
    if key.revoked_at is not None:
        return pgettext("key", "Revoked"), "bad"
    if key.expires_on < timezone.localdate():
        return pgettext("key", "Expired"), "warn"
    if not key.owner.is_active:
        return gettext("Responsible person disabled"), "warn"
    return pgettext("key", "Open"), "good"
