"""The Office's own reports: of a round, of a year."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
