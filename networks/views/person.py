"""The page on which a person sees the own record, without an account, by a secret link."""

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.actions import privacy
from networks.actions.access_log import note_access
from networks.actions.founding import NetworkError
from networks.models import PersonAccess, PersonLink
from networks.reports.people import person_record, to_json
from onde_portal.accounts.access import public, reading, writing


@public
@reading
def person_page(request: HttpRequest, token: str) -> HttpResponse:
    """Everything the register holds about the person, and a form to ask for a correction."""
    try:
        link = privacy.find_link(token=token, at=timezone.now())
    except privacy.LinkRefused as refusal:
        return _refuse(request, refusal)
    _note(link)
    return _show(request, link, token)


@public
@reading
def person_data(request: HttpRequest, token: str) -> HttpResponse:
    """The record as a file."""
    try:
        link = privacy.find_link(token=token, at=timezone.now())
    except privacy.LinkRefused as refusal:
        return _refuse(request, refusal)
    _note(link)
    answer = HttpResponse(to_json(person_record(link.person)), content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@public
@writing
def person_correct(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what the person says is wrong."""
    at = timezone.now()
    try:
        link = privacy.find_link(token=token, at=at)
    except privacy.LinkRefused as refusal:
        return _refuse(request, refusal)
    if _too_many(request, token):
        return _too_often(request)
    typed = request.POST.get("text", "")
    try:
        privacy.ask_correction(person=link.person, text=typed, at=at)
    except NetworkError as refusal:
        return _show(request, link, token, refusal=str(refusal), typed=typed)
    messages.success(request, _("Thank you. The Office reads it and answers."))
    return redirect("networks:person", token=token)


@public
@writing
def person_withdraw(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Withdraw a consent."""
    at = timezone.now()
    try:
        link = privacy.find_link(token=token, at=at)
    except privacy.LinkRefused as refusal:
        return _refuse(request, refusal)
    consent = get_object_or_404(link.person.consents, pk=pk)
    try:
        privacy.withdraw_consent(consent=consent, by=None, at=at)
    except privacy.ConsentWithdrawn as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The consent is withdrawn."))
    return redirect("networks:person", token=token)


def _note(link: PersonLink) -> None:
    what = PersonAccess.What.SELF
    note_access(people=[link.person], what=what, by=None, at=timezone.now())


def _show(
    request: HttpRequest, link: PersonLink, token: str, *, refusal: str = "", typed: str = ""
) -> HttpResponse:
    record = person_record(link.person)
    context = {
        "person": link.person,
        "sections": [section for section in record if section.key != "consents"],
        "consents": link.person.consents.filter(withdrawn_at=None).order_by("given_at", "pk"),
        "link": link,
        "token": token,
        "refusal": refusal,
        "typed": typed,
    }
    answer = render(request, "networks/person.html", context, status=422 if refusal else 200)
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _too_many(request: HttpRequest, token: str) -> bool:
    key = privacy.hash_link(token)
    used = ratelimit.consume(request, app="allauth.account", action="person_link", key=key)
    return used is None


def _too_often(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = ratelimit.respond_429(request)
    return answer


def _refuse(request: HttpRequest, refusal: privacy.LinkRefused) -> HttpResponse:
    """Say kindly why not. Guessing is slowed down, true links never are."""
    if isinstance(refusal, privacy.LinkUnknown):
        guess = ratelimit.consume(
            request, app="allauth.account", action="person_link_guess", limit_get=True
        )
        if guess is None:
            return _too_often(request)
    status = 404 if isinstance(refusal, privacy.LinkUnknown) else 410
    context = {"reason": type(refusal).__name__}
    return render(request, "networks/person_refused.html", context, status=status)
