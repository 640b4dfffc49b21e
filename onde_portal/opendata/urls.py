"""Open data for everyone, and the read API for the Office's own systems."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
