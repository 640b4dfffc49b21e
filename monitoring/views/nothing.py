"""Reporting, with a reason, that there is nothing to report."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from monitoring.actions import MonitoringError, NotEditable, ReasonNeeded
from monitoring.actions.certifying import send_report
from monitoring.models import FollowUp
from monitoring.policies import may_write
from monitoring.views.access import (
    own_follow_up,
    to_what_was_sent,
    visible_follow_up,
    visits_lead_to,
)
from monitoring.views.reports import after_sending, already_sent
from monitoring.views.tokens import is_token, new_token
from monitoring.views.words import standing
from onde_portal.accounts.access import person, reading, writing


@reading
def report_nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an LAO says why there is nothing to report (manual, section 10)."""
    follow_up = visible_follow_up(request, pk)
    if not may_write(person(request), follow_up):
        return to_what_was_sent(request, follow_up)
    return _show(request, follow_up)


def _show(
    request: HttpRequest,
    follow_up: FollowUp,
    *,
    reason: str = "",
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "follow_up": follow_up,
        "standing": standing(follow_up, today),
        "opens_later": today < follow_up.round.opens_on,
        "reason": reason,
        "refusal": refusal,
        "token": new_token(),
    }
    return render(request, "monitoring/report_nothing.html", context, status=status)


@visits_lead_to("report-nothing")
@writing
def report_send_nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the reason instead of a report; the draft stays as it is."""
    follow_up = own_follow_up(request, pk)
    token, reason = request.POST.get("token", ""), request.POST.get("reason", "")
    if not is_token(token):
        return redirect("monitoring:report-nothing", pk=pk)
    try:
        sent = send_report(
            follow_up=follow_up, nothing=reason, token=token, by=person(request), at=timezone.now()
        )
    except NotEditable:
        return already_sent(request, pk, {})
    except ReasonNeeded as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show(request, follow_up, refusal=str(error), status=status)
    except MonitoringError as error:
        status = HTTPStatus.CONFLICT
        return _show(request, follow_up, reason=reason, refusal=str(error), status=status)
    return after_sending(request, sent)
