"""Pages of the hub programme outside the staff's site: those of LAOs, and what is public."""

from django.urls import URLPattern, path

from hubs.parts import Part
from hubs.views import establishment, guidelines, readiness, workshops
from onde_portal.ui.interrupted import surviving_sign_in

app_name = "hubs"


def _part(part: Part) -> list[URLPattern]:
    """The page of a part and what keeps it; typed words survive signing in again."""
    page, name = f"lao/establishment/<int:pk>/{part.value}/", f"establishment-{part.value}"
    kept = surviving_sign_in(establishment.part_save, page=f"hubs:{name}")
    return [
        path(page, establishment.part_page, {"part": part.value}, name=name),
        path(f"{page}save/", kept, {"part": part.value}, name=f"{name}-save"),
    ]


urlpatterns = [
    path("lao/begin/<int:candidate>/", establishment.begin, name="establishment-begin"),
    path("lao/establishment/<int:pk>/", establishment.overview, name="establishment"),
    path("lao/establishment/<int:pk>/send/", establishment.send, name="establishment-send"),
    path(
        "lao/establishment/<int:pk>/document/<int:paper>/",
        establishment.paper,
        name="establishment-document",
    ),
    path(
        "lao/establishment/<int:pk>/document/<int:paper>/remove/",
        establishment.paper_remove,
        name="establishment-document-remove",
    ),
    *(pattern for part in Part for pattern in _part(part)),
    path("lao/hub/<int:pk>/committee/", establishment.committee, name="committee"),
    path("lao/hub/<int:pk>/committee/save/", establishment.committee_save, name="committee-save"),
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
