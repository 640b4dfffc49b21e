"""Problems of networks in the staff's site: named and followed up on the network's own page."""

from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.problems import name_problem, say_of_problem
from networks.models import CitizenNetwork, NetworkProblem
from onde_portal.accounts.models import User
from onde_portal.thai.dates import DateError, parse_date
from onde_portal.ui.admin import PortalModelAdmin, date_column
from onde_portal.ui.fields import in_language
from onde_portal.ui.posted import posted_number
from onde_portal.ui.problem_admin import PROBLEM_TONES, SolvedFilter
from onde_portal.ui.templatetags.ui import chip


class PostRefused(NetworkError):
    """What was typed cannot be read; the text says what would be right."""


def posted_day(request: HttpRequest, name: str) -> date:
    """The day typed into a field. Raises PostRefused."""
    try:
        return parse_date(request.POST.get(name, ""))
    except DateError as error:
        raise PostRefused(in_language(error)) from error


def name_posted(request: HttpRequest, network: CitizenNetwork, by: User, at: datetime) -> str:
    """Note the problem that was typed."""
    post = request.POST
    name_problem(
        network=network, named_on=posted_day(request, "named_on"),
        description=post.get("description", ""), severity=post.get("severity", ""),
        cause=post.get("cause", ""), measure=post.get("measure", ""), owner=post.get("owner", ""),
        due_on=posted_day(request, "due_on") if post.get("due_on", "").strip() else None,
        by=by, at=at,
    )  # fmt: skip
    return gettext("The problem is noted; it stays here until it is solved.")


def say_posted(request: HttpRequest, network: CitizenNetwork, by: User, at: datetime) -> str:
    """Note how a problem stands now."""
    problem = get_object_or_404(network.problems, pk=posted_number(request, "problem"))
    say_of_problem(
        problem=problem, state=request.POST.get("state", ""), text=request.POST.get("word", ""),
        by=by, at=at,
    )  # fmt: skip
    return gettext("The note is kept with the problem.")


def problems_of(network: CitizenNetwork) -> list[tuple[NetworkProblem, str]]:
    """The network's problems with the tone of their state: the unsolved first, then the latest."""
    rows = network.problems.prefetch_related("notes__by").order_by("-named_on", "-pk")
    solved = NetworkProblem.State.SOLVED
    return [
        (row, PROBLEM_TONES[row.state]) for row in sorted(rows, key=lambda row: row.state == solved)
    ]


@admin.register(NetworkProblem)
class NetworkProblemAdmin(PortalModelAdmin):
    """Problems over all networks; each is followed up on its network's page."""

    section = "8.1 (6)"
    list_display = ["words", "severity", "standing", "named", "until", "network", "owner"]
    list_filter = [SolvedFilter, "state", "severity", "network__province__region"]
    list_select_related = ["network"]
    search_fields = ["description", "cause", "measure", "network__name"]
    ordering = ["-named_on", "-pk"]
    named = date_column("named_on", _("named on"))
    until = date_column("due_on", _("to be solved by"))

    @admin.display(description=_("problem"), ordering="description")
    def words(self, problem: NetworkProblem) -> str:
        return problem.description[:80]

    @admin.display(description=_("state"), ordering="state")
    def standing(self, problem: NetworkProblem) -> str:
        return chip(problem.get_state_display(), PROBLEM_TONES[problem.state])

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """To the problem on its network's page."""
        problem = get_object_or_404(self.get_queryset(request), pk=object_id)
        page = reverse("admin:networks_citizennetwork_page", args=[problem.network_id])
        return redirect(f"{page}#problem-{problem.pk}")
