"""How allauth behaves here: no open sign-up, fair limits, mail through the outbox, safe links."""

import secrets
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_noop

from onde_portal.accounts.addresses import normal_email
from onde_portal.accounts.languages import remember_language
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import User


class PortalAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's account flows, narrowed to people who were invited."""

    # What a security notice says, by the template allauth would have used.
    NOTICES: ClassVar[dict[str, str]] = {
        "password_changed": gettext_noop("Your password was changed."),
        "password_reset": gettext_noop("Your password was reset."),
        "password_set": gettext_noop("A password was set."),
        "totp_activated": gettext_noop("An authenticator app was added."),
        "totp_deactivated": gettext_noop("The authenticator app was removed."),
        "recovery_codes_generated": gettext_noop("New recovery codes were made."),
        "webauthn_added": gettext_noop("A passkey was added."),
        "webauthn_removed": gettext_noop("A passkey was removed."),
        "account_connected": gettext_noop("A sign-in with another service was connected."),
        "account_disconnected": gettext_noop("A sign-in with another service was removed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this very site."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt against the account, and more tightly against account and address.

        Never against the address alone: a whole office shares one. A success takes both back.
        """
        account = normal_email(credentials.get("email", ""))
        keys = {"login_failed": account, "login_failed_here": _here(request, account)}
        self._attempts: list[ratelimit.RateLimitUsage] = []
        for action, key in keys.items():
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if usage is None:
                raise self.validation_error("too_many_login_attempts")
            self._attempts.append(usage)

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._attempts:
            usage.rollback()

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set a new password, after which earlier failures no longer lock the account."""
        user.set_password(password)
        user.save(update_fields=["password"])
        if isinstance(user, User):
            account = user.email
            keys = {"login_failed": account, "login_failed_here": _here(self.request, account)}
            for action, key in keys.items():
                ratelimit.clear(self.request, app="allauth.account", action=action, key=key)

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponseBase:
        """The person's own language applies from sign-in on."""
        response: HttpResponseBase = super().post_login(request, user, **kwargs)
        if isinstance(user, User):
            remember_language(response, user.language)
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail, on the address from the settings whatever Host was sent."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return str(settings.BASE_URL + path.replace("UID-KEY", key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail, in the person's language, to the address the portal keeps."""
        user = context.get("user")
        person = user if isinstance(user, User) else None
        name = template_prefix.rsplit("/", 1)[-1]
        kind, template = self._mail_for(name)
        with translation.override(person.language if person else settings.LANGUAGE_CODE):
            texts = {
                "office": settings.OFFICE[f"name_{translation.get_language()}"],
                "person": person,
                "link": context.get("password_reset_url", ""),
                "notice": gettext(self.NOTICES.get(name, "")) if name in self.NOTICES else "",
                "portal": settings.BASE_URL,
            }
            subject = render_to_string(f"emails/accounts/{template}_subject.txt", texts)
            body = render_to_string(f"emails/accounts/{template}.txt", texts)
        queue_mail(
            kind=kind,
            recipient=person.email if person else normal_email(email),
            about=f"accounts.user:{person.pk}" if person else "accounts",
            rung=secrets.token_hex(8),
            subject=subject,
            body=body,
            due_at=timezone.now(),
        )

    def _mail_for(self, name: str) -> tuple[str, str]:
        if name == "password_reset_key":
            return "password-reset", "password_reset"
        if name == "unknown_account":
            return "unknown-account", "unknown_account"
        return "security-notice", "security_notice"

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell people of every change to how they sign in."""
        self.send_mail(template_prefix, email or "", {**(context or {}), "user": user})


class PortalSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Signing in through another service: for people who connected it to their account before."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse an answer without ID token, or whose two parts name different people.

        OpenID Connect Core 5.3.2 asks for this check; allauth leaves it to its users.
        """
        told = sociallogin.account.extra_data
        subject = told.get("id_token", {}).get("sub")
        if not subject or told.get("userinfo", {}).get("sub", subject) != subject:
            raise ImmediateHttpResponse(redirect("socialaccount_login_error"))


def _here(request: HttpRequest, account: str) -> str:
    return f"{ratelimit.get_ip(request)} {account}"
