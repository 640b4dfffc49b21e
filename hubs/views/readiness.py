"""The short form in which an LAO says whether it is ready for a hub."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from hubs.actions.readiness import answer_readiness
from hubs.errors import HubError
from hubs.forms.selection import ReadinessForm
from hubs.models import Readiness
from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.permissions import Action
from onde_portal.ui.posted import posted_version


def _found(request: HttpRequest, pk: int) -> Readiness:
    rows = Readiness.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("candidate__programme", "candidate__lao"), pk=pk)


@allowed(Action.PREPARE_HUB)
@reading
def readiness(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as it was answered, or empty."""
    found = _found(request, pk)
    return _show(request, found, ReadinessForm(instance=found))


@allowed(Action.PREPARE_HUB)
@writing
def readiness_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer; what is refused is said and what was typed stays."""
    found = _found(request, pk)
    form, refusal = ReadinessForm(request.POST, instance=found), ""
    if form.is_valid():
        try:
            answer_readiness(
                readiness=_found(request, pk), facts=form.facts(),
                version=posted_version(request.POST), by=person(request), at=timezone.now(),
            )  # fmt: skip
        except HubError as error:
            refusal = str(error)
        else:
            messages.success(request, gettext("Thank you. The Office has your answer."))
            return redirect("hubs:readiness", pk=pk)
    return _show(request, _found(request, pk), form, refusal, status=409)


def _show(
    request: HttpRequest,
    found: Readiness,
    form: ReadinessForm,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"readiness": found, "form": form, "refusal": refusal,
               "is_over": found.candidate.approved_at is not None}  # fmt: skip
    return render(request, "hubs/readiness.html", context, status=status)
