"""Writing a report: the form, keeping the whole page, looking it over, sending it."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.gzip import gzip_page

from monitoring.actions import (
    AnswerTooLong,
    InvalidReport,
    MonitoringError,
    NotEditable,
    StaleFollowUp,
    save_answers,
)
from monitoring.actions.certifying import send_report
from monitoring.forms import ReportForm
from monitoring.models import Certification, FollowUp, Submission
from monitoring.policies import may_write
from monitoring.reports.report_paper import request_paper
from monitoring.selectors.certifying import sent_back
from monitoring.views.access import (
    own_follow_up,
    to_what_was_sent,
    visible_follow_up,
    visits_lead_to,
)
from monitoring.views.drafts import said_time
from monitoring.views.interrupted import (
    forget_interrupted,
    interrupted_form,
    surviving_sign_in,
)
from monitoring.views.page import (
    MOST_ROWS,
    Page,
    conflicts_of,
    make_page,
    posted_texts,
    posted_versions,
    typed_form,
)
from monitoring.views.sent import history_of, latest_submission
from monitoring.views.tokens import is_token, new_token
from monitoring.views.words import standing
from onde_portal.accounts.access import person, reading, writing
from onde_portal.thai.digits import read_key
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE


@reading
@gzip_page
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, for those who write; what was sent, for everybody else (manual, section 10)."""
    follow_up = visible_follow_up(request, pk)
    if not may_write(person(request), follow_up):
        return to_what_was_sent(request, follow_up)
    interrupted = interrupted_form(request, follow_up)
    form = interrupted or ReportForm.load(follow_up, user=person(request))
    page = make_page(form, timezone.localdate(), rows=request.GET, strict="check" in request.GET)
    return _show_form(request, page, refusal=_not_yet_saved() if interrupted else "")


def _not_yet_saved() -> str:
    return _("You had been signed out. What you typed stands in the form again; save it now.")


def _show_form(
    request: HttpRequest, page: Page, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "page": page,
        "follow_up": page.follow_up,
        "refusal": refusal,
        "accept": ACCEPT_ATTRIBUTE,
        "limit_mb": settings.UPLOAD_MAX_BYTES // 1024**2,
        "saved_words": _("Saved at %(time)s") % {"time": "{time}"},
        "opens_later": timezone.localdate() < page.follow_up.round.opens_on,
        "sent_back": sent_back(page.follow_up),
    }
    return render(request, "monitoring/report_form.html", context, status=status)


@visits_lead_to("report")
@surviving_sign_in
def report_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the whole page; then stay, show more rows, or go on to the check."""
    follow_up = own_follow_up(request, pk)
    user, at = person(request), timezone.now()
    texts = posted_texts(request.POST, ReportForm.load(follow_up, user=user).keys)
    try:
        saved = save_answers(
            follow_up=follow_up,
            texts=texts,
            versions=posted_versions(request.POST),
            by=user,
            at=at,
        )
    except (NotEditable, StaleFollowUp):
        return already_sent(request, pk, texts)
    except AnswerTooLong as error:
        page = make_page(typed_form(follow_up, texts, user), timezone.localdate(at))
        return _show_form(request, page, refusal=str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if saved.conflicts:
        form = typed_form(follow_up, texts, user)
        conflicts = conflicts_of(form, saved.conflicts, texts)
        page = make_page(form, timezone.localdate(at), conflicts=conflicts)
        forget_interrupted(request, pk)
        return _show_form(request, page, status=HTTPStatus.CONFLICT)
    forget_interrupted(request, pk)
    return _go_on(request, pk, said_time(at))


def _go_on(request: HttpRequest, pk: int, time: str) -> HttpResponse:
    go = request.POST.get("go", "")
    if go == "check":
        return redirect("monitoring:report-check", pk=pk)
    address = reverse("monitoring:report", args=[pk])
    part, _sign, count = go.partition(":")
    if part in MOST_ROWS and read_key(count) is not None:
        return redirect(f"{address}?{part}={count}#{part}")
    messages.success(request, _("Saved at %(time)s") % {"time": time})
    return redirect(address)


@visits_lead_to("report")
@writing
def report_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the form on paper, in the reader's language, with what is filled in by now."""
    follow_up = own_follow_up(request, pk)
    if not may_write(person(request), follow_up):
        return to_what_was_sent(request, follow_up)
    paper = request_paper(
        follow_up,
        language=get_language() or "th",
        by=person(request),
        at=timezone.now(),
    )
    return redirect("document", pk=paper.pk)


@reading
def report_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything still wrong at once, or what is about to be sent."""
    follow_up = visible_follow_up(request, pk)
    if not may_write(person(request), follow_up):
        return to_what_was_sent(request, follow_up)
    return _show_check(request, follow_up)


def _show_check(
    request: HttpRequest, follow_up: FollowUp, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    form = ReportForm.load(follow_up, user=person(request))
    errors = form.errors()
    edition = 1 + follow_up.submissions.count()
    today = timezone.localdate()
    context = {
        "follow_up": follow_up,
        "standing": standing(follow_up, today),
        "errors": errors,
        "warnings": form.warnings(),
        "content": None if errors else form.content(edition=edition),
        "files": form.facts.files,
        "opens_later": today < follow_up.round.opens_on,
        "refusal": refusal,
        "token": new_token(),
    }
    return render(request, "monitoring/report_check.html", context, status=status)


@visits_lead_to("report-check")
@writing
def report_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the report as it is stored. The same page sent twice leads to the same receipt."""
    follow_up = own_follow_up(request, pk)
    user, at = person(request), timezone.now()
    token = request.POST.get("token", "")
    if not is_token(token):
        return redirect("monitoring:report-check", pk=pk)
    try:
        sent = send_report(follow_up=follow_up, token=token, by=user, at=at)
    except NotEditable:
        return already_sent(request, pk, {})
    except InvalidReport as error:
        form = ReportForm.load(follow_up, user=user)
        page = make_page(form, timezone.localdate(at), strict=True)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show_form(request, page, refusal=str(error), status=status)
    except MonitoringError as error:
        # Too early (the page names the day), or changed by somebody at this very moment.
        return _show_check(request, follow_up, refusal=str(error), status=HTTPStatus.CONFLICT)
    return after_sending(request, sent)


def after_sending(request: HttpRequest, sent: Submission | Certification) -> HttpResponse:
    """To the receipt, or to where the report waits for the certifier."""
    if isinstance(sent, Submission):
        return redirect("monitoring:report-receipt", pk=sent.follow_up_id)
    messages.success(request, _("The report waits for the certifier of your LAO now."))
    return redirect("monitoring:report-certify", pk=sent.follow_up_id)


def already_sent(request: HttpRequest, pk: int, texts: dict[str, str]) -> HttpResponse:
    """Who sent it when; what was typed meanwhile is shown, so that it can be copied."""
    follow_up = visible_follow_up(request, pk)
    form = ReportForm.load(follow_up)
    stored = {field.key: field for section in form.sections for field in section.fields}
    typed = [
        (stored[key].label, text)
        for key, text in texts.items()
        if key in stored and text.strip() and text != stored[key].raw
    ]
    context = {
        "follow_up": follow_up,
        "standing": standing(follow_up, timezone.localdate()),
        "submission": latest_submission(follow_up),
        "typed": typed,
        "events": history_of(follow_up),
    }
    return render(request, "monitoring/already_sent.html", context, status=HTTPStatus.CONFLICT)
