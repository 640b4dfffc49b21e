"""Shapes of what people type about accounts."""

from collections.abc import Iterable
from typing import Any, ClassVar

from allauth.account.fields import EmailField
from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.addresses import normal_email
from onde_portal.accounts.models import (
    Invitation,
    MailChoice,
    Membership,
    Role,
    StandIn,
    User,
)
from onde_portal.accounts.policies import may_invite, may_name_stand_in, may_stand_in
from onde_portal.registry.models import Lao


class AddressField(EmailField):  # type: ignore[misc]
    """An e-mail address however it was typed or pasted."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(normal_email(value) if isinstance(value, str) else value))


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form with a forgiving address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField(label=_("E-mail"))
        self.order_fields(["login", "password"])


class PasswordResetForm(ResetPasswordForm):  # type: ignore[misc]
    """allauth's form with a forgiving address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField(label=_("E-mail"))


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What people say of themselves. Address and role are the Office's to change."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = [
            "prefix",
            "first_name",
            "last_name",
            "position",
            "phone",
            "language",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "position": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }


class MailChoiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a person wishes to be told."""

    class Meta:
        model = MailChoice
        fields: ClassVar[list[str]] = ["digest", "early"]
        help_texts: ClassVar[dict[str, Any]] = {
            "digest": _("It comes in the morning. Without it each message comes at once."),
            "early": _(
                "Without them you see these reminders in the portal only. Mail about returned "
                "and overdue reports always comes."
            ),
        }


class AcceptanceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who a newly invited person is, and the password to sign in with."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Several words in a row are easy to remember."),
    )
    password_again = forms.CharField(
        label=_("Password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["prefix", "first_name", "last_name", "position"]
        widgets = ProfileForm.Meta.widgets

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password = data.get("password")
        if not password:
            return data
        if password != data.get("password_again"):
            self.add_error("password_again", _("The two passwords differ."))
        try:
            password_validation.validate_password(password, self.instance)
        except ValidationError as error:
            self.add_error("password", error)
        return data


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom to invite, as what."""

    email = AddressField(label=_("E-mail"))
    kind = forms.ChoiceField(
        label=_("Office at the LAO"),
        choices=[("", "—"), *Membership.Kind.choices],
        required=False,
        help_text=_("For LAO people only."),
    )

    class Meta:
        model = Invitation
        fields: ClassVar[list[str]] = ["email", "role", "lao", "kind"]
        help_texts: ClassVar[dict[str, Any]] = {"lao": _("For LAO people only.")}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, role.label) for role in Role if may_invite(by, role)
        ]
        lao = self.fields["lao"]
        lao.queryset = Lao.objects.visible_to(by).existing()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == Role.LAO:
            for field in ("lao", "kind"):
                if not data.get(field) and field not in self.errors:
                    self.add_error(
                        field, _("LAO people belong to an LAO and hold an office there.")
                    )
        else:
            data["lao"], data["kind"] = None, ""
        return data


class StandInForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who acts for whom, from when to when. ``by`` is who names the stand-in."""

    by: User

    class Meta:
        model = StandIn
        fields: ClassVar[list[str]] = ["person", "stand_in", "starts_on", "ends_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person, stand_in = data.get("person"), data.get("stand_in")
        if person and not may_name_stand_in(self.by, person):
            self.add_error("person", _("You may name a stand-in for yourself only."))
        if person and stand_in and not may_stand_in(stand_in, person):
            self.add_error("stand_in", _("Only those who run or decide cases stand in."))
        return data


class RoleForm(forms.Form):
    """Another role at the Office."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in Role if role != Role.LAO],
    )


class ColleagueForm(forms.Form):
    """Whom somebody of an LAO invites there, and whether it is a successor.

    ``offices`` are the current memberships of the person who invites.
    """

    email = AddressField(label=_("E-mail"))
    kind = forms.ChoiceField(label=_("Office at the LAO"), choices=Membership.Kind.choices)
    hand_over = forms.BooleanField(
        label=_("This is my successor: my own office ends when the invitation is accepted"),
        required=False,
    )

    def __init__(self, *args: Any, offices: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {office.kind: office for office in offices}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("hand_over") and data.get("kind") not in self.offices:
            self.add_error("kind", _("You can hand over only an office that you hold yourself."))
        return data

    @property
    def replaces(self) -> Membership | None:
        """The office that is handed over, if one is."""
        data = self.cleaned_data
        return self.offices.get(data["kind"]) if data["hand_over"] else None
