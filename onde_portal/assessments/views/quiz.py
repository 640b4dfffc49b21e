"""Taking a test on the own phone: QR code, personal code, questions on one page.

No page tells who takes part or which answer is right. Every answer is kept as it is given; with
scripts off, a button keeps them. An old, foreign or guessed link or code gets one kind refusal.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from onde_portal.accounts.access import public, reading, writing
from onde_portal.assessments.actions import sittings
from onde_portal.assessments.actions.papers import PaperNotOpen
from onde_portal.assessments.actions.takers import find_by_code
from onde_portal.assessments.errors import AssessmentError, CodeUnknown
from onde_portal.assessments.models import BasePaper, BaseSitting, paper_models
from onde_portal.assessments.selectors.papers import choice_letters, items_as_asked
from onde_portal.assessments.views.device import (
    forget_participant,
    remember_participant,
    remembered,
)
from onde_portal.assessments.views.guessing import is_guessing, note_wrong_code

LONGEST_TOKEN = 80
SHOWN_SIGNS = 2
Answer = TypeVar("Answer", bound=HttpResponseBase)


@public
@reading
def quiz(request: HttpRequest, token: str) -> HttpResponse:
    """What the test is, and where to type the code."""
    return _welcome(request, _paper(token), token)


@public
@writing
def quiz_begin(request: HttpRequest, token: str) -> HttpResponse:
    """Begin or go on, by the code of the card or as the person whose phone this is."""
    paper = _paper(token)
    if paper is None or paper.state != BasePaper.State.OPEN:
        return _welcome(request, paper, token)
    try:
        participant = _who(request, paper, token)
        sittings.begin_sitting(paper=paper, participant=participant, at=timezone.now())
    except CodeUnknown as refusal:
        return _welcome(request, paper, token, refusal=str(refusal), status=422)
    except _TooMany:
        return _welcome(request, paper, token, too_many=True, status=429)
    except AssessmentError as refusal:
        return _welcome(request, paper, token, refusal=str(refusal), status=409)
    answer = redirect("assessments:quiz-paper", token=token)
    remember_participant(answer, participant)
    return answer


class _TooMany(Exception):
    """Too many wrong codes were typed at this link."""


def _who(request: HttpRequest, paper: BasePaper, token: str) -> Any:
    """Whose code was typed, else whose phone this is."""
    if "mine" in request.POST:
        known = remembered(request, paper.host)
        if known is None:
            raise CodeUnknown
        return known
    if is_guessing(request, token):
        raise _TooMany
    try:
        return find_by_code(host=paper.host, code=request.POST.get("code", "")[:40])
    except CodeUnknown:
        note_wrong_code(request, token)
        raise


@public
@reading
def quiz_paper(request: HttpRequest, token: str) -> HttpResponse:
    """The questions with the answers given so far."""
    paper, sitting = _sitting(request, token)
    if paper is None or sitting is None:
        return redirect("assessments:quiz", token=token)
    return _questions(request, paper, sitting)


@public
@writing
def quiz_save(request: HttpRequest, token: str) -> HttpResponseBase:
    """Keep answers; the page's script sends one at a time and reads what stands now."""
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    paper, sitting = _sitting(request, token)
    if paper is None or sitting is None or not _is_of(request, sitting):
        return _gone(token, wants_json=wants_json)
    try:
        kept = sittings.save_answers(sitting=sitting, answers=_changed(request), at=timezone.now())
    except AssessmentError as refusal:
        return _after_refusal(request, paper, sitting, refusal, wants_json=wants_json)
    if wants_json:
        return _private(JsonResponse({"version": kept.version, "answers": kept.answers}))
    if "send" in request.POST:
        return _ask_to_send(request, paper, kept)
    return _private(redirect("assessments:quiz-paper", token=token))


def _is_of(request: HttpRequest, sitting: BaseSitting) -> bool:
    """Whether the page was shown for this attempt, not for the person before on this phone."""
    return request.POST.get("attempt") == str(sitting.pk)


def _gone(token: str, *, wants_json: bool) -> HttpResponse:
    if not wants_json:
        return redirect("assessments:quiz", token=token)
    again = {"gone": True, "message": _("Type your personal code again to go on.")}
    return _private(JsonResponse(again, status=409))


@public
@writing
def quiz_finish(request: HttpRequest, token: str) -> HttpResponse:
    """Send the test: it is over then."""
    paper, sitting = _sitting(request, token)
    if paper is None or sitting is None or not _is_of(request, sitting):
        return redirect("assessments:quiz", token=token)
    at = timezone.now()
    if given := _changed(request):
        # What was not kept yet when the time was up; what comes too late is not taken.
        with suppress(AssessmentError):
            sittings.save_answers(sitting=sitting, answers=given, at=at)
    sittings.finish_sitting(sitting=sitting, at=at)
    return _private(redirect("assessments:quiz-done", token=token))


@public
@reading
def quiz_done(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks; the same for everybody."""
    paper = _paper(token)
    if paper is None:
        return _welcome(request, None, token)
    return _private(render(request, "assessments/quiz_done.html", {"paper": paper, "token": token}))


@public
@writing
def quiz_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Let the next person use this phone."""
    answer = redirect("assessments:quiz", token=token)
    forget_participant(answer)
    return answer


def _paper(token: str) -> BasePaper | None:
    """The test of this link, once it was opened and while the work it belongs to runs."""
    if len(token) > LONGEST_TOKEN:
        return None
    for papers in paper_models():
        rows = papers.objects.select_related(papers.host_field)
        found = rows.exclude(state=BasePaper.State.DRAFT).filter(token=token).first()
        if found is not None:
            return found if found.host.is_running else None
    return None


def _sitting(request: HttpRequest, token: str) -> tuple[BasePaper | None, BaseSitting | None]:
    """The test and the attempt of the person whose phone this is."""
    paper = _paper(token)
    participant = remembered(request, paper.host) if paper else None
    if paper is None or participant is None:
        return paper, None
    begun = paper.sittings.filter(participant=participant, source=BaseSitting.Source.PHONE)
    return paper, begun.select_related(f"paper__{paper.host_field}").first()


def _changed(request: HttpRequest) -> dict[int, int]:
    """What this page changed: answers that differ from those it was shown with.

    So a page left open on another phone never turns back what was answered since.
    """
    given = {}
    for name, text in request.POST.items():
        number = name.removeprefix("a")
        if not (name.startswith("a") and _is_number(number) and _is_number(str(text))):
            continue
        if request.POST.get(f"was{number}") != text:
            given[int(number)] = int(str(text))
    return given


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3  # noqa: PLR2004 - hundreds


def _after_refusal(
    request: HttpRequest,
    paper: BasePaper,
    sitting: BaseSitting,
    refusal: AssessmentError,
    *,
    wants_json: bool,
) -> HttpResponse:
    if wants_json:
        over = isinstance(refusal, sittings.TestSent | sittings.TimeUp | PaperNotOpen)
        return _private(JsonResponse({"over": over, "message": str(refusal)}, status=409))
    if isinstance(refusal, sittings.TestSent):
        return _private(redirect("assessments:quiz-done", token=paper.token))
    sitting.refresh_from_db()
    return _questions(request, paper, sitting, refusal=str(refusal), status=409)


def _numbered(paper: BasePaper, sitting: BaseSitting) -> list[dict[str, Any]]:
    """The questions as the page shows them, without the right answers."""
    letters = choice_letters()
    rows = []
    for item in items_as_asked(paper):
        chosen = sitting.answers.get(str(item.position))
        choices = [
            (index, letters[index], words, index == chosen)
            for index, words in enumerate(item.choices)
        ]
        rows.append(
            {"number": item.position, "text": item.text, "choices": choices, "chosen": chosen}
        )
    return rows


def _questions(
    request: HttpRequest,
    paper: BasePaper,
    sitting: BaseSitting,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    if sitting.finished_at is not None:
        return _private(redirect("assessments:quiz-done", token=paper.token))
    at = timezone.now()
    rows = _numbered(paper, sitting)
    context = {
        "paper": paper,
        "token": paper.token,
        "sitting": sitting,
        "rows": rows,
        "answered": sum(row["chosen"] is not None for row in rows),
        "until": _local(sittings.deadline(sitting)),
        "seconds_left": _seconds_left(sitting, at),
        "is_over": sittings.is_out_of_time(sitting, at) or paper.state != BasePaper.State.OPEN,
        "refusal": refusal,
    }
    return _private(render(request, "assessments/quiz_paper.html", context, status=status))


def _seconds_left(sitting: BaseSitting, at: datetime) -> int | None:
    until = sittings.deadline(sitting)
    return None if until is None else max(0, int((until - at).total_seconds()))


def _ask_to_send(request: HttpRequest, paper: BasePaper, sitting: BaseSitting) -> HttpResponse:
    """Which questions are without an answer, before the test is over for good."""
    left = [row["number"] for row in _numbered(paper, sitting) if row["chosen"] is None]
    context = {"paper": paper, "token": paper.token, "left": left, "sitting": sitting}
    return _private(render(request, "assessments/quiz_send.html", context))


def _welcome(
    request: HttpRequest,
    paper: BasePaper | None,
    token: str,
    *,
    refusal: str = "",
    too_many: bool = False,
    status: int = 200,
) -> HttpResponse:
    if paper is None:
        return _private(render(request, "assessments/link_refused.html", status=404))
    known = remembered(request, paper.host)
    context = {
        "paper": paper,
        "token": token,
        "items": paper.items.count(),
        "ending": known.code[-SHOWN_SIGNS:] if known else "",
        "refusal": refusal,
        "too_many": too_many,
        "typed": request.POST.get("code", "")[:40],
    }
    return _private(render(request, "assessments/quiz.html", context, status=status))


def _private(answer: Answer) -> Answer:
    """Nothing of these pages is kept by anybody between."""
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _local(moment: datetime | None) -> datetime | None:
    """A moment on Bangkok's clock."""
    return None if moment is None else timezone.localtime(moment)
