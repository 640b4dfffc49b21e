"""What the worker does by itself. Each job is idempotent; losing the queue loses nothing."""

import time

from django.utils import timezone

from hubs.jobs import mail_letters
from monitoring.actions.reminders import remind
from monitoring.jobs import forget_next_unfinished, open_due_rounds
from networks.jobs import remind as remind_networks
from onde_portal.accounts.jobs import gather_next_digest, send_next_mail
from onde_portal.documents.jobs import make_next_document
from onde_portal.exchange.jobs import forget_next_import

AT_MOST = 200
# The worker's limit for one job is 300 seconds.
AT_LONGEST = 120.0


def every_minute() -> int:
    """Send the mail and make the documents that wait. Returns how many were done."""
    done = mail_letters(timezone.now())
    until = time.monotonic() + AT_LONGEST
    while (
        done < AT_MOST
        and time.monotonic() < until
        and (gather_next_digest() or send_next_mail() or make_next_document())
    ):
        done += 1
    return done


def every_hour() -> str:
    """Open what is due by now (manual, section 10), remind, and forget what is left over."""
    now = timezone.now()
    remind_networks(now)
    while forget_next_import() or forget_next_unfinished():
        pass
    opened = open_due_rounds()
    remind(now)
    return str(opened)
