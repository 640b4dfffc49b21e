"""From the country down to one hub, the comparison of hubs, and the indicators."""

from django.urls import path

from onde_portal.oversight.views import compare, hub_file, indicators, place_files, places

urlpatterns = [
    path("regions/", places.regions, name="drill-regions"),
    path("regions/list.<slug:ending>", places.regions_file, name="drill-regions-file"),
    path("regions/rounds.<slug:ending>", place_files.rounds_file, name="drill-regions-rounds-file"),
    path("regions/<slug:key>/", places.region, name="drill-region"),
    path("regions/<slug:key>/list.<slug:ending>", places.region_file, name="drill-region-file"),
    path(
        "regions/<slug:key>/rounds.<slug:ending>",
        place_files.rounds_file,
        name="drill-region-rounds-file",
    ),
    path("provinces/<slug:code>/", places.province, name="drill-province"),
    path(
        "provinces/<slug:code>/list.<slug:ending>", places.province_file, name="drill-province-file"
    ),
    path(
        "provinces/<slug:code>/rounds.<slug:ending>",
        place_files.rounds_file,
        name="drill-province-rounds-file",
    ),
    path("laos/<int:pk>/", places.lao, name="drill-lao"),
    path("laos/<int:pk>/list.<slug:ending>", places.lao_file, name="drill-lao-file"),
    path(
        "laos/<int:pk>/reports.<slug:ending>",
        place_files.reports_file,
        name="drill-lao-reports-file",
    ),
    path("hub-files/<int:pk>/", hub_file.hub_file, name="drill-hub"),
    path("hub-files/<int:pk>/paper/", hub_file.hub_file_paper, name="drill-hub-paper"),
    path("compare/", compare.compare, name="drill-compare"),
    path("compare/list.<slug:ending>", compare.compare_file, name="drill-compare-file"),
    path("indicators/", indicators.indicators, name="drill-indicators"),
    path("indicators/list.<slug:ending>", indicators.indicators_file, name="drill-indicators-file"),
    path("indicators/<slug:code>/", indicators.indicator, name="drill-indicator"),
    path(
        "indicators/<slug:code>/list.<slug:ending>",
        indicators.indicator_file,
        name="drill-indicator-file",
    ),
]
