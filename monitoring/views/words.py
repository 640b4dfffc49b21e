"""How a follow-up stands, in the words and tones that pages show."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _, ngettext

from monitoring.models import OWED_STATES, FollowUp
from monitoring.tones import TONES

SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Standing:
    """A word for how urgent something is and the tone it is shown in."""

    label: str
    tone: str


def standing(follow_up: FollowUp, today: date) -> Standing:
    """Days left or overdue while a report is owed, else its state."""
    if follow_up.state not in OWED_STATES:
        return Standing(follow_up.get_state_display(), TONES.get(follow_up.state, ""))
    left = (follow_up.due_on - today).days
    if left < 0:
        late = ngettext("%(days)d day overdue", "%(days)d days overdue", -left)
        return Standing(late % {"days": -left}, "bad")
    if left == 0:
        return Standing(_("due today"), "warn")
    remaining = ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    return Standing(remaining, "warn" if left <= SOON_DAYS else "")
