"""The outbox: what is to be mailed is written with the change it tells of, and sent afterwards."""

from datetime import datetime

from onde_portal.accounts.models import Mail

# Their text holds a key to an account or a record: it is wiped once sent, and no screen shows it.
SECRET_KINDS = frozenset({"invitation", "password-reset", "person-link"})


def queue_mail(
    *,
    kind: str,
    recipient: str,
    about: str,
    rung: str = "",
    subject: str,
    body: str,
    due_at: datetime,
    attachment: str = "",
    attachment_name: str = "",
) -> Mail | None:
    """Put one message into the outbox; ``None`` when this very one is there already.

    ``about`` names what it is about ("monitoring.followup:12"), ``rung`` the step of a ladder of
    reminders, ``attachment`` where a stored PDF lies that goes with it. Belongs into the
    transaction of the change it tells of: it is sent after commit.
    """
    mail, created = Mail.objects.get_or_create(
        kind=kind,
        recipient=recipient,
        about=about,
        rung=rung,
        defaults={
            "subject": " ".join(subject.split())[:250],
            "body": body.strip() + "\n",
            "due_at": due_at,
            "attachment": attachment,
            "attachment_name": attachment_name[:200],
        },
    )
    return mail if created else None
