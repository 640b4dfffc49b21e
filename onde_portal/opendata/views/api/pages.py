"""The description of the API: for programs (OpenAPI) and for people, without foreign scripts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext

from onde_portal.accounts.access import public, reading
from onde_portal.opendata.views.api.door import REQUESTS_A_MINUTE, through_the_door
from onde_portal.opendata.views.api.endpoints import api
from onde_portal.opendata.views.api.refusals import MESSAGES, refusal
from onde_portal.opendata.views.api.shapes import MOST_ROWS

ROOT = "/api/v1"


def description() -> dict[str, Any]:
    """The OpenAPI document, in English."""
    return dict(api.get_openapi_schema(path_prefix=ROOT))


@public
@reading
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document for programs."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@public
@reading
def api_page(request: HttpRequest) -> HttpResponse:
    """What can be asked and what comes back, for people."""
    document = description()
    shapes = document["components"]["schemas"]
    operations = [
        _operation(address, operation["get"], shapes)
        for address, operation in document["paths"].items()
    ]
    context = {
        "operations": operations,
        "refusals": list(MESSAGES.items()),
        "rate": REQUESTS_A_MINUTE,
        "most_rows": MOST_ROWS,
        "example": f"curl -H 'Authorization: Bearer onde_…' {settings.BASE_URL}{ROOT}/hubs",
    }
    return render(request, "opendata/api.html", context)


def _operation(address: str, operation: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    answer = operation["responses"][200]["content"]["application/json"]["schema"]
    shape = answer["$ref"].rsplit("/", 1)[-1]
    return {
        "address": address,
        "name": operation["operationId"],
        "summary": gettext(operation["summary"]),
        "parameters": [
            {
                "name": item["name"],
                "meaning": gettext(item.get("description") or item["schema"].get("description", ""))
                if item["in"] == "query"
                else gettext("Number of the record"),
                "type": _type(item["schema"], shapes),
            }
            for item in operation.get("parameters", [])
        ],
        "columns": _columns(shape, shapes),
    }


def _columns(shape: str, shapes: dict[str, Any]) -> list[dict[str, str]]:
    """What an answer holds; of a list, what each row holds."""
    properties = shapes[shape]["properties"]
    if "items" in properties:
        properties = shapes[properties["items"]["items"]["$ref"].rsplit("/", 1)[-1]]["properties"]
    return [
        {
            "name": name,
            "type": _type(column, shapes),
            "meaning": gettext(column["description"]) if "description" in column else "",
        }
        for name, column in properties.items()
    ]


def _type(schema: dict[str, Any], shapes: dict[str, Any]) -> str:
    """The type as one writes it by hand: ``integer | null``, or the values it may have."""
    for whole in ("anyOf", "allOf"):
        if whole in schema:
            return " | ".join(_type(part, shapes) for part in schema[whole])
    if "$ref" in schema:
        return _type(shapes[schema["$ref"].rsplit("/", 1)[-1]], shapes)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "properties" in schema:
        return "{ " + ", ".join(schema["properties"]) + " }"
    return str(schema.get("format") or schema.get("type", ""))


@public
@reading
def not_there(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address below the API's."""
    return refusal(404)


def patterns() -> list[URLPattern]:
    """Every address below ``/api/v1/``."""
    inner, _app, _namespace = api.urls
    endpoints = [
        path(str(item.pattern), through_the_door(item.callback), name=str(item.name))
        for item in inner
        if isinstance(item, URLPattern) and item.name != "api-root"
    ]
    return [
        path("", api_page, name="api-root"),
        path("openapi.json", openapi, name="openapi"),
        *endpoints,
        path("<path:rest>", not_there, name="nothing"),
    ]
