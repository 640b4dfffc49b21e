"""What a view may do is what it declares."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.decorators import method_decorator
from django.views import View

from onde_portal.accounts.access import WriteInReadingView, allowed, public, reading, writing
from onde_portal.accounts.models import Mail, Role, User
from onde_portal.accounts.permissions import PERMISSIONS, Action, may, permission_table
from tests.world import NOW

pytestmark = pytest.mark.django_db


def make_mail() -> Mail:
    return Mail.objects.create(
        kind="test", recipient="a@b.example", about="x", subject="s", body="b", due_at=NOW
    )


def create(_request: HttpRequest) -> HttpResponse:
    make_mail()
    return HttpResponse()


def update(_request: HttpRequest) -> HttpResponse:
    Mail.objects.update(subject="changed")
    return HttpResponse()


def delete(_request: HttpRequest) -> HttpResponse:
    Mail.objects.all().delete()
    return HttpResponse()


def create_many(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.executemany("insert into accounts_mail (kind) values (%s)", [["a"], ["b"]])
    return HttpResponse()


def look(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Mail.objects.filter(subject="s").count()))


@pytest.mark.parametrize("view", [create, update, delete, create_many])
def test_a_reading_view_cannot_write(
    rf: RequestFactory, view: Callable[[HttpRequest], HttpResponse]
) -> None:
    make_mail()

    with pytest.raises(WriteInReadingView), transaction.atomic():
        reading(view)(rf.get("/"))

    assert Mail.objects.get().subject == "s"


def test_a_reading_view_reads_and_leaves_the_connection_as_it_was(rf: RequestFactory) -> None:
    make_mail()

    assert reading(look)(rf.get("/")).content == b"1"
    assert Mail.objects.update(subject="t") == 1


def test_a_reading_view_may_look_into_cache_and_session(rf: RequestFactory) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        session = SessionStore()
        session["a"] = 1
        session.save()
        cache.set("b", 2, timeout=-1)
        return HttpResponse(str(cache.get("b")))

    assert reading(view)(rf.get("/")).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_reading_view_answers_looks_only(rf: RequestFactory, method: str) -> None:
    assert reading(look)(getattr(rf, method)("/")).status_code == 405
    assert reading(look)(rf.head("/")).status_code == 200


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_a_writing_view_answers_posts_only(rf: RequestFactory, method: str) -> None:
    assert writing(create)(getattr(rf, method)("/")).status_code == 405
    assert Mail.objects.count() == 0


def test_the_declarations_work_on_classes_too(rf: RequestFactory) -> None:
    @method_decorator(public, name="dispatch")
    @method_decorator(reading, name="dispatch")
    class Writer(View):
        def get(self, request: HttpRequest) -> HttpResponse:
            return create(request)

    view = Writer.as_view()

    assert view.login_required is False  # type: ignore[attr-defined]
    assert view.access == "reading"  # type: ignore[attr-defined]
    with pytest.raises(WriteInReadingView):
        view(rf.get("/"))


def test_an_act_needs_a_role_that_allows_it(
    rf: RequestFactory, officer: User, auditor: User
) -> None:
    view = allowed(Action.RUN_CASE, Action.DECIDE)(look)
    request = rf.get("/")

    request.user = officer
    assert view(request).status_code == 200
    for user in (auditor, AnonymousUser()):
        request.user = user
        with pytest.raises(PermissionDenied):
            view(request)


def test_a_disabled_person_may_do_nothing(head: User) -> None:
    head.is_active = False

    assert not any(may(head, action) for action in Action)


def test_the_table_says_who_may_what() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert not any(
        Role.AUDITOR in roles
        for action, roles in PERMISSIONS.items()
        if not action.value.startswith("read_")
    )
    assert Role.ADMINISTRATOR not in PERMISSIONS[Action.DECIDE]
    table = permission_table().splitlines()
    assert len(table) == len(Action) + 2
    assert len({line.count("|") for line in table}) == 1


def test_every_page_asks_who_one_is(client: Client) -> None:
    response = client.get("/me/")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/me/"
