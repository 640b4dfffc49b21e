"""Asking for more time, and taking it back (manual, section 10)."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.actions import MonitoringError
from monitoring.actions.requests import ask_for_time, withdraw_request
from monitoring.models import OWED_STATES, FollowUp
from monitoring.views.access import own_follow_up, visits_lead_to
from monitoring.views.words import standing
from onde_portal.accounts.access import person, reading, writing
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.ui.fields import in_language


@reading
def report_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an LAO asks for a later due date, and reads what came of it."""
    follow_up = own_follow_up(request, pk)
    if follow_up.state not in OWED_STATES:
        return redirect("monitoring:report-view", pk=pk)
    return _show(request, follow_up)


def _show(
    request: HttpRequest, follow_up: FollowUp, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    asked = list(follow_up.time_requests.select_related("asked_by").order_by("-asked_at", "-pk"))
    context = {
        "follow_up": follow_up,
        "standing": standing(follow_up, timezone.localdate()),
        "open": next((item for item in asked if item.is_open), None),
        "answered": [item for item in asked if not item.is_open],
        "wished_on": request.POST.get("wished_on", ""),
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
    }
    return render(request, "monitoring/report_time.html", context, status=status)


@visits_lead_to("report-time")
@writing
def report_ask_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the request to the Office; what is refused stays typed."""
    follow_up = own_follow_up(request, pk)
    try:
        wished_on = parse_date(request.POST.get("wished_on", ""))
        ask_for_time(
            follow_up=follow_up, wished_on=wished_on, reason=request.POST.get("reason", ""),
            by=person(request), at=timezone.now(),
        )  # fmt: skip
    except DateError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show(request, follow_up, refusal=in_language(error), status=status)
    except MonitoringError as error:
        return _show(request, follow_up, refusal=str(error), status=HTTPStatus.CONFLICT)
    messages.success(request, _("The Office has your request. Until it answers, the date stays."))
    return redirect("monitoring:report-time", pk=pk)


@writing
def report_withdraw_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the open request back."""
    follow_up = own_follow_up(request, pk)
    asked = follow_up.time_requests.open().first()
    if asked is None:
        raise Http404
    try:
        withdraw_request(request=asked, by=person(request), at=timezone.now())
    except MonitoringError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The request is taken back."))
    return redirect("monitoring:report-time", pk=pk)
