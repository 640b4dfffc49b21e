from django.urls import path

from onde_portal.documents import views

urlpatterns = [
    path("documents/<int:pk>/", views.document, name="document"),
    path("check/", views.check_form, name="document-check-form"),
    path("check/<str:code>/", views.check, name="document-check"),
]
