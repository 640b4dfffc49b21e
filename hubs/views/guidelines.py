"""The guideline on an LAO's own pages: read online, with its PDF and files."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hubs.actions.guidelines import note_opening
from hubs.models import GuidelineVersion
from hubs.reports.guidelines import guideline_print
from hubs.selectors.guidelines import (
    chapter_changes,
    files_of,
    library_for,
    shown_chapters,
)
from hubs.selectors.structure import patterns_for
from onde_portal.accounts.access import allowed, person, reading
from onde_portal.accounts.permissions import Action
from onde_portal.workflow.downloads import serve_file


@allowed(Action.PREPARE_HUB)
@reading
def guideline_list(request: HttpRequest) -> HttpResponse:
    """All versions for the person's LAOs, newest first, and the committees that suit them."""
    user = person(request)
    context = {"library": library_for(user), "patterns": patterns_for(user)}
    return render(request, "hubs/guideline_list.html", context)


@allowed(Action.PREPARE_HUB)
@reading
def guideline(request: HttpRequest, pk: int) -> HttpResponse:
    """A version to read, chapter by chapter; who opened it first is written down."""
    found = _found(request, pk)
    _note(request, found)
    newer = GuidelineVersion.objects.visible_to(request.user).filter(
        programme=found.programme, number__gt=found.number, published_at__isnull=False
    )
    context = {
        "guideline": found,
        "chapters": shown_chapters(found),
        "changed": chapter_changes(found),
        "files": files_of(found),
        "paper": guideline_print(found),
        "newer": newer.order_by("-number").first(),
    }
    return render(request, "hubs/guideline.html", context)


@allowed(Action.PREPARE_HUB)
@reading
def guideline_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A file of a version."""
    found = _found(request, pk)
    kept = get_object_or_404(found.files.filter(removed_at=None), pk=file)
    _note(request, found)
    return serve_file(kept)


def _found(request: HttpRequest, pk: int) -> GuidelineVersion:
    rows = GuidelineVersion.objects.visible_to(request.user).select_related("programme")
    return get_object_or_404(rows.filter(published_at__isnull=False), pk=pk)


def _note(request: HttpRequest, guideline: GuidelineVersion) -> None:
    """Nobody has opened a page that the browser only fetched ahead."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method == "GET" and not ahead:
        note_opening(guideline=guideline, by=person(request), at=timezone.now())
