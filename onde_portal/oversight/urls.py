"""The director's page and what lies behind its figures."""

from django.urls import include, path

from onde_portal.oversight.views import freezing, overview_files, paper
from onde_portal.oversight.views.overview import overview

urlpatterns = [
    path("overview/", overview, name="overview"),
    path(
        "overview/provinces/list.<slug:ending>",
        overview_files.provinces_file,
        name="overview-provinces-file",
    ),
    path(
        "overview/cases/list.<slug:ending>", overview_files.cases_file, name="overview-cases-file"
    ),
    path(
        "overview/problems/list.<slug:ending>",
        overview_files.problems_file,
        name="overview-problems-file",
    ),
    path("overview/<int:year>/freeze/", freezing.confirm_freeze, name="overview-freeze"),
    path("overview/<int:year>/freeze/now/", freezing.freeze, name="overview-freeze-now"),
    path("overview/<int:year>/frozen/", freezing.frozen, name="overview-frozen"),
    path(
        "overview/<int:year>/frozen/hubs/list.<slug:ending>",
        freezing.frozen_hubs_file,
        name="overview-frozen-hubs-file",
    ),
    path(
        "overview/<int:year>/frozen/networks/list.<slug:ending>",
        freezing.frozen_networks_file,
        name="overview-frozen-networks-file",
    ),
    path("overview/<int:year>/paper/", paper.make_paper, name="overview-paper"),
    path("", include("onde_portal.oversight.drill_urls")),
]
