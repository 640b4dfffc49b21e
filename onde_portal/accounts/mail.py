"""The outbox: what is to be mailed is written with the change it tells of, and sent afterwards."""

from datetime import datetime

from onde_portal.accounts.models import Mail, MailChoice

# Their text holds a key to an account or a record: it is wiped once sent, and no screen shows it.
SECRET_KINDS = frozenset({"invitation", "password-reset", "person-link"})
DIGEST = "digest"
# These never wait for the daily mail.
AT_ONCE_KINDS = SECRET_KINDS | {DIGEST, "security-notice", "unknown-account"}


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
    early: bool = False,
) -> Mail | None:
    """Put one message into the outbox; ``None`` when this very one is there already.

    ``about`` names what it is about ("monitoring.followup:12"), ``rung`` the step of a ladder of
    reminders, ``attachment`` where a stored PDF lies that goes with it. ``early`` is a reminder
    before something is due, which people may do without. Belongs into the transaction of the
    change it tells of: it is sent after commit, the way its receiver chose.
    """
    known = {"kind": kind, "recipient": recipient, "about": about, "rung": rung}
    way: dict[str, object] = {}
    if kind not in AT_ONCE_KINDS and not attachment:
        way = _chosen_way(recipient, early=early)
    mail, created = Mail.objects.get_or_create(
        **known,
        defaults={
            "subject": " ".join(subject.split())[:250],
            "body": body.strip() + "\n",
            "due_at": due_at,
            "attachment": attachment,
            "attachment_name": attachment_name[:200],
            **way,
        },
    )
    return mail if created else None


def _chosen_way(recipient: str, *, early: bool) -> dict[str, object]:
    choice = MailChoice.objects.filter(user__email=recipient).first()
    if choice is None:
        return {}
    if early and not choice.early:
        return {"state": Mail.State.PORTAL_ONLY}
    return {"daily": choice.digest}
