"""The log of mail and the addresses that take none, in the staff's site."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from onde_portal.accounts import refused
from onde_portal.accounts.access import person
from onde_portal.accounts.actions import AlreadyChanged, NotAllowed
from onde_portal.accounts.forms import AddressField
from onde_portal.accounts.models import Mail, RefusedAddress, User
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.policies import may_correct_address
from onde_portal.accounts.refusals import SENTENCES
from onde_portal.ui.admin import PortalModelAdmin, moment_column
from onde_portal.ui.templatetags.ui import chip

TONES = {
    Mail.State.SENT: "good", Mail.State.IN_DIGEST: "good", Mail.State.PORTAL_ONLY: "",
    Mail.State.REFUSED: "bad", Mail.State.BOUNCED: "bad", Mail.State.FAILED: "bad",
}  # fmt: skip


@admin.register(Mail)
class MailAdmin(PortalModelAdmin):
    """What was sent to whom. The text stays out: it may hold a key to an account."""

    view_action = Action.READ_MAIL
    list_display = ["subject", "recipient", "kind", "rung", "standing", "due", "sent", "attempts"]
    list_filter = ["state", "kind", "daily"]
    search_fields = ["recipient", "subject", "about", "rung"]
    ordering = ["-due_at", "-pk"]
    actions = ["came_back"]
    fields = [
        "kind", "about", "rung", "recipient", "subject", "state", "daily", "digest", "due_at",
        "sent_at", "read_at", "attempts", "error",
    ]  # fmt: skip
    due = moment_column("due_at", _("to be sent"))
    sent = moment_column("sent_at", _("sent"))

    @admin.display(description=_("state"), ordering="state")
    def standing(self, mail: Mail) -> str:
        return chip(mail.get_state_display(), TONES.get(Mail.State(mail.state), "warn"))

    def has_came_back_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.INVITE_LAO_PEOPLE)

    @admin.action(description=_("The chosen mails came back"), permissions=["came_back"])
    def came_back(self, request: HttpRequest, chosen: QuerySet[Mail]) -> None:
        """For mails that came back to the Office's mailbox: their addresses go onto the list."""
        by, at, noted = person(request), timezone.now(), 0
        for mail in chosen.filter(state=Mail.State.SENT):
            try:
                refused.note_bounce(mail=mail, by=by, at=at)
                noted += 1
            except (AlreadyChanged, NotAllowed) as problem:
                messages.error(request, str(SENTENCES[type(problem)]))
        messages.success(
            request,
            ngettext(
                "%(number)s address goes onto the list of those that take no mail.",
                "%(number)s addresses go onto the list of those that take no mail.",
                noted,
            )
            % {"number": noted},
        )


class CorrectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The right address; left empty, the old one is tried again."""

    by: User
    email = AddressField(
        label=_("Right address"),
        required=False,
        help_text=_("Left empty, the same address is tried again. What it refused is sent anew."),
    )

    class Meta:
        model = RefusedAddress
        fields: ClassVar[list[str]] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance.lifted_at is not None:
            raise forms.ValidationError(str(SENTENCES[AlreadyChanged]))
        if data.get("email"):
            self._check_new(data["email"])
        return data

    def _check_new(self, email: str) -> None:
        owner = User.objects.get_queryset().filter(email=self.instance.address).first()
        if owner is None:
            self.add_error("email", _("Nobody signs in with this address; it can be tried again."))
        elif not may_correct_address(self.by, owner):
            self.add_error("email", str(SENTENCES[NotAllowed]))
        elif User.objects.get_queryset().filter(email=email).exists():
            self.add_error("email", _("Somebody else signs in with this address."))


class OpenFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "standing"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, str]]:
        return [("open", gettext("Takes no mail")), ("lifted", gettext("Put right"))]

    def queryset(
        self, _request: HttpRequest, rows: QuerySet[RefusedAddress]
    ) -> QuerySet[RefusedAddress]:
        if self.value() in {"open", "lifted"}:
            return rows.filter(lifted_at__isnull=self.value() == "open")
        return rows


@admin.register(RefusedAddress)
class RefusedAddressAdmin(PortalModelAdmin):
    """Addresses that take no mail, to be put right by an officer."""

    view_action = change_action = Action.INVITE_LAO_PEOPLE
    form = CorrectionForm
    list_display = ["address", "owner", "because", "answer", "refused", "lifted", "corrected_to"]
    list_filter = [OpenFilter, "because"]
    search_fields = ["address", "corrected_to"]
    ordering = ["-refused_at", "pk"]
    readonly_fields = ["address", "owner", "because", "answer", "refused", "lifted"]
    fields = ["address", "owner", "because", "answer", "refused", "lifted", "email"]
    refused = moment_column("refused_at", _("refused"))
    lifted = moment_column("lifted_at", _("put right"))

    @admin.display(description=_("person"))
    def owner(self, refused_one: RefusedAddress) -> str:
        address = refused_one.corrected_to or refused_one.address
        found = User.objects.get_queryset().filter(email=address).first()
        if found is None:
            return "–"
        url = reverse("admin:accounts_user_change", args=[found.pk])
        return format_html('<a href="{}">{}</a>', url, found)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form knows who fills it in."""
        form = super().get_form(request, *args, **kwargs)
        return type("CorrectionForm", (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: RefusedAddress, form: Any, change: Any) -> None:
        by, at, email = person(request), timezone.now(), form.cleaned_data["email"]
        if email:
            refused.correct_address(refused=obj, email=email, by=by, at=at)
        else:
            refused.try_address_again(refused=obj, by=by, at=at)
        obj.refresh_from_db()
