"""Rounds in the staff's site: their list, their window, and the page of each with its closing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from monitoring.actions import WindowDisordered, change_window, close_round
from monitoring.admin.records import RecordPage
from monitoring.admin.round_files import FILES
from monitoring.boards import round_measures
from monitoring.models import Round
from monitoring.selectors.board import Scope, tallies_of, total
from monitoring.selectors.opening import opening_of
from monitoring.selectors.rounds import corrections_of, exceptions_of, questions_of
from onde_portal.accounts.access import person, reading
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.exchange.writing import CONTENT_TYPES
from onde_portal.ui.admin import PortalHistoryAdmin, date_column
from onde_portal.ui.exports import table_answer
from onde_portal.ui.fields import ThaiDateField
from onde_portal.ui.moving import Move
from onde_portal.ui.panels import panels_for
from onde_portal.ui.templatetags.ui import chip

A_PAGE = 50


class RoundForm(forms.ModelForm):  # type: ignore[type-arg]
    """The submission window; the period itself is the half-year."""

    opens_on = ThaiDateField(label=_("Reports accepted from"))
    due_on = ThaiDateField(label=_("Due"))

    class Meta:
        model = Round
        fields = ["opens_on", "due_on"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        opens_on, due_on = found.get("opens_on"), found.get("due_on")
        if opens_on and due_on:
            round_ = self.instance
            if opens_on < round_.starts_on:
                self.add_error("opens_on", str(WindowDisordered()))
            if due_on < max(opens_on, round_.ends_on):
                self.add_error("due_on", str(WindowDisordered()))
        return found


def _close(request: HttpRequest, record: Round, by: User, at: datetime) -> str:
    number = close_round(round_=record, reason=request.POST.get("reason", ""), by=by, at=at)
    text = ngettext(
        "The round is closed; %(number)s line is frozen.",
        "The round is closed; %(number)s lines are frozen.",
        number,
    )
    return text % {"number": number}


def standing_of(round_: Round) -> tuple[str, str]:
    """Where a round is on its way, and its tone."""
    if round_.is_planned:
        return gettext("Planned"), ""
    return (gettext("Closed"), "good") if round_.closed_at else (gettext("Open"), "warn")


@admin.register(Round)
class RoundAdmin(RecordPage, PortalHistoryAdmin):
    """Rounds of the past, the present and the next two years; each has a page of its own."""

    section = "10"
    form = RoundForm
    change_action = Action.OPEN_ROUND
    moves: ClassVar[Mapping[str, Move]] = {"close": _close}
    page_name = "admin:monitoring_round_page"
    template = "monitoring/round.html"
    change_list_template = "monitoring/monitoring_list.html"
    list_display = ["name", "from_day", "to_day", "window", "due", "standing", "received"]
    list_display_links = None
    ordering = ["-starts_on"]
    from_day = date_column("starts_on", _("period from"))
    to_day = date_column("ends_on", _("period to"))
    window = date_column("opens_on", _("reports accepted from"))
    due = date_column("due_on", _("due"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("closed_by")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(reading(self.list_file))
        address = "<int:pk>/file/<slug:table>/<slug:ending>/"
        return [path(address, view, name="monitoring_round_file"), *super().get_urls()]

    def list_file(self, request: HttpRequest, pk: int, table: str, ending: str) -> HttpResponseBase:
        """A list of the round's page with all its rows, as XLSX or CSV; 404 where it has none."""
        record, wanted = self.found(request, pk), FILES.get(table)
        if ending not in CONTENT_TYPES or wanted is None or not wanted.is_shown(record):
            raise Http404
        header = [str(label) for label in wanted.header]
        return table_answer(ending, f"{wanted.title} {record}", header, wanted.rows(record))

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form of the window; all else of a round is on its page."""
        found: HttpResponse = PortalHistoryAdmin.change_view(
            self, request, object_id, *args, **kwargs
        )
        return found

    def save_model(self, request: HttpRequest, obj: Round, form: Any, change: Any) -> None:
        """Move the window through its action; the form's object only carried the input."""
        moved = change_window(
            round_=obj, opens_on=obj.opens_on, due_on=obj.due_on, by=person(request),
            at=timezone.now(),
        )  # fmt: skip
        if moved:
            text = ngettext(
                "%(number)s report has the new due date.",
                "%(number)s reports have the new due date.",
                moved,
            )
            messages.info(request, text % {"number": moved})

    @admin.display(description=_("round"), ordering="starts_on")
    def name(self, round_: Round) -> str:
        return format_html('<a href="{}">{}</a>', reverse(self.page_name, args=[round_.pk]), round_)

    @admin.display(description=_("standing"), ordering="opened_at")
    def standing(self, round_: Round) -> str:
        return chip(*standing_of(round_))

    @admin.display(description=_("received of expected"))
    def received(self, round_: Round) -> str:
        if round_.is_planned:
            return "–"
        tallies = tallies_of([round_], timezone.localdate())[round_.pk]
        counts = total(tallies, Scope(), {})
        return f"{counts.received} / {counts.expected}"

    def may_move(self, user: User, record: Round) -> bool:
        return may(user, Action.OPEN_ROUND)

    def page_context(self, record: Round) -> dict[str, Any]:
        label, tone = standing_of(record)
        today = timezone.localdate()
        context: dict[str, Any] = {
            "standing": label,
            "tone": tone,
            "questions": questions_of(record),
            "may_close": not record.is_planned and not record.closed_at and today > record.due_on,
        }
        if record.is_planned:
            return context | {"opening": opening_of(record)}
        return context | {
            "measures": round_measures(record, today),
            "exceptions": exceptions_of(record),
            "corrections": corrections_of(record),
        }

    def show(
        self, request: HttpRequest, record: Any, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        answer: Any = super().show(request, record, refusal, status)
        found = answer.context_data
        rows = found["opening"].expected if record.is_planned else found["exceptions"]
        found["page"] = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
        found["panels"] = panels_for("round", request, record)
        found["corrected"] = Paginator(found.get("corrections", []), A_PAGE).get_page(1)
        return answer  # type: ignore[no-any-return]
