"""The tone in which a follow-up's state is shown; the word itself always stands beside it."""

from monitoring.models import FollowUpState

TONES: dict[str, str] = {
    FollowUpState.DRAFT: "",
    FollowUpState.SUBMITTED: "warn",
    FollowUpState.RETURNED: "bad",
    FollowUpState.ACCEPTED: "good",
    FollowUpState.NOTHING: "good",
    FollowUpState.WAIVED: "good",
}
