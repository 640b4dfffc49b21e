"""Every address of the portal, asked by everyone: the walk is made from the resolver itself."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from hubs.models import Hub, HubEvent, HubProgramme, ProgrammeEvent
from monitoring.models import FollowUp, FollowUpEvent
from monitoring.reference import load_reference as load_monitoring
from monitoring.selectors.board import Scope
from networks.actions import open_project
from networks.models import ProjectEvent
from onde_portal.accounts.models import Invitation, User
from onde_portal.documents.actions import request_document
from onde_portal.documents.models import StoredDocument
from onde_portal.opendata.actions import make_key
from onde_portal.registry.models import Lao
from onde_portal.reporting.actions import open_round_report
from onde_portal.workbench.site import PortalAdminSite
from onde_portal.workflow.actions import open_case
from tests.hubs.programme import make_chain, make_pages
from tests.monitoring import story
from tests.monitoring.records import make_records
from tests.networks.story import make_everything

# Whoever has not signed in may see these, and nothing else.
PUBLIC = frozenset(
    {
        "home", "calendar-feed",
        "document-check", "document-check-form", "set-language", "invitation",
        "networks:directory", "networks:directory-file", "networks:network", "hubs:feedback",
        "hub-directory", "hub-directory-file", "open-data", "open-data-package", "open-data-file",
        "api-v1:api-root", "api-v1:openapi",
        "invitation-accept", "account_login", "account_logout", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "account_inactive", "account_signup",
        "account_confirm_email", "account_email", "account_email_verification_sent",
        "mfa_login_webauthn", "mfa_authenticate", "mfa_signup_webauthn", "mfa_trust",
        "account_signup_by_passkey", "account_request_login_code", "account_confirm_login_code",
        "socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup",
        "openid_connect_login", "openid_connect_callback", "admin:login", "admin:jsi18n",
        "monitoring:report-save", "monitoring:report-upload-begin",
        "monitoring:report-upload-part",
    }
)  # fmt: skip
# Addresses whose key is a programme's own.
PAGES_OF_PROGRAMME = (
    "hub-board", "hub-board-file", "programme-closing-word", "programme-closing-pdf",
    "hubs_programmeevaluation",
)  # fmt: skip
# Addresses of a report of the Office.
PAGES_OF_REPORT = tuple(
    f"office-report{page}"
    for page in (
        *("", "-table", "-pdf", "-word", "-excel", "-write", "-keep", "-final", "-finish", "-drop"),
    )
)
# What an address of the drill-down names that is no number.
PLACES = {
    "drill-region": {"key": "northeast"},
    "drill-province": {"code": "41"},
    "drill-region-rounds": {"key": "northeast"},
    "drill-province-rounds": {"code": "41"},
    "drill-indicator": {"code": "OP01"},
}
OFFICE = ("officer", "head", "director", "auditor", "administrator")
EVERYONE = (*OFFICE, "reporter", "other_reporter", "certifier")


def _names(item: URLPattern | URLResolver) -> list[str]:
    """The names of the arguments in this part of an address."""
    return [*item.pattern.converters, *getattr(item.pattern, "regex").groupindex]  # noqa: B009


def _patterns(
    items: list[URLPattern | URLResolver], space: str = "", above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named route with the names of its arguments."""
    for item in items:
        names = tuple(dict.fromkeys((*above, *_names(item))))
        if isinstance(item, URLResolver):
            inner = f"{space}{item.namespace}:" if item.namespace else space
            yield from _patterns(item.url_patterns, inner, names)
        elif item.name:
            yield f"{space}{item.name}", names


ROUTES = sorted({name for name, _names_of in _patterns(get_resolver().url_patterns)})


@pytest.fixture
def objects(lao: Lao, officer: User, reporter: User) -> dict[str, object]:
    """A hub of the reporter's LAO with a follow-up that was sent, a case of each kind, a paper."""
    load_monitoring()
    now = timezone.now()
    hub = story.make_hub(lao, date(2025, 10, 1))
    follow_up = story.open_follow_up(hub)
    programme = open_case(
        model=HubProgramme, title="โครงการ", fiscal_year=2569, owner=officer, by=officer, at=now
    )
    project = open_project(
        title="โครงการเครือข่าย", year=2569, province=lao.province, owner=officer, by=officer, at=now
    )
    content = make_everything(project, lao.province, officer)
    document = request_document(
        kind="hub-report", about="monitoring.submission:0", title="รายงาน", by=officer, at=now
    )
    return {
        "hubs_hub": hub,
        "hubs_hubprogramme": programme,
        "networks_networkproject": project,
        **make_pages(programme, officer),
        **make_chain(programme, hub, officer),
        **dict.fromkeys(PAGES_OF_PROGRAMME, programme),
        **content,
        **make_records(follow_up, officer),
        **dict.fromkeys(
            PAGES_OF_REPORT,
            open_round_report(round_=follow_up.round, scope=Scope(), by=officer, at=now),
        ),
        "monitoring_followup": follow_up,
        "monitoring_round": follow_up.round,
        "monitoring": follow_up,
        "document": document,
        **dict.fromkeys(("drill-hub", "drill-hub-paper"), hub),
        **dict.fromkeys(("drill-lao", "drill-lao-file", "drill-lao-reports-file"), lao),
        "accounts_user": reporter,
        "opendata_systemkey": make_key(
            system="ระบบ",
            owner=officer,
            expires_on=now.date() + timedelta(days=9),
            by=officer,
            at=now,
        ).kept,
        "registry_lao": lao,
        "colleagues": lao,
        "colleague-invite": lao,
        "colleague-withdraw": lao,
    }


def _arguments(name: str, names: tuple[str, ...], objects: dict[str, object]) -> dict[str, object]:
    """Arguments by their names: the object's own key, else something plausible."""
    bare = name.rsplit(":", maxsplit=1)[-1]
    prefix = next((key for key in objects if bare.startswith(f"{key}_")), "")
    if name.startswith("monitoring:"):
        prefix = "monitoring"
    subject = objects.get(prefix or bare)
    key = getattr(subject, "pk", 1)
    plausible: dict[str, object] = {
        "pk": key, "object_id": str(key), "file": 1, "document": 1, "move": "complete",
        "ending": "csv", "code": "ABCDEFGHJKLM", "token": getattr(subject, "token", "x" * 43),
        "name": "hubs",
        "app_label": "hubs", "content_type_id": 1, "uidb36": "1", "key": "set-password",
        "provider_id": "oidc", "url": "nowhere", "history_id": 1, "language": "th",
    }  # fmt: skip
    plausible |= PLACES.get(name.removesuffix("-file"), {})
    return {name: plausible.get(name, key) for name in names}


def _addresses(objects: dict[str, object]) -> Iterator[tuple[str, str]]:
    for name, names in _patterns(get_resolver().url_patterns):
        if "logout" in name:
            continue  # the rest of the walk would be a visitor's
        try:
            if name.endswith("_simple_history"):
                yield name, reverse(name, args=["1", "1"])
                continue
            yield name, reverse(name, kwargs=_arguments(name, names, objects))
        except Exception as error:
            pytest.fail(f"The walk has no arguments for {name}: {error}")


def _walk(
    client: Client,
    objects: dict[str, object],
    method: str,
    *,
    space: str = "",
    follow: bool = False,
) -> dict[str, int]:
    """What everything whose name begins with ``space`` answers."""
    client.raise_request_exception = False
    ask = getattr(client, method)
    answers = {}
    for name, address in _addresses(objects):
        if not name.startswith(space):
            continue
        answer = ask(address, follow=follow)
        answers[name] = answer.status_code
        if answer.streaming:
            list(answer)  # to its end, which closes the file and not the test's database
    return answers


@pytest.mark.ignore_template_errors
@pytest.mark.django_db
def test_visitors_see_the_public_pages_only(objects: dict[str, object]) -> None:
    answers = _walk(Client(), objects, "get")
    open_to_all = {name for name, status in answers.items() if status == 200}
    assert open_to_all <= PUBLIC, open_to_all - PUBLIC
    assert not [name for name, status in answers.items() if status >= 500]


@pytest.mark.ignore_template_errors
@pytest.mark.django_db
@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_falls_over_for_anyone(
    who: str,
    method: str,
    request: pytest.FixtureRequest,
    objects: dict[str, object],
    sign_in: Callable[[User], Client],
) -> None:
    answers = _walk(sign_in(request.getfixturevalue(who)), objects, method)
    assert not {name: status for name, status in answers.items() if status >= 500}


@pytest.mark.ignore_template_errors
@pytest.mark.django_db
@pytest.mark.parametrize("who", ["reporter", "other_reporter", "certifier"])
def test_people_of_an_lao_never_enter_the_staffs_site(
    who: str,
    request: pytest.FixtureRequest,
    objects: dict[str, object],
    sign_in: Callable[[User], Client],
) -> None:
    client = sign_in(request.getfixturevalue(who))
    for method in ("get", "post"):
        answers = _walk(client, objects, method, space="admin:")
        entered = [name for name, status in answers.items() if status == 200]
        assert entered in ([], ["admin:jsi18n"])
        client = sign_in(request.getfixturevalue(who))


@pytest.mark.ignore_template_errors
@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_report_of_another_lao_is_not_there(
    method: str,
    other_reporter: User,
    objects: dict[str, object],
    sign_in: Callable[[User], Client],
) -> None:
    reports = _walk(sign_in(other_reporter), objects, method, space="monitoring:", follow=True)
    assert reports
    assert set(reports.values()) <= {404, 405}, reports


@pytest.mark.ignore_template_errors
@pytest.mark.django_db
def test_papers_of_another_laos_hub_are_not_there(
    reporter: User,
    other_reporter: User,
    objects: dict[str, object],
    sign_in: Callable[[User], Client],
) -> None:
    def seen(by: User) -> set[str]:
        answers = _walk(sign_in(by), objects, "get", space="hubs:")
        return {name for name, status in answers.items() if status == 200}

    own = {"readiness", "invitation", "establishment", "establishment-committee", "committee"}
    assert {f"hubs:{name}" for name in own} <= seen(reporter)
    assert seen(other_reporter) <= {"hubs:guidelines", "hubs:guideline", "hubs:feedback"}


@pytest.mark.ignore_template_errors
@pytest.mark.django_db
def test_the_auditor_changes_nothing(
    auditor: User, objects: dict[str, object], sign_in: Callable[[User], Client]
) -> None:
    reporter = objects["accounts_user"]
    assert isinstance(reporter, User)
    before = [_state(row) for row in (*Hub.objects.all(), *FollowUp.objects.all(), reporter)]
    events = _events()
    _walk(sign_in(auditor), objects, "post")
    after = [*Hub.objects.all(), *FollowUp.objects.all(), User.objects.get(pk=reporter.pk)]
    assert [_state(row) for row in after] == before
    assert _events() == events


def _state(row: object) -> dict[str, object]:
    return {key: value for key, value in vars(row).items() if not key.startswith("_")}


def _events() -> list[int]:
    """How much has happened to cases, hubs, reports and papers."""
    models = (HubEvent, ProgrammeEvent, ProjectEvent, FollowUpEvent, StoredDocument, Invitation)
    return [model.objects.count() for model in models]


def test_the_walk_covers_the_whole_staffs_site() -> None:
    """Nothing is registered past the portal's own site."""
    assert isinstance(admin.site, PortalAdminSite)
    assert len([name for name in ROUTES if name.startswith("admin:")]) > 100
