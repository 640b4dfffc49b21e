"""Telling whoever asked for a document what became of it, where it took long."""

from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from onde_portal.accounts.mail import queue_mail
from onde_portal.documents.models import StoredDocument

# Whoever waited less than this still looks at the page.
SOON = timedelta(seconds=20)


def tell_made(document: StoredDocument, *, at: datetime) -> None:
    """That a document is ready or has failed for good, once to each who asked and still waits."""
    ready = document.state == StoredDocument.State.READY
    if ready and not document.is_long and at - document.requested_at < SOON:
        return
    template = "document_ready" if ready else "document_failed"
    waiting = document.requests.filter(cancelled_at=None, told_at=None, person__is_active=True)
    for request in waiting.select_related("person").order_by("pk"):
        with translation.override(request.person.language):
            texts = {
                "title": document.title,
                "pages": document.pages,
                "link": settings.BASE_URL + reverse("document", args=[document.pk]),
                "mine": settings.BASE_URL + reverse("my-documents"),
                "office": settings.OFFICE[
                    "name_en" if request.person.language == "en" else "name_th"
                ],
            }
            queue_mail(
                kind=template.replace("_", "-"),
                recipient=request.person.email,
                about=f"documents.storeddocument:{document.pk}",
                rung=at.isoformat(),
                subject=render_to_string(f"emails/documents/{template}_subject.txt", texts),
                body=render_to_string(f"emails/documents/{template}.txt", texts),
                due_at=at,
            )
    waiting.update(told_at=at)
