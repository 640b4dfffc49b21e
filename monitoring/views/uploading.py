"""Evidence in parts, for a page with scripts: begun, gone on with, told what has arrived."""

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.actions import MonitoringError
from monitoring.actions.uploading import PART_BYTES, add_part, begin_file
from monitoring.errors import PartOutOfPlace
from monitoring.models import UnfinishedFile
from monitoring.views.access import own_follow_up
from monitoring.views.drafts import STATUS, refusal, signed_in, told_files
from onde_portal.accounts.access import person, public, writing
from onde_portal.thai.digits import read_key
from onde_portal.workflow.uploads import UploadRefused

LONGEST_MARK = 64
LONGEST_NAME = 1000
MAX_SIZE = 2**50


@public
@writing
@signed_in
def report_upload_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A place for a file: JSON ``{mark, name, size}`` in, ``{id, received, part}`` out.

    ``part`` is how many bytes a part has. 201 with the file where it is whole already.
    """
    follow_up = own_follow_up(request, pk)
    asked = _read(request)
    if asked is None:
        return refusal(_("This could not be read."), HTTPStatus.BAD_REQUEST)
    mark, name, size = asked
    try:
        place = begin_file(
            follow_up=follow_up,
            mark=mark,
            name=name,
            size=size,
            by=person(request),
            at=timezone.now(),
        )
    except (UploadRefused, MonitoringError) as error:
        return _refused(name, error)
    if place.file is not None:
        return told_files(pk, [place.file])
    return JsonResponse({"id": place.pk, "received": place.received, "part": PART_BYTES})


def _read(request: HttpRequest) -> tuple[str, str, int] | None:
    try:
        asked = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(asked, dict):
        return None
    mark, name, size = asked.get("mark"), asked.get("name"), asked.get("size")
    if not isinstance(mark, str) or not isinstance(name, str) or type(size) is not int:
        return None
    fit_mark = 0 < len(mark) <= LONGEST_MARK and "\0" not in mark
    fits = fit_mark and len(name) <= LONGEST_NAME and 0 <= size <= MAX_SIZE
    return (mark, name, size) if fits else None


@public
@writing
@signed_in
def report_upload_part(request: HttpRequest, pk: int, unfinished: int) -> HttpResponse:
    """The next part, as the body; ``?from=`` says where it begins. ``{received}`` out.

    409 with ``received`` when another part is due; 201 with the file when this was the last.
    """
    follow_up = own_follow_up(request, pk)
    places = UnfinishedFile.objects.select_related("file", "follow_up")
    place = get_object_or_404(places, pk=unfinished, follow_up=follow_up, begun_by=person(request))
    place.follow_up = follow_up
    try:
        file = add_part(
            unfinished=place,
            starts_at=_start(request),
            content=request.body,
            by=person(request),
            at=timezone.now(),
        )
    except PartOutOfPlace as error:
        place.refresh_from_db(fields=["received"])
        return refusal(error, HTTPStatus.CONFLICT, received=place.received)
    except (UploadRefused, MonitoringError) as error:
        return _refused(place.name, error)
    if file is None:
        return JsonResponse({"received": place.received})
    return told_files(pk, [file])


def _start(request: HttpRequest) -> int:
    """Where the part begins; -1, which is nowhere, when that cannot be read."""
    start = read_key(request.GET.get("from", ""))
    return -1 if start is None else start


def _refused(name: str, error: UploadRefused | MonitoringError) -> JsonResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(error, MonitoringError):
        status = STATUS.get(type(error), status)
    return refusal(f"{name}: {error}", status)
