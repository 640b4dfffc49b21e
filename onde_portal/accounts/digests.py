"""One mail a day for those who wish it so."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from onde_portal.accounts.mail import DIGEST, queue_mail
from onde_portal.accounts.models import Mail, User


def write_digest(held: Sequence[Mail], *, day: str, at: datetime) -> Mail | None:
    """Queue the daily mail with all these messages of one person, and mark them as in it.

    ``day`` (ISO) makes it the only one of its day; ``None``, and nothing changes, when there is
    one already or nothing to put in. Belongs into a transaction that holds the messages.
    """
    if not held:
        return None
    recipient = held[0].recipient
    person = User.objects.get_queryset().filter(email=recipient).first()
    language = person.language if person else settings.LANGUAGE_CODE
    with translation.override(language):
        texts = {
            "messages": held,
            "link": settings.BASE_URL + reverse("messages"),
            "choices": settings.BASE_URL + reverse("mail-choices"),
            "office": settings.OFFICE["name_en" if language == "en" else "name_th"],
        }
        subject = render_to_string("emails/accounts/digest_subject.txt", texts)
        body = render_to_string("emails/accounts/digest.txt", texts)
    digest = queue_mail(
        kind=DIGEST, recipient=recipient, about="accounts", rung=day,
        subject=subject, body=body, due_at=at,
    )  # fmt: skip
    if digest is not None:
        Mail.objects.filter(pk__in=[mail.pk for mail in held]).update(
            state=Mail.State.IN_DIGEST, digest=digest
        )
    return digest
