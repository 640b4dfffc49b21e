"""The director's page and what lies behind its figures."""

from django.urls import include, path

from onde_portal.oversight.views.overview import overview

urlpatterns = [
    path("overview/", overview, name="overview"),
    path("", include("onde_portal.oversight.drill_urls")),
]
