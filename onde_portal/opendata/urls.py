"""Open data for everyone, and the read API for the Office's own systems."""

from django.urls import include, path

from onde_portal.opendata.views import files, pages
from onde_portal.opendata.views.api.pages import patterns as api_patterns

urlpatterns = [
    path("hubs/", pages.hub_directory, name="hub-directory"),
    path("hubs/list.xlsx", pages.hub_directory_file, name="hub-directory-file"),
    path("open-data/", pages.open_data, name="open-data"),
    path("open-data/datapackage.json", files.package, name="open-data-package"),
    path("open-data/<slug:name>.<slug:ending>", files.table_file, name="open-data-file"),
    path("api/v1/", include((api_patterns(), "api"), namespace="api-v1")),
]
