"""Every address of the portal, composed from the apps."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("onde_portal.workbench.urls")),
    path("", include("onde_portal.oversight.urls")),
    path("", include("onde_portal.accounts.urls")),
    path("", include("onde_portal.documents.urls")),
    path("", include("onde_portal.assessments.urls")),
    path("", include("networks.urls")),
    path("", include("hubs.urls")),
    path("", include("monitoring.urls")),
    path("", include("onde_portal.reporting.urls")),
    path("", include("onde_portal.opendata.urls")),
    path("staff/", admin.site.urls),
]

handler400 = "onde_portal.workbench.views.bad_request"
handler500 = "onde_portal.workbench.views.server_error"
