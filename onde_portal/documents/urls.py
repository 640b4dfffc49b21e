from django.urls import path

from onde_portal.documents import views

urlpatterns = [
    path("documents/", views.my_documents, name="my-documents"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/progress/", views.progress, name="document_progress"),
    path("documents/<int:pk>/cancel/", views.cancel, name="document_cancel"),
    path("documents/<int:pk>/again/", views.again, name="document_again"),
    path("check/", views.check_form, name="document-check-form"),
    path("check/<str:code>/", views.check, name="document-check"),
]
