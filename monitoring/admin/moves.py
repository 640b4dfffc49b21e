"""What a reviewer can do with a follow-up on its page: one function, one move."""

from datetime import date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from monitoring.actions import accept_report, extend_due, return_report, waive_follow_up
from monitoring.actions.certifying import let_through
from monitoring.actions.remarks import (
    add_remark,
    reopen_remark,
    settle_remark,
    withdraw_remark,
)
from monitoring.actions.requests import grant_time, refuse_time
from monitoring.models import FieldRemark, FollowUp, TimeRequest
from monitoring.policies import may_review
from onde_portal.accounts.access import person
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.ui.case_admin import MoveRefused
from onde_portal.ui.fields import in_language
from onde_portal.ui.posted import posted_number, posted_version


def _due_date(request: HttpRequest) -> date:
    try:
        return parse_date(request.POST.get("due_on", ""))
    except DateError as error:
        raise MoveRefused(in_language(error)) from error


def _accept(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    version = posted_version(request.POST)
    accept_report(follow_up=follow_up, version=version, by=person(request), at=at)
    return gettext("The report is accepted.")


def _return(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    return_report(
        follow_up=follow_up, reason=request.POST.get("reason", ""), due_on=_due_date(request),
        version=posted_version(request.POST), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The report is returned; the LAO is told why and by when.")


def _extend(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    extend_due(
        follow_up=follow_up, reason=request.POST.get("reason", ""), due_on=_due_date(request),
        version=posted_version(request.POST), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The LAO has more time.")


def _waive(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    waive_follow_up(
        follow_up=follow_up, reason=request.POST.get("reason", ""),
        version=posted_version(request.POST), by=person(request), at=at,
    )  # fmt: skip
    return gettext("No report is asked for in this round.")


def _open_request(follow_up: FollowUp) -> TimeRequest:
    return get_object_or_404(TimeRequest.objects.open(), follow_up=follow_up)


def _grant(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    grant_time(
        request=_open_request(follow_up), due_on=_due_date(request),
        answer=request.POST.get("reason", ""), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The LAO has more time.")


def _refuse(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    refuse_time(
        request=_open_request(follow_up), answer=request.POST.get("reason", ""),
        by=person(request), at=at,
    )  # fmt: skip
    return gettext("The due date stays; the LAO is told why.")


def _let_through(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    let_through(
        follow_up=follow_up, reason=request.POST.get("reason", ""),
        version=posted_version(request.POST), by=person(request), at=at,
    )  # fmt: skip
    return gettext("The report came in without certification.")


def _remark(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    add_remark(
        follow_up=follow_up, key=request.POST.get("key", ""), text=request.POST.get("text", ""),
        by=person(request), at=at,
    )  # fmt: skip
    return gettext("The remark is pinned. The LAO sees it when you return the report.")


def _of(request: HttpRequest, follow_up: FollowUp) -> FieldRemark:
    return get_object_or_404(follow_up.remarks, pk=posted_number(request, "remark"))


def _withdraw(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    withdraw_remark(remark=_of(request, follow_up), by=person(request))
    return gettext("The remark is taken back.")


def _settle(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    settle_remark(remark=_of(request, follow_up), by=person(request), at=at)
    return gettext("The remark is settled.")


def _reopen(request: HttpRequest, follow_up: FollowUp, at: datetime) -> str:
    reopen_remark(remark=_of(request, follow_up), by=person(request))
    return gettext("The remark is open again.")


MOVES = {
    "accept": _accept,
    "return": _return,
    "extend": _extend,
    "waive": _waive,
    "grant": _grant,
    "refuse": _refuse,
    "through": _let_through,
    "remark": _remark,
    "withdraw": _withdraw,
    "settle": _settle,
    "reopen": _reopen,
}


REMARKING = ("remark", "withdraw", "settle", "reopen")


def may_move(user: User, follow_up: FollowUp, move: str) -> bool:
    """Nobody decides on what he or she sent; time is given by whoever reviews."""
    if move in {"accept", "return", *REMARKING}:
        return may_review(user, follow_up)
    return may(user, Action.REVIEW_REPORT)
