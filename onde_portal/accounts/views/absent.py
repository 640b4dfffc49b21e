"""A certifier's own stand-ins: which colleague certifies from one day to another."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from onde_portal.accounts import actions, stand_ins
from onde_portal.accounts.access import allowed, person, writing
from onde_portal.accounts.models import StandIn, User
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.refusals import SENTENCES
from onde_portal.accounts.views.colleagues import (
    colleagues_of,
    invitation_form,
    own_lao,
    show,
)
from onde_portal.registry.models import in_language
from onde_portal.thai.dates import DateError, parse_date


@allowed(Action.INVITE_COLLEAGUES)
@writing
def name_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a colleague certify in one's place; what is refused stays typed."""
    by = person(request)
    lao = own_lao(by, pk)
    chosen = request.POST.get("stand_in", "")
    colleague = colleagues_of(by, lao).filter(pk=chosen).first() if chosen.isdecimal() else None
    try:
        first = parse_date(request.POST.get("starts_on", ""))
        last = parse_date(request.POST.get("ends_on", ""))
    except DateError as error:
        said = in_language(error.message_th, error.message_en)
        return show(request, lao, invitation_form(request, lao), said, status=422)
    refusal = _refusal(colleague, first, last)
    if colleague is None or refusal:
        return show(request, lao, invitation_form(request, lao), refusal, status=422)
    try:
        stand_ins.name_stand_in(
            person=by, stand_in=colleague, starts_on=first, ends_on=last, by=by, at=timezone.now()
        )
    except actions.NotAllowed as error:
        said = str(SENTENCES[type(error)])
        return show(request, lao, invitation_form(request, lao), said, status=409)
    messages.success(request, _("Your stand-in is named."))
    return redirect("colleagues", pk=pk)


def _refusal(colleague: User | None, first: date, last: date) -> str:
    """What stands against it, in a sentence; empty where nothing does."""
    if colleague is None:
        return _("Choose a colleague.")
    if last < first:
        return _("The last day must not lie before the first.")
    if last < timezone.localdate():
        return _("The last day lies in the past.")
    return ""


@allowed(Action.INVITE_COLLEAGUES)
@writing
def end_own(request: HttpRequest, pk: int, stand_in: int) -> HttpResponse:
    """Let one's stand-in end today, or never begin."""
    by = person(request)
    lao = own_lao(by, pk)
    found = get_object_or_404(StandIn, pk=stand_in, person=by)
    try:
        stand_ins.end_stand_in(stand_in=found, on=timezone.localdate(), by=by)
    except actions.NotAllowed as error:
        messages.error(request, str(SENTENCES[type(error)]))
    else:
        messages.success(request, _("The stand-in has ended."))
    return redirect("colleagues", pk=lao.pk)
