"""From the country down to one hub, the comparison of hubs, and the indicators."""

from django.urls import path

from onde_portal.oversight.views import hub_file, places

urlpatterns = [
    path("regions/", places.regions, name="drill-regions"),
    path("regions/<str:key>/", places.region, name="drill-region"),
    path("provinces/<str:code>/", places.province, name="drill-province"),
    path("laos/<int:pk>/", places.lao, name="drill-lao"),
    path("hub-files/<int:pk>/", hub_file.hub_file, name="drill-hub"),
]
