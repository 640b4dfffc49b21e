from django.urls import path

from monitoring.views.overview import overview

urlpatterns = [
    path("overview/", overview, name="overview"),
]
