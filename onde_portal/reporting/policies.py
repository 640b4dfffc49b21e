"""Who may read and write the Office's reports."""

from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.reporting.models import Report


def may_read(user: User) -> bool:
    """Whoever reads the Office's records reads its reports, drafts too."""
    return may(user, Action.READ_OFFICE)


def may_write(user: User, report: Report) -> bool:
    """Officers and heads write a draft and make it final; nobody changes a final report."""
    return may(user, Action.WRITE_OFFICE_REPORT) and not report.is_final


def may_ask_paper(user: User, report: Report) -> bool:
    """Who writes reports asks for a draft's PDF; a final one's, whoever may ask for papers."""
    needed = Action.READ_PERSONAL_DATA if report.is_final else Action.WRITE_OFFICE_REPORT
    return may(user, needed)
