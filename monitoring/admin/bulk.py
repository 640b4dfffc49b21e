"""The page on which many reports are accepted in one go, and taken back again."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.csrf import csrf_protect

from monitoring.actions import MonitoringError
from monitoring.actions.bulk import UNDO_FOR, accept_many, undo_acceptance
from monitoring.admin.filters import KEPT, kept_filters
from monitoring.models import BulkAcceptance, FollowUp
from monitoring.selectors.unmarked import sort_out
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.digits import MAX_KEY_DIGITS

AT_ONCE = 100
PAGE = "admin:monitoring_accept_many"
Queue = Callable[[HttpRequest], QuerySet[FollowUp]]
# A report and the version that was shown, as the page writes them.
_TICK = re.compile(rf"(\d{{1,{MAX_KEY_DIGITS}}}):(\d{{1,{MAX_KEY_DIGITS}}})", re.ASCII)


def bulk_urls(site: AdminSite, queue: Queue) -> list[URLPattern]:
    """Addresses of the page, inside the staff's site.

    ``queue`` tells what waits for review within the filters of the list that led to the page.
    """

    def shown(request: HttpRequest) -> HttpResponse:
        return _show(request, queue(request), site.each_context(request))

    wrap = site.admin_view
    return [
        path("accept-many/", wrap(reading(shown)), name="monitoring_accept_many"),
        path(
            "accept-many/send/",
            wrap(writing(csrf_protect(_accept))),
            name="monitoring_accept_many_send",
        ),
        path(
            "accept-many/<int:pk>/undo/",
            wrap(writing(csrf_protect(_undo))),
            name="monitoring_accept_many_undo",
        ),
    ]


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(reverse(PAGE) + kept_filters(request))


def _require_reviewer(request: HttpRequest) -> None:
    if not may(request.user, Action.REVIEW_REPORT):
        raise PermissionDenied


def _show(request: HttpRequest, queue: QuerySet[FollowUp], site: dict[str, Any]) -> HttpResponse:
    """Which reports can be accepted together, which cannot and why, and what can be undone."""
    _require_reviewer(request)
    user, now = person(request), timezone.now()
    waiting = list(queue.exclude(submissions__submitted_by=user)[: AT_ONCE + 1])
    context = {
        **site,
        "title": gettext("Accept what needs no look"),
        "sorted": sort_out(waiting[:AT_ONCE]),
        "kept": kept_filters(request),
        "listed": f"?{request.GET.get(KEPT, '')}",
        "looked_through": AT_ONCE if len(waiting) > AT_ONCE else None,
        "recent": BulkAcceptance.objects.filter(by=user, undone_at=None, at__gt=now - UNDO_FOR)
        .prefetch_related("lines")
        .order_by("-at"),
    }
    return TemplateResponse(request, "workbench/accept_many.html", context)


def _accept(request: HttpRequest) -> HttpResponse:
    """Accept those that were ticked and still need no look."""
    _require_reviewer(request)
    ticks = (_TICK.fullmatch(one) for one in request.POST.getlist("report")[:AT_ONCE])
    versions = {int(tick[1]): int(tick[2]) for tick in ticks if tick}
    done = accept_many(versions=versions, by=person(request), at=timezone.now())
    if done is None:
        messages.warning(request, gettext("Nothing was accepted: tick the reports to accept."))
        return _back(request)
    count = done.lines.count()
    said = ngettext("%(count)d report is accepted.", "%(count)d reports are accepted.", count)
    messages.success(request, said % {"count": count})
    return _back(request)


def _undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was accepted together less than ten minutes ago."""
    _require_reviewer(request)
    found = get_object_or_404(BulkAcceptance, pk=pk, by=person(request))
    try:
        count = undo_acceptance(acceptance=found, by=person(request), at=timezone.now())
    except MonitoringError as error:
        messages.error(request, str(error))
    else:
        said = ngettext(
            "%(count)d report waits for review again.",
            "%(count)d reports wait for review again.",
            count,
        )
        messages.success(request, said % {"count": count})
    return _back(request)
