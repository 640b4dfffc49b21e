"""Workshops outside the staff's site: an LAO's answer to its letter, and the anonymous form."""

import secrets
from collections.abc import Sequence

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from hubs.actions.feedback import MOST, current_items, send_evaluation
from hubs.actions.workshops import answer_invitation
from hubs.errors import HubError
from hubs.forms.workshops import delegates_in
from hubs.models import Cohort, Delegate, Invitee
from hubs.reports.letters import letter_print
from onde_portal.accounts.access import allowed, person, public, reading, writing
from onde_portal.accounts.permissions import Action
from onde_portal.ui.posted import posted_version

# A full hall may send within the hour; a script that fills the summary may not.
_FORMS = {"form": "300/h/key"}


def _found(request: HttpRequest, pk: int) -> Invitee:
    """An invitation whose letter was issued."""
    rows = Invitee.objects.visible_to(request.user).filter(letter_number__isnull=False)
    rows = rows.select_related("cohort__programme", "cohort__province", "candidate__lao")
    return get_object_or_404(rows, pk=pk)


@allowed(Action.PREPARE_HUB)
@reading
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitation with the letter and the answer as it is kept."""
    found = _found(request, pk)
    return _show(request, found, list(found.delegates.order_by("pk")))


@allowed(Action.PREPARE_HUB)
@writing
def invitation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer; what is refused is said and what was typed stays."""
    found = _found(request, pk)
    delegates = delegates_in(request.POST)
    try:
        answer_invitation(
            invitee=_found(request, pk), answer=request.POST.get("answer", ""),
            reason=request.POST.get("reason", ""), delegates=delegates,
            version=posted_version(request.POST), by=person(request), at=timezone.now(),
        )  # fmt: skip
    except HubError as refusal:
        found.answer = request.POST.get("answer", "")[:6]
        found.reason = request.POST.get("reason", "")[:500]
        typed = [
            Delegate(name=one.name, position=one.position, phone=one.phone) for one in delegates
        ]
        return _show(request, found, typed, str(refusal), status=409)
    messages.success(request, gettext("Thank you. The Office has your answer."))
    return redirect("hubs:invitation", pk=pk)


def _show(
    request: HttpRequest,
    found: Invitee,
    people: list[Delegate],
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "invitee": found,
        "people": people,
        "lines": range(found.cohort.people_per_lao),
        "paper": letter_print(found),
        "refusal": refusal,
    }
    return render(request, "hubs/invitation.html", context, status=status)


@public
@reading
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """The anonymous form of a cohort."""
    cohort = get_object_or_404(Cohort.objects.all(), token=token)
    rows = [(item, 0) for item in current_items()]
    return _form(request, cohort, rows, is_sent="sent" in request.GET)


@public
@writing
def feedback_send(request: HttpRequest, token: str) -> HttpResponse:
    """Take one form; sent twice, it counts once."""
    cohort = get_object_or_404(Cohort.objects.all(), token=token)
    rows = [(item, _score(request, item.pk)) for item in current_items()]
    used = ratelimit.consume(request, app="hubs", action="form", config=_FORMS, key=token)
    if used is None:
        said = gettext("Too many forms came in at once. Try again in a few minutes.")
        return _form(request, cohort, rows, said, status=429)
    try:
        send_evaluation(
            cohort=cohort, scores={str(item.pk): score for item, score in rows if score},
            liked=request.POST.get("liked", ""), wished=request.POST.get("wished", ""),
            form_key=request.POST.get("form_key", "") or secrets.token_urlsafe(16),
            at=timezone.now(),
        )  # fmt: skip
    except HubError as refusal:
        return _form(request, cohort, rows, str(refusal), status=409)
    return redirect(f"{request.path.removesuffix('send/')}?sent=1")


def _score(request: HttpRequest, item: int) -> int:
    text = request.POST.get(f"score-{item}", "")
    return int(text) if text in {str(score) for score in range(1, MOST + 1)} else 0


def _form(
    request: HttpRequest,
    cohort: Cohort,
    rows: Sequence[tuple[object, int]],
    refusal: str = "",
    *,
    is_sent: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "cohort": cohort,
        "rows": rows,
        "scores": range(MOST, 0, -1),
        "liked": request.POST.get("liked", ""),
        "wished": request.POST.get("wished", ""),
        "form_key": request.POST.get("form_key", "") or secrets.token_urlsafe(16),
        "refusal": refusal,
        "is_sent": is_sent,
    }
    return render(request, "hubs/feedback.html", context, status=status)
