"""Problems of networks: named once, followed up until they are solved (manual 8.1 (6))."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.members import TooMuchText, require_alive
from networks.models import CitizenNetwork, NetworkProblem, NetworkProblemNote
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text

LONGEST = 5_000
LONGEST_NAME = 200


class ProblemNeeded(NetworkError):
    message = _("Say what the problem is.")


class SeverityNeeded(NetworkError):
    message = _("Choose how serious the problem is.")


class WordNeeded(NetworkError):
    message = _("Say how the problem stands now.")


def name_problem(
    *,
    network: CitizenNetwork,
    named_on: date,
    description: str,
    severity: str,
    cause: str = "",
    measure: str = "",
    owner: str = "",
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> NetworkProblem:
    """Note a problem of a network. Raises NetworkError: ended, unnamed, too long, bad day."""
    require_alive(network, named_on, at)
    typed = (description, cause, measure, owner)
    said, because, done, person = (clean_text(one).strip() for one in typed)
    if not said:
        raise ProblemNeeded
    if severity not in NetworkProblem.Severity.values:
        raise SeverityNeeded
    if max(map(len, (said, because, done))) > LONGEST or len(person) > LONGEST_NAME:
        raise TooMuchText
    return NetworkProblem.objects.create(
        network=network, named_on=named_on, description=said, severity=severity, cause=because,
        measure=done,
 owner=person, due_on=due_on, named_by=by,
    )  # fmt: skip


@transaction.atomic
def say_of_problem(
    *, problem: NetworkProblem, state: str, text: str, by: User, at: datetime
) -> NetworkProblemNote:
    """Note how a problem stands now. Raises WordNeeded, TooMuchText."""
    said = clean_text(text).strip()
    if state not in NetworkProblem.State.values:
        raise WordNeeded
    if len(said) > LONGEST:
        raise TooMuchText
    locked: NetworkProblem = NetworkProblem.objects.select_for_update().get(pk=problem.pk)
    if not said and state == locked.state:
        raise WordNeeded
    locked.state = state
    locked.save(update_fields=["state"])
    return NetworkProblemNote.objects.create(problem=locked, state=state, text=said, by=by, at=at)
