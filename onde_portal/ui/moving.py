"""A record's own page, and the one-button moves that are made from it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from onde_portal.accounts.access import person
from onde_portal.accounts.models import User
from onde_portal.workflow.uploads import UploadRefused

Move = Callable[[HttpRequest, Any, User, datetime], str]


class MovingPage:
    """Concrete admins say which record, who may move it, how its page looks and where it is.

    A move calls one action and gives the sentence to say afterwards; what the action refuses is
    said on the page, where everything typed stands again.
    """

    moves: ClassVar[Mapping[str, Move]] = {}
    page_name: ClassVar[str] = ""
    refusals: tuple[type[Exception], ...]

    def found(self, request: HttpRequest, pk: int) -> Any:
        """The record, if this person may see it; 404 otherwise."""
        raise NotImplementedError

    def may_move(self, user: User, record: Any) -> bool:
        """Whether this person may change the record now."""
        raise NotImplementedError

    def show(
        self, request: HttpRequest, record: Any, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        """The record's page, with what was refused."""
        raise NotImplementedError

    def record_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The record with everything about it."""
        return self.show(request, self.found(request, pk))

    @method_decorator(csrf_protect)
    def record_move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Make one move and go back to the page."""
        record = self.found(request, pk)
        if move not in self.moves:
            raise Http404
        by = person(request)
        if not self.may_move(by, record):
            raise PermissionDenied
        try:
            said = self.moves[move](request, record, by, timezone.now())
        except (*self.refusals, UploadRefused) as refusal:  # type: ignore[misc]
            return self.show(request, self.found(request, pk), str(refusal), status=409)
        messages.success(request, said)
        return redirect(self.page_name, pk=pk)
