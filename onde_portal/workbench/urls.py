from django.urls import path

from onde_portal.workbench import views

urlpatterns = [
    path("", views.home, name="home"),
]
