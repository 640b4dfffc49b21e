"""Invitations, one's own page, the language."""

from typing import NoReturn

from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal import ratelimit
from allauth.socialaccount.providers.openid_connect.views import login as go_to_service
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.i18n import set_language as switch_language
from requests import RequestException

from onde_portal.accounts import actions
from onde_portal.accounts.access import person, public, reading, writing
from onde_portal.accounts.actions import Profile
from onde_portal.accounts.forms import AcceptanceForm, ProfileForm
from onde_portal.accounts.languages import remember_language
from onde_portal.accounts.models import Invitation, User

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@public
@reading
def closed(_request: HttpRequest) -> NoReturn:
    """A page of allauth's that the portal does without."""
    raise Http404


@public
@reading
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody is invited to, and the form to accept it."""
    try:
        found = actions.find_invitation(token=token, at=timezone.now())
    except actions.InvitationRefused as refusal:
        return _refuse(request, refusal)
    return _show(request, found, token, AcceptanceForm(email=found.email))


@public
@writing
@sensitive_post_parameters("password", "password_again")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation; a new person is signed in, an existing one signs in as usual."""
    if (
        ratelimit.consume(
            request, app="allauth.account", action="invitation", key=actions.hash_token(token)
        )
        is None
    ):
        return _too_often(request)
    at = timezone.now()
    try:
        found = actions.find_invitation(token=token, at=at)
        if actions.invited_person(found):
            actions.accept_invitation(token=token, at=at)
            messages.success(request, _("You now belong to this LAO. Sign in as usual."))
            return redirect("account_login")
        form = AcceptanceForm(request.POST, email=found.email)
        if not form.is_valid():
            return _show(request, found, token, form)
        answers = form.cleaned_data
        del answers["password_again"]
        person = actions.accept_invitation(token=token, at=at, **answers)
    except (actions.InvitationRefused, actions.PersonExists) as refusal:
        return _refuse(request, refusal)
    return _enter(request, person)


def _too_often(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = ratelimit.respond_429(request)
    return answer


def _enter(request: HttpRequest, person: User) -> HttpResponse:
    """Sign in the person who has just set a password, in a fresh session."""
    login(request, person, backend=SIGN_IN)
    record_authentication(request, person, method="password", email=person.email)
    response = redirect("home")
    remember_language(response, person.language)
    return response


def _show(
    request: HttpRequest, found: Invitation, token: str, form: AcceptanceForm
) -> HttpResponse:
    context = {
        "invitation": found,
        "token": token,
        "form": form,
        "known": actions.invited_person(found) is not None,
    }
    response = render(
        request, "accounts/invitation.html", context, status=422 if form.errors else 200
    )
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _refuse(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """Say kindly why not. Guessing tokens is slowed down, true ones never are."""
    if isinstance(refusal, actions.InvitationUnknown):
        guess = ratelimit.consume(
            request, app="allauth.account", action="invitation_guess", limit_get=True
        )
        if guess is None:
            return _too_often(request)
    reason = type(refusal).__name__
    status = 404 if isinstance(refusal, actions.InvitationUnknown) else 410
    return render(request, "accounts/invitation_refused.html", {"reason": reason}, status=status)


@reading
def profile(request: HttpRequest) -> HttpResponse:
    """One's own page."""
    me = person(request)
    return _show_profile(request, ProfileForm(instance=me))


@writing
def save_profile(request: HttpRequest) -> HttpResponse:
    """Keep what a person says of herself or himself."""
    me = person(request)
    form = ProfileForm(request.POST, instance=User.objects.get(pk=me.pk))
    if not form.is_valid():
        return _show_profile(request, form)
    told = Profile(**form.cleaned_data)
    actions.update_profile(person=me, profile=told, at=timezone.now())
    messages.success(request, _("Saved."))
    response = redirect("profile")
    remember_language(response, told.language)
    return response


def _show_profile(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    me = person(request)
    memberships = me.memberships.current().select_related(
        "lao__type", "lao__province", "lao__district"
    )
    context = {
        "form": form,
        "person": me,
        "memberships": memberships.order_by("lao__sort_key"),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@public
@writing
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Switch the language, for good where somebody is signed in; then back to where one was."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        actions.set_language(person=request.user, language=language)
    return switch_language(request)


@public
def other_service(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Go to the other sign-in service; when it does not answer, say what still works."""
    try:
        answer: HttpResponseBase = go_to_service(request, provider_id)
    except RequestException:
        messages.error(
            request, _("The other service does not answer. Sign in with e-mail and password.")
        )
        return redirect("account_login")
    return answer
