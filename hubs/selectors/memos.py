"""A programme's memos, newest first, and what may be done with them."""

from datetime import datetime
from typing import Any

from hubs.models import HubProgramme, Memo, MemoState
from hubs.policies import may_run
from onde_portal.accounts.models import User

MEMO_TONES = {
    MemoState.APPROVED: "good",
    MemoState.RETURNED: "bad",
    MemoState.SENT: "warn",
    MemoState.ENDORSED: "warn",
}


def tone_of(memo: Memo) -> str:
    return MEMO_TONES.get(MemoState(memo.state), "")


def memos_context(programme: HubProgramme, user: User, at: datetime) -> dict[str, Any]:
    """What the memo's card on the page of step 2 shows."""
    memos = list(programme.memos.select_related("sent_by").order_by("-edition"))
    in_work = bool(memos) and memos[0].state != MemoState.APPROVED
    return {
        "rows": [(memo, tone_of(memo)) for memo in memos],
        "may_begin": may_run(user, programme) and not in_work,
    }
