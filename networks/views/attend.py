"""Signing in to an event by the own phone, without an account and without anybody's data.

The page shows the event only. What is typed is answered the same whether or not somebody was known
by name; an old, foreign or guessed link or code gets one kind refusal.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.actions.attendance import (
    EventOff,
    SignInClosed,
    require_sign_in_day,
    sign_in_by_code,
    sign_in_by_name,
)
from networks.actions.founding import NetworkError
from networks.actions.people import PersonFacts
from networks.models import Activity
from networks.views.guessing import too_many_names
from onde_portal.accounts.access import public, reading, writing
from onde_portal.assessments.errors import CodeUnknown
from onde_portal.assessments.views.device import remember_participant
from onde_portal.assessments.views.guessing import is_guessing, note_wrong_code
from onde_portal.ui.fields import ThaiCharField

MOST_LETTERS = 80


class WalkInForm(forms.Form):
    """Who registers on the spot."""

    before_name = ThaiCharField(label=_("Prefix"), max_length=40, required=False)
    first_name = ThaiCharField(label=_("First name"), max_length=MOST_LETTERS)
    last_name = ThaiCharField(label=_("Last name"), max_length=MOST_LETTERS)
    phone = ThaiCharField(
        label=_("Phone"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    position = ThaiCharField(label=_("Position or occupation"), max_length=150, required=False)


@public
@reading
def attend(request: HttpRequest, token: str) -> HttpResponse:
    """The event's title, day and place, and where to type the code."""
    return _show(request, _event(token), token)


@public
@writing
def attend_by_code(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in with the personal code of the card."""
    activity = _event(token)
    if activity is None:
        return _show(request, None, token)
    if is_guessing(request, token):
        return _show(request, activity, token, too_many=True, status=429)
    typed = request.POST.get("code", "")[:40]
    try:
        participant = sign_in_by_code(activity=activity, code=typed, at=timezone.now())
    except CodeUnknown as refusal:
        note_wrong_code(request, token)
        return _show(request, activity, token, refusal=str(refusal), typed=typed, status=422)
    except NetworkError as refusal:
        return _show(request, activity, token, refusal=str(refusal), status=409)
    answer = redirect("networks:attend-done", token=token)
    remember_participant(answer, participant)
    return answer


@public
@writing
def attend_by_name(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by name and phone; people who are not registered yet are registered."""
    activity = _event(token)
    if activity is None:
        return _show(request, None, token)
    form = WalkInForm(request.POST)
    if not form.is_valid():
        return _show(request, activity, token, form=form, status=422)
    if too_many_names(request, token):
        return _show(request, activity, token, form=form, too_many=True, status=429)
    given = dict(form.cleaned_data)
    facts = PersonFacts(prefix=given.pop("before_name"), province=activity.province, **given)
    try:
        participant, may_remember = sign_in_by_name(
            activity=activity, facts=facts, group=None, at=timezone.now()
        )
    except NetworkError as refusal:
        return _show(request, activity, token, form=form, refusal=str(refusal), status=409)
    answer = redirect("networks:attend-done", token=token)
    if may_remember:
        remember_participant(answer, participant)
    return answer


@public
@reading
def attend_done(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks; the same for everybody."""
    activity = _event(token)
    if activity is None:
        return _show(request, None, token)
    return _private(render(request, "networks/attend_done.html", {"activity": activity}))


def _event(token: str) -> Activity | None:
    """The event of this link, as long as people can sign in to it or soon will."""
    events = Activity.objects.select_related("project", "province", "district")
    found = events.filter(token=token).first() if len(token) <= MOST_LETTERS else None
    if found is None or not found.project.is_running:
        return None
    is_over = found.ends_on < timezone.localdate() or found.state == Activity.State.CANCELLED
    return None if is_over else found


def _show(
    request: HttpRequest,
    activity: Activity | None,
    token: str,
    *,
    form: WalkInForm | None = None,
    refusal: str = "",
    typed: str = "",
    too_many: bool = False,
    status: int = 200,
) -> HttpResponse:
    if activity is None:
        return _private(render(request, "assessments/link_refused.html", status=404))
    is_open = True
    try:
        require_sign_in_day(activity, timezone.now())
    except (SignInClosed, EventOff):
        is_open = False
    context = {
        "activity": activity,
        "token": token,
        "form": form or WalkInForm(),
        "is_open": is_open,
        "by_name": form is not None,
        "refusal": refusal,
        "typed": typed,
        "too_many": too_many,
    }
    return _private(render(request, "networks/attend.html", context, status=status))


def _private(answer: HttpResponse) -> HttpResponse:
    """Nothing of these pages is kept by anybody between."""
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
