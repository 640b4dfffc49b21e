"""Pages of the hub programme outside the staff's site: those of LAOs, and what is public."""

from django.urls import URLPattern

app_name = "hubs"
urlpatterns: list[URLPattern] = []
