"""Pages of the hub programme outside the staff's site: those of LAOs, and what is public."""

from django.urls import path

from hubs.views import guidelines, readiness, workshops

app_name = "hubs"
urlpatterns = [
    path("lao/readiness/<int:pk>/", readiness.readiness, name="readiness"),
    path("lao/readiness/<int:pk>/send/", readiness.readiness_send, name="readiness-send"),
    path("lao/invitation/<int:pk>/", workshops.invitation, name="invitation"),
    path("lao/invitation/<int:pk>/send/", workshops.invitation_answer, name="invitation-answer"),
    path("workshop/<str:token>/", workshops.feedback, name="feedback"),
    path("workshop/<str:token>/send/", workshops.feedback_send, name="feedback-send"),
    path("lao/guideline/", guidelines.guideline_list, name="guidelines"),
    path("lao/guideline/<int:pk>/", guidelines.guideline, name="guideline"),
    path(
        "lao/guideline/<int:pk>/file/<int:file>/", guidelines.guideline_file, name="guideline-file"
    ),
]
