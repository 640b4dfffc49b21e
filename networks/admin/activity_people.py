"""The pages of an event's people: who comes, who was there, and the papers of the day."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.csrf import csrf_protect

from networks.actions import activities, attendance, certificates
from networks.actions.access_log import note_access
from networks.actions.people import PersonFacts, save_person
from networks.models import Activity, Certificate, Participant, Person, PersonAccess
from networks.policies import may_run
from networks.reports import activities as papers
from networks.selectors.activities import (
    agenda_of,
    attendance_by_day,
    count_people,
    days_of,
    guests_of,
)
from networks.selectors.people import find_people
from onde_portal.accounts.access import person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.documents.printing import qr_image
from onde_portal.thai.digits import read_key
from onde_portal.thai.text import thai_key
from onde_portal.ui.exports import table_answer
from onde_portal.ui.moving import Move, MovingPage
from onde_portal.ui.posted import key_or_404, posted_number

PER_PAGE = 100
FOUND_AT_MOST = 12


def _hold(request: HttpRequest, activity: Activity, by: User, at: datetime) -> str:
    activities.hold_activity(activity=activity, by=by, at=at)
    return _("The event is noted as held.")


def _cancel(request: HttpRequest, activity: Activity, by: User, at: datetime) -> str:
    reason = request.POST.get("reason", "")
    activities.cancel_activity(activity=activity, reason=reason, by=by, at=at)
    return _("The event is cancelled.")


def _invite(request: HttpRequest, activity: Activity, by: User, at: datetime) -> str:
    everyone = list(activity.project.participants.taking_part())
    count = attendance.invite(activity=activity, participants=everyone, at=at)
    return ngettext(
        "%(count)d person is noted as invited.", "%(count)d people are noted as invited.", count
    ) % {"count": count}


def _mark(request: HttpRequest, activity: Activity, by: User, at: datetime) -> str:
    added, removed = attendance.mark_sign_ins(
        activity=activity, seen=_ticks(request, "seen"), marked=_ticks(request, "there"),
        by=by, at=at,
    )  # fmt: skip
    answers = attendance.note_answers(
        activity=activity, seen=_answers(request, "answer_seen"),
        marked=_answers(request, "answer"), at=at,
    )  # fmt: skip
    return _(
        "Saved: %(added)d sign-ins added, %(removed)d taken out, %(answers)d answers noted."
    ) % {"added": added, "removed": removed, "answers": answers}


def _answers(request: HttpRequest, name: str) -> dict[int, str]:
    """Answers of the form, each "participant:answer"."""
    answers: dict[int, str] = {}
    for item in request.POST.getlist(name):
        key, _colon, answer = item.partition(":")
        if answer not in set(attendance.Answer):
            raise Http404
        answers[key_or_404(key)] = answer
    return answers


def _ticks(request: HttpRequest, name: str) -> dict[int, set[date]]:
    """Ticks of the form, each "participant:day"."""
    marked: dict[int, set[date]] = defaultdict(set)
    for tick in request.POST.getlist(name):
        key, _colon, day = tick.partition(":")
        try:
            marked[int(key)].add(date.fromisoformat(day))
        except ValueError as error:
            raise Http404 from error
    return marked


def _add(request: HttpRequest, activity: Activity, by: User, at: datetime) -> str:
    """Enrol somebody of the register, or somebody new."""
    if request.POST.get("person"):
        people = Person.objects.visible_to(request.user).current()
        found = get_object_or_404(people, pk=posted_number(request, "person"))
    else:
        facts = PersonFacts(
            prefix=_said(request, "prefix"), first_name=_said(request, "first_name"),
            last_name=_said(request, "last_name"), phone=_said(request, "phone"),
            position=_said(request, "position"), province=activity.province,
        )  # fmt: skip
        found = save_person(facts=facts, by=by, at=at)
    group = activity.project.target_groups.filter(pk=_optional(request, "group")).first()
    participant = attendance.enrol(project=activity.project, person=found, group=group, at=at)
    attendance.register(activity=activity, participant=participant, at=at)
    return _("%(name)s takes part. Personal code: %(code)s") % {
        "name": found, "code": participant.code,
    }  # fmt: skip


def _said(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, ""))


def _optional(request: HttpRequest, name: str) -> int:
    return read_key(request.POST.get(name, "")) or 0


def _certify(request: HttpRequest, activity: Activity, by: User, at: datetime) -> str:
    issued = certificates.issue_certificates(activity=activity, by=by, at=at)
    return ngettext(
        "%(count)d certificate issued.", "%(count)d certificates issued.", len(issued)
    ) % {"count": len(issued)}


def _revoke(request: HttpRequest, activity: Activity, by: User, at: datetime) -> str:
    found = get_object_or_404(
        Certificate, attendance__activity=activity, pk=posted_number(request, "certificate")
    )
    reason = request.POST.get("reason", "")
    certificates.withdraw_certificate(certificate=found, reason=reason, by=by, at=at)
    return _("The certificate is withdrawn.")


def _leave(request: HttpRequest, activity: Activity, by: User, at: datetime) -> str:
    rows = activity.project.participants.select_related("person")
    participant = get_object_or_404(rows, pk=posted_number(request, "participant"))
    attendance.withdraw(participant=participant, at=at)
    return _("%(name)s no longer takes part.") % {"name": participant.person}


MOVES: dict[str, Move] = {
    "hold": _hold,
    "cancel": _cancel,
    "invite": _invite,
    "mark": _mark,
    "add": _add,
    "certify": _certify,
    "revoke": _revoke,
    "leave": _leave,
}
PAPERS = {"sheet": papers.SHEET, "cards": papers.CARDS, "certificates": papers.CERTIFICATES}


class EventPages(MovingPage):
    """Adds the pages of an event's people to the events' admin."""

    moves = MOVES
    page_name = "admin:networks_activity_people"

    admin_site: Any
    has_view_permission: Any

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = (
            ("people/", reading(self.record_page), "people"),
            ("people/list.xlsx", reading(self.people_table), "table"),
            ("people/<slug:move>/", writing(self.record_move), "move"),
            ("paper/<slug:paper>/", writing(self.request_paper), "paper"),
            ("certificate/<int:certificate>/", writing(self.request_certificate), "certificate"),
            ("qr/", reading(self.qr_page), "qr"),
        )
        own = [
            path(f"<int:pk>/{part}", wrap(view), name=f"networks_activity_{name}")
            for part, view, name in pages
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def found(self, request: HttpRequest, pk: int) -> Activity:
        if not self.has_view_permission(request):
            raise PermissionDenied
        events = Activity.objects.visible_to(request.user)
        return get_object_or_404(
            events.select_related("project__owner", "province", "district"), pk=pk
        )

    def may_move(self, user: User, record: Activity) -> bool:
        return may_run(user, record.project)

    def show(
        self, request: HttpRequest, record: Activity, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        """Who is expected and who was there, with everything the day of the event needs."""
        activity = record
        [counts] = count_people(Activity.objects.filter(pk=activity.pk))
        search = request.GET.get("q", "")[:100]
        rows = activity.project.participants.taking_part()
        for word in thai_key(search).split():
            rows = rows.filter(person__search_key__contains=word)
        page = Paginator(rows.order_by("person__name_key", "pk"), PER_PAGE).get_page(
            request.GET.get("p")
        )
        wanted = request.GET.get("find", "")[:100]
        context = {
            **self.admin_site.each_context(request),
            "title": activity.title,
            "activity": activity,
            "counts": counts,
            "agenda": agenda_of(activity),
            "by_day": attendance_by_day(activity),
            "days": days_of(activity),
            "page": page,
            "guests": guests_of(activity, rows.filter(pk__in=[row.pk for row in page])
                                .order_by("person__name_key", "pk")),
            "search": search,
            "wanted": wanted,
            "found": self._suggested(request, activity, wanted),
            "groups": activity.project.target_groups.order_by("pk"),
            "certificates": Certificate.objects.filter(attendance__activity=activity)
            .order_by("fiscal_year", "number"),
            "entitled": len(certificates.entitled(activity)),
            "days_needed": certificates.days_needed(activity),
            "may_run": may_run(person(request), activity.project),
            "may_see_contact": may(request.user, Action.READ_PERSONAL_DATA),
            "refusal": refusal,
            "posted": defaultdict(str, request.POST.items()),
            "today": timezone.localdate(),
        }  # fmt: skip
        return TemplateResponse(request, "networks/activity_people.html", context, status=status)

    def _suggested(
        self, request: HttpRequest, activity: Activity, wanted: str
    ) -> list[tuple[Person, bool]]:
        """People of the register whom the search means, and who takes part already."""
        if not wanted:
            return []
        people = list(find_people(wanted, user=request.user, limit=FOUND_AT_MOST))
        known = activity.project.participants.taking_part().filter(person__in=people)
        taking_part = set(known.values_list("person_id", flat=True))
        return [(someone, someone.pk in taking_part) for someone in people]

    @method_decorator(csrf_protect)
    def request_paper(self, request: HttpRequest, pk: int, paper: str) -> HttpResponse:
        """Have a paper of the event made as it stands now."""
        activity = self.found(request, pk)
        if paper not in PAPERS or not may(request.user, Action.RUN_CASE):
            raise Http404
        document = papers.request_paper(
            PAPERS[paper], activity, language=get_language() or "th", by=person(request),
            at=timezone.now(),
        )  # fmt: skip
        return redirect("document", pk=document.pk)

    @method_decorator(csrf_protect)
    def request_certificate(self, request: HttpRequest, pk: int, certificate: int) -> HttpResponse:
        """Have one certificate made."""
        activity = self.found(request, pk)
        if not may(request.user, Action.RUN_CASE):
            raise PermissionDenied
        found = get_object_or_404(
            Certificate, attendance__activity=activity, pk=certificate, withdrawn_at=None
        )
        document = papers.request_certificate(
            found, language="th", by=person(request), at=timezone.now()
        )
        return redirect("document", pk=document.pk)

    def people_table(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The registration list as a spreadsheet."""
        activity = self.found(request, pk)
        rows = activity.project.participants.taking_part().order_by("person__name_key", "pk")
        days = days_of(activity)
        may_see = may(request.user, Action.READ_PERSONAL_DATA)
        guests = guests_of(activity, rows)
        note_access(
            people=[guest.participant.person for guest in guests],
            what=PersonAccess.What.LIST, by=person(request), at=timezone.now(),
        )  # fmt: skip
        header = [
            _("Prefix"), _("First name"), _("Last name"), _("Phone"), _("Position"),
            _("Organisation"), _("Province"), _("Target group"), _("Personal code"),
            *[day.isoformat() for day in days],
        ]  # fmt: skip
        lines = (_line(guest.participant, guest.days, days, may_see=may_see) for guest in guests)
        return table_answer("xlsx", f"{_('Registration list')} {activity}", header, lines)

    def qr_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The QR code to show on the wall."""
        activity = self.found(request, pk)
        address = papers.attend_address(activity)
        context = {
            **self.admin_site.each_context(request),
            "title": activity.title,
            "activity": activity,
            "address": address,
            "qr": qr_image(address),
        }
        return TemplateResponse(request, "networks/activity_qr.html", context)


def _line(
    participant: Participant, there: frozenset[date], days: list[date], *, may_see: bool
) -> list[Any]:
    someone = participant.person
    return [
        someone.prefix, someone.first_name, someone.last_name,
        someone.phone if may_see else "", someone.position, someone.organisation or "",
        someone.province.name_th if someone.province else "", participant.target_group or "",
        participant.code if may_see else "",
        *[_("there") if day in there else "" for day in days],
    ]  # fmt: skip
