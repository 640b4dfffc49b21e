"""What a receipt's check code stands for: anyone may ask, nothing personal is told."""

from django.utils.translation import gettext as _

from monitoring.models import Submission
from onde_portal.documents.checks import Checked, Verdict


def check_receipt(code: str) -> Checked | None:
    """The answer for a receipt's code; ``None`` when no receipt has it.

    A receipt whose report was returned and sent again is superseded by the later one.
    """
    receipts = Submission.objects.select_related("follow_up__hub", "follow_up__round")
    submission = receipts.filter(check_code=code).first()
    if submission is None:
        return None
    follow_up = submission.follow_up
    later = follow_up.submissions.filter(number__gt=submission.number).exists()
    return Checked(
        verdict=Verdict.SUPERSEDED if later else Verdict.GENUINE,
        what=_("Receipt for the six-monthly report: %(hub)s, %(round)s")
        % {"hub": follow_up.hub.name, "round": follow_up.round},
        number=submission.receipt_number,
        issued_at=submission.submitted_at,
    )
