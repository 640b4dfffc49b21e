"""The director's page and what lies behind its figures."""

from django.urls import include, path

from onde_portal.oversight.views import freezing, paper
from onde_portal.oversight.views.overview import overview

urlpatterns = [
    path("overview/", overview, name="overview"),
    path("overview/<int:year>/freeze/", freezing.confirm_freeze, name="overview-freeze"),
    path("overview/<int:year>/freeze/now/", freezing.freeze, name="overview-freeze-now"),
    path("overview/<int:year>/frozen/", freezing.frozen, name="overview-frozen"),
    path("overview/<int:year>/paper/", paper.make_paper, name="overview-paper"),
    path("", include("onde_portal.oversight.drill_urls")),
]
