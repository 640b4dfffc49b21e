"""Open data for everyone, and the read API for the Office's own systems."""

from django.urls import path

from onde_portal.opendata.views import files, pages

urlpatterns = [
    path("hubs/", pages.hub_directory, name="hub-directory"),
    path("open-data/", pages.open_data, name="open-data"),
    path("open-data/datapackage.json", files.package, name="open-data-package"),
    path("open-data/<slug:name>.<slug:ending>", files.table_file, name="open-data-file"),
]
