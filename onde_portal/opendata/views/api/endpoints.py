"""The endpoints. Rows come through ``visible_to`` of the key's owner, as on the screens."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Model, Q, QuerySet
from django.db.utils import InterfaceError, OperationalError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI, Path, Query, Router, Schema
from ninja.errors import AuthenticationError, Throttled, ValidationError

from hubs.models import Hub
from monitoring.models import FollowUp, Problem, Round
from monitoring.selectors.board import Scope
from monitoring.tally import deadline
from networks.models import CitizenNetwork
from onde_portal.accounts.permissions import Action, may
from onde_portal.opendata.dictionary import TOTALS
from onde_portal.opendata.selectors.totals import year_rows
from onde_portal.opendata.views.api import refusals, shapes
from onde_portal.opendata.views.api.door import (
    KeyOfSystem,
    PerKey,
    known_parameters_only,
    owner_of,
)
from onde_portal.oversight.selectors.indicators import IndicatorTotal, indicator_totals
from onde_portal.registry.models import Province
from onde_portal.thai.text import thai_key

api = NinjaAPI(
    title="ONDE Portal",
    version="1",
    description=_("Hubs, rounds, follow-ups, indicators, networks and problems, to be read."),
    openapi_url=None,
    docs_url=None,
    servers=[{"url": settings.BASE_URL}],
    urls_namespace="api-v1",
    auth=KeyOfSystem(),
    throttle=PerKey(),
)
_ANSWERS: tuple[tuple[type[Exception], Any], ...] = (
    (AuthenticationError, refusals.unknown_key),
    (refusals.NotForThisKey, refusals.not_for_this_key),
    (Http404, refusals.not_there),
    (ValidationError, refusals.wrong_parameters),
    (Throttled, refusals.too_often),
    (OperationalError, refusals.no_database),
    (InterfaceError, refusals.no_database),
)
for error, answer in _ANSWERS:
    api.add_exception_handler(error, answer)
router = Router()
Number = Annotated[shapes.Number, Path()]
_REFUSED = {401: shapes.Refusal, 422: shapes.Refusal, 429: shapes.Refusal}


def endpoint(
    address: str, shape: type[Schema], summary: str, *refused: int
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An address of the API with its answer, its one line, and what else it may say."""

    def declared(view: Callable[..., Any]) -> Callable[..., Any]:
        answers: dict[int, Any] = {200: shape, **_REFUSED}
        answers |= dict.fromkeys(refused, shapes.Refusal)
        known = known_parameters_only(view)
        name = view.__name__
        return router.get(
            address, response=answers, summary=summary, operation_id=name, url_name=name
        )(known)

    return declared


def _listed(
    request: HttpRequest, rows: "QuerySet[Any]", asked: shapes.Page, say: Callable[[Any], Any]
) -> dict[str, Any]:
    """One page of ordered rows, with the address of the next."""
    count = rows.count()
    first = (asked.page - 1) * asked.size
    last = first + asked.size
    following = urlencode({**request.GET.dict(), "page": asked.page + 1})
    return {
        "count": count,
        "page": asked.page,
        "size": asked.size,
        "next": f"{settings.BASE_URL}{request.path}?{following}" if last < count else None,
        "items": [say(row) for row in rows[first:last]],
    }


def _filtered(rows: "QuerySet[Any]", **wanted: object) -> "QuerySet[Any]":
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def _require_office(request: HttpRequest) -> None:
    """Figures of the whole country are the Office's."""
    if not may(owner_of(request), Action.READ_OFFICE):
        raise refusals.NotForThisKey


def _both(row: Model, name: str) -> dict[str, str]:
    return {"th": getattr(row, f"{name}_th"), "en": getattr(row, f"{name}_en")}


@endpoint("/hubs", shapes.Hubs, _("Hubs"))
def hubs(request: HttpRequest, asked: Query[shapes.HubsAsked]) -> Any:
    rows = Hub.objects.visible_to(owner_of(request)).with_place()
    for word in thai_key(asked.q).split():
        rows = rows.filter(search_key__contains=word)
    found = _filtered(
        rows, lao__province=asked.province, lao__province__region=asked.region, state=asked.state,
        established_year=asked.established_year,
    )  # fmt: skip
    return _listed(request, found.order_by("pk"), asked, _hub)


@endpoint("/hubs/{int:number}", shapes.Hub, _("One hub"), 404)
def hub(request: HttpRequest, number: Number) -> Any:
    rows = Hub.objects.visible_to(owner_of(request)).with_place()
    return _hub(get_object_or_404(rows, pk=number))


def _hub(row: Hub) -> dict[str, Any]:
    lao = row.lao
    return {
        "id": row.pk, "name": row.name, "state": row.state, "closed_on": row.closed_on,
        "established_on": row.established_on, "established_fiscal_year": row.established_year,
        "lao": {
            "code": lao.code, "name_th": lao.full_name_th, "name_en": lao.full_name_en,
            "type": lao.type_id, "district": lao.district_id, "province": lao.province_id,
            "region": lao.province.region,
        },
    }  # fmt: skip


@endpoint("/rounds", shapes.Rounds, _("Rounds of six-monthly follow-ups"))
def rounds(request: HttpRequest, asked: Query[shapes.RoundsAsked]) -> Any:
    found = _filtered(Round.objects.visible_to(owner_of(request)), fiscal_year=asked.fiscal_year)
    return _listed(request, found.order_by("starts_on", "pk"), asked, _round)


def _round(row: Round) -> dict[str, Any]:
    half = row.half_year
    return {
        "id": row.pk, "label": {"th": half.label_th, "en": half.label_en},
        "fiscal_year": row.fiscal_year, "half": row.half, "starts_on": row.starts_on,
        "ends_on": row.ends_on, "opens_on": row.opens_on, "due_on": row.due_on,
        "is_open": row.opened_at is not None and row.closed_at is None,
        "is_closed": row.closed_at is not None,
    }  # fmt: skip


def _round_of(request: HttpRequest, number: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(owner_of(request)), pk=number)


@endpoint("/rounds/{int:number}/follow-ups", shapes.FollowUps, _("Follow-ups of a round"), 404)
def follow_ups(request: HttpRequest, number: Number, asked: Query[shapes.FollowUpsAsked]) -> Any:
    round_ = _round_of(request, number)
    rows = FollowUp.objects.visible_to(owner_of(request)).filter(round=round_)
    found = _filtered(rows, state=asked.state, hub__lao__province=asked.province)
    too_late = deadline(round_)

    def say(row: FollowUp) -> dict[str, Any]:
        sent = row.first_submitted_at
        return {
            "id": row.pk, "hub": row.hub_id, "state": row.state, "due_on": row.due_on,
            "first_sent_on": timezone.localdate(sent) if sent else None,
            "is_on_time": sent < too_late if sent else None,
        }  # fmt: skip

    return _listed(request, found.order_by("pk"), asked, say)


@endpoint(
    "/rounds/{int:number}/indicators", shapes.Indicators, _("Indicators of a round"), 403, 404
)
def indicators(request: HttpRequest, number: Number) -> Any:
    _require_office(request)
    round_ = _round_of(request, number)
    return {"round": round_.pk, "items": map(_indicator, indicator_totals(round_, Scope()))}


def _indicator(total: IndicatorTotal) -> dict[str, Any]:
    asked = total.indicator
    return {
        "code": asked.code, "dimension": asked.dimension.code, "level": asked.level,
        "name": _both(asked, "name"), "unit": _both(asked, "unit"), "reports": total.reports,
        "not_applicable": total.not_applicable, "is_average": total.is_average,
        "is_share": total.is_share,
        "value": None if total.value is None else float(total.value),
    }  # fmt: skip


@endpoint("/years", shapes.Years, _("Totals by fiscal year"), 403)
def years(request: HttpRequest) -> Any:
    _require_office(request)
    rows = year_rows(timezone.localdate())
    return {"items": [dict(zip(TOTALS.header, row, strict=True)) for row in rows]}


@endpoint("/networks", shapes.Networks, _("Citizen networks"))
def networks(request: HttpRequest, asked: Query[shapes.NetworksAsked]) -> Any:
    rows = CitizenNetwork.objects.visible_to(owner_of(request))
    found = _filtered(rows, province=asked.province, fiscal_year=asked.fiscal_year)
    return _listed(request, found.order_by("pk"), asked, _network)


def _network(row: CitizenNetwork) -> dict[str, Any]:
    names = ("name", "area", "founded_on", "fiscal_year", "ended_on")
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk, "province": row.province_id
    }  # fmt: skip


@endpoint("/provinces", shapes.Provinces, _("Provinces with their hubs"))
def provinces(request: HttpRequest) -> Any:
    seen = Hub.objects.visible_to(owner_of(request)).established_by(timezone.localdate())
    counts = dict(
        seen.values_list("lao__province").annotate(count=Count("pk")).order_by("lao__province")
    )
    items = [
        {"code": row.code, "iso": row.iso_code, "name": _both(row, "name"), "region": row.region,
         "hubs": counts.get(row.code, 0)}
        for row in Province.objects.order_by("code")
    ]  # fmt: skip
    return {"items": items}


@endpoint("/problems", shapes.Problems, _("Problems of hubs by category"), 404)
def problems(request: HttpRequest, asked: Query[shapes.ProblemsAsked]) -> Any:
    seen = Problem.objects.visible_to(owner_of(request))
    if asked.round is not None:
        seen = seen.filter(follow_up__round=_round_of(request, asked.round))
    rows = (
        Problem.objects.filter(pk__in=seen.order_by().values("pk"))
        .values("category__code", "category__name_th", "category__name_en")
        .annotate(
            total=Count("pk"),
            unsolved=Count("pk", filter=~Q(state=Problem.State.SOLVED)),
            hubs=Count("follow_up__hub", distinct=True),
        )
        .order_by("category__code")
    )
    return {"items": [
        {"category": row["category__code"],
         "name": {"th": row["category__name_th"], "en": row["category__name_en"]},
         "total": row["total"], "unsolved": row["unsolved"], "hubs": row["hubs"]}
        for row in rows
    ]}  # fmt: skip


api.add_router("", router)
