"""Who may have papers made; who may read one, its kind knows."""

from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may


def may_ask(user: User) -> bool:
    """Auditors read what there is and leave no trace; all others ask for what they may read."""
    return not user.is_office or may(user, Action.READ_PERSONAL_DATA)
