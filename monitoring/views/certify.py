"""The certifier's page: read what the LAO is about to send, answer for it or give it back."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.actions import InvalidReport, MonitoringError
from monitoring.actions.certifying import call_back, certify_report, send_back
from monitoring.actions.submissions import checked_content
from monitoring.models import Certification, FollowUp, FollowUpState
from monitoring.policies import certifiers_of, may_certify
from monitoring.views.access import own_follow_up, visits_lead_to
from monitoring.views.sent import history_of
from monitoring.views.words import standing
from onde_portal.accounts.access import person, reading, writing
from onde_portal.ui.posted import posted_version

Move = Callable[..., object]


@reading
def report_certify(request: HttpRequest, pk: int) -> HttpResponse:
    """The report that waits for certification, to the LAO's people (manual, section 10)."""
    follow_up = own_follow_up(request, pk)
    if follow_up.state != FollowUpState.WITH_CERTIFIER:
        return redirect("monitoring:report-view", pk=pk)
    return _show(request, follow_up)


def _show(
    request: HttpRequest, follow_up: FollowUp, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    today = timezone.localdate()
    laid = Certification.objects.open().select_related("asked_by").get(follow_up=follow_up)
    try:
        content = checked_content(follow_up, laid.nothing_because, laid.asked_by)
    except InvalidReport as error:
        content, refusal = None, refusal or str(error)
    context = {
        "follow_up": follow_up,
        "standing": standing(follow_up, today),
        "laid": laid,
        "content": content,
        "files": follow_up.files.filter(removed_at=None).order_by("pk"),
        "certifiers": certifiers_of(follow_up),
        "may_certify": may_certify(person(request), follow_up, today),
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
        "events": history_of(follow_up),
    }
    return render(request, "monitoring/report_certify.html", context, status=status)


def _move(request: HttpRequest, pk: int, move: Move, **words: str) -> HttpResponse | None:
    """Make a move; the answer that refuses it, if it was refused."""
    follow_up = own_follow_up(request, pk)
    try:
        move(
            follow_up=follow_up, version=posted_version(request.POST),
            by=person(request), at=timezone.now(), **words,
        )  # fmt: skip
    except MonitoringError as error:
        follow_up = own_follow_up(request, pk)
        if follow_up.state != FollowUpState.WITH_CERTIFIER:
            messages.error(request, str(error))
            return redirect("monitoring:report-view", pk=pk)
        return _show(request, follow_up, refusal=str(error), status=HTTPStatus.CONFLICT)
    return None


@visits_lead_to("report-certify")
@writing
def report_certify_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Certify the report, which then goes to the Office."""
    refused = _move(request, pk, certify_report)
    if refused is not None:
        return refused
    messages.success(request, _("The report is certified, and is with the Office now."))
    return redirect("monitoring:report-receipt", pk=pk)


@visits_lead_to("report-certify")
@writing
def report_certify_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the report back to whoever wrote it."""
    refused = _move(request, pk, send_back, reason=request.POST.get("reason", ""))
    if refused is not None:
        return refused
    messages.success(request, _("The report is given back; whoever sent it is told why."))
    return redirect("lao-home")


@visits_lead_to("report-certify")
@writing
def report_call_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the report back to go on writing."""
    refused = _move(request, pk, call_back)
    if refused is not None:
        return refused
    messages.success(request, _("You have the report back and can go on writing."))
    return redirect("monitoring:report", pk=pk)
