"""A report that was sent: its receipt, its content, its printed form and its evidence."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.actions import Verb
from monitoring.models import Expectation, FollowUp, FollowUpState, ReportFile, Submission
from monitoring.policies import may_write
from monitoring.reports.hub_report import content_for, print_for, request_print
from monitoring.selectors.certifying import certification_of
from monitoring.selectors.follow_ups import follow_up_timeline
from monitoring.views.access import visible_follow_up
from monitoring.views.words import standing
from onde_portal.accounts.access import person, reading, writing
from onde_portal.documents.printing import check_address, qr_image
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.selectors import TimelineEntry, timeline


def latest_submission(follow_up: FollowUp) -> Submission | None:
    """The newest edition that was sent."""
    return follow_up.submissions.select_related("submitted_by").order_by("-number").first()


def history_of(follow_up: FollowUp) -> tuple[TimelineEntry, ...]:
    """Who did what when, newest first."""
    states = {value: str(label) for value, label in FollowUpState.choices}
    entries = timeline(list(follow_up_timeline(follow_up)), states, Verb)
    because = {value: str(label) for value, label in Expectation.choices}
    return tuple(replace(item, reason=because.get(item.reason, item.reason)) for item in entries)


@reading
def report_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, times and check code of what was sent, also as a QR code, and its PDF."""
    follow_up = visible_follow_up(request, pk)
    submission = latest_submission(follow_up)
    if submission is None:
        raise Http404
    context = {
        "follow_up": follow_up,
        "standing": standing(follow_up, timezone.localdate()),
        "submission": submission,
        "qr": qr_image(check_address(submission.check_code)),
        "accepted": follow_up.state in {FollowUpState.ACCEPTED, FollowUpState.NOTHING},
        "print": print_for(person(request), submission),
        "certification": certification_of(submission),
        "events": history_of(follow_up),
        "may_write": may_write(person(request), follow_up),
    }
    return render(request, "monitoring/receipt.html", context)


@reading
def report_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it was sent last, to be read (manual, section 10)."""
    follow_up = visible_follow_up(request, pk)
    submission = latest_submission(follow_up)
    context = {
        "follow_up": follow_up,
        "standing": standing(follow_up, timezone.localdate()),
        "submission": submission,
        "content": content_for(person(request), submission),
        "files": follow_up.files.filter(removed_at=None).order_by("pk") if submission else [],
        "events": history_of(follow_up),
        "may_write": may_write(person(request), follow_up),
    }
    return render(request, "monitoring/report_view.html", context)


@writing
def report_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the PDF of what was sent last; asked twice, it is made once."""
    follow_up = visible_follow_up(request, pk)
    submission = latest_submission(follow_up)
    if submission is None:
        raise Http404
    request_print(submission, by=person(request), at=timezone.now())
    messages.success(request, _("The PDF is being made. It stands on this page in a moment."))
    return redirect("monitoring:report-receipt", pk=pk)


@reading
def report_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A piece of evidence, to whoever may see the report."""
    follow_up = visible_follow_up(request, pk)
    stored = get_object_or_404(ReportFile, pk=file, follow_up=follow_up, removed_at=None)
    return serve_file(stored)
