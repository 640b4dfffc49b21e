"""Keeping a draft from a page with scripts: field by field, file by file."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

from monitoring.actions import (
    AnswerConflict,
    AnswerTooLong,
    MonitoringError,
    NotAllowed,
    NotEditable,
    UnknownField,
    attach_file,
    keep_answer,
    remove_file,
)
from monitoring.forms import ReportField
from monitoring.models import Answer, FollowUp, ReportFile
from monitoring.questions.facts import FormFacts
from monitoring.questions.form import figures_with
from monitoring.views.access import own_follow_up
from onde_portal.accounts.access import person, public, writing
from onde_portal.thai.dates import format_datetime
from onde_portal.workflow.uploads import UploadRefused

MAX_VERSION = 2**31 - 1
WHOLE = ".whole"
FIGURES = ("indicator.", "budget.")
View = Callable[..., HttpResponseBase]
STATUS = {
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotEditable: HTTPStatus.FORBIDDEN,
    UnknownField: HTTPStatus.NOT_FOUND,
    AnswerTooLong: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def is_fetch(request: HttpRequest) -> bool:
    """Whether a script asks, which wants an answer as JSON instead of a page."""
    return request.headers.get("X-Requested-With") == "fetch"


def signed_in(view: View) -> View:
    """Tell a script that nobody is signed in; send a browser to the sign-in page."""

    @wraps(view)
    def checked(request: HttpRequest, pk: int, **kwargs: int) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, pk, **kwargs)
        if is_fetch(request):
            return refusal(_("You are not signed in any more."), HTTPStatus.UNAUTHORIZED)
        return redirect_to_login(reverse("monitoring:report", args=[pk]))

    return checked


def refusal(sentence: object, status: HTTPStatus, **facts: Any) -> JsonResponse:
    """A sentence for the page, and what else it should know."""
    return JsonResponse({"message": str(sentence), **facts}, status=status)


def said_time(moment: datetime) -> str:
    """When something was kept, as the page says it: 14:03 in Bangkok."""
    return f"{timezone.localtime(moment):%H:%M}"


@public
@writing
@signed_in
def report_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one field: JSON ``{key, text, version}`` in, ``{version, saved_at, time}`` out.

    409 with what stands there now when somebody else saved it meanwhile; 422 when it is too long.
    """
    asked = _read(request)
    if asked is None:
        own_follow_up(request, pk)
        return refusal(_("This could not be read."), HTTPStatus.BAD_REQUEST)
    key, text, version = asked
    try:
        kept = keep_answer(
            pk=pk,
            key=key,
            text=text,
            version=version,
            by=person(request),
            at=timezone.now(),
        )
    except FollowUp.DoesNotExist as unknown:
        raise Http404 from unknown
    except AnswerConflict as conflict:
        return _conflict(conflict)
    except MonitoringError as error:
        return refusal(error, STATUS.get(type(error), HTTPStatus.CONFLICT))
    return JsonResponse(
        {
            "version": kept.answer.version,
            "saved_at": kept.answer.saved_at.isoformat(),
            "time": said_time(kept.answer.saved_at),
            **_mistakes(kept.facts, key),
        }
    )


def _mistakes(facts: FormFacts, key: str) -> dict[str, Any]:
    """What is wrong with a figure just typed; texts are looked at with the whole report.

    ``beside`` tells the same of the other count of a share, and what both make.
    """
    if not key.startswith(FIGURES):
        return {}
    fields = figures_with(key, facts)
    if key not in fields:
        return {}
    other = key.removesuffix(WHOLE) if key.endswith(WHOLE) else f"{key}{WHOLE}"
    told = {name: _told(fields[name]) for name in (key, other) if name in fields}
    return {**told.pop(key), "beside": told}


def _told(field: ReportField) -> dict[str, Any]:
    return {
        "errors": list(field.draft_errors),
        "warnings": list(field.warnings),
        "result": field.result,
    }


def _read(request: HttpRequest) -> tuple[str, str, int | None] | None:
    """Key, text and version of the request; ``None`` when it is not of that shape."""
    try:
        asked = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(asked, dict):
        return None
    key, text, version = asked.get("key"), asked.get("text"), asked.get("version")
    if not isinstance(key, str) or not isinstance(text, str):
        return None
    is_number = isinstance(version, int) and not isinstance(version, bool)
    if version is not None and not (is_number and 0 <= version <= MAX_VERSION):
        return None
    return key, text, version


def _conflict(conflict: AnswerConflict) -> JsonResponse:
    current: Answer = conflict.current
    facts = {
        "text": current.text,
        "version": current.version,
        "by": str(current.saved_by),
        "at": format_datetime(
            timezone.localtime(current.saved_at), "short", get_language() or "th"
        ),
    }
    return refusal(conflict, HTTPStatus.CONFLICT, **facts)


@public
@writing
@signed_in
def report_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep pieces of evidence; each that is refused is told with its name."""
    follow_up = own_follow_up(request, pk)
    kept: list[ReportFile] = []
    refused: list[str] = []
    for upload in request.FILES.getlist("file"):
        try:
            file = attach_file(
                follow_up=follow_up, upload=upload, by=person(request), at=timezone.now()
            )
        except (UploadRefused, MonitoringError) as error:
            refused.append(f"{upload.name}: {error}")
        else:
            kept.append(file)
    if not kept and not refused:
        refused.append(_("Choose a file first."))
    for sentence in refused:
        messages.error(request, sentence)
    if kept:
        messages.success(request, _("The file is attached to the report."))
    return redirect(reverse("monitoring:report", args=[pk]) + "#evidence")


def told_files(pk: int, kept: list[ReportFile]) -> JsonResponse:
    """201 with the addresses of files just kept."""
    rows = [
        {
            "name": file.name,
            "url": reverse("monitoring:report-file", args=[pk, file.pk]),
            "remove": reverse("monitoring:report-remove", args=[pk, file.pk]),
        }
        for file in kept
    ]
    return JsonResponse({"files": rows}, status=HTTPStatus.CREATED)


@writing
def report_remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a piece of evidence out of the draft."""
    follow_up = own_follow_up(request, pk)
    stored = get_object_or_404(ReportFile, pk=file, follow_up=follow_up)
    if stored.removed_at is not None:
        raise Http404
    try:
        remove_file(file=stored, by=person(request), at=timezone.now())
    except MonitoringError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is no longer attached.") % {"name": stored.name})
    return redirect(reverse("monitoring:report", args=[pk]) + "#evidence")
