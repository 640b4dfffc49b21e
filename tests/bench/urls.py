"""The portal's addresses, and a page with nothing on it to measure the others against."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from onde_portal.accounts.access import reading
from onde_portal.urls import handler500

__all__ = ["handler500"]


@reading
def empty(request: HttpRequest) -> HttpResponse:
    """As much as any page costs: its session, who asks, and the way through the middleware."""
    return HttpResponse(f"{request.user.pk}")


urlpatterns = [path("empty/", empty), path("", include("onde_portal.urls"))]
