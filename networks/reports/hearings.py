"""The record of a hearing as a paper: attendance in numbers, opinions and answers."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from networks.models import Hearing
from networks.selectors.hearings import attendance_of, opinions_by_topic
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_document
from onde_portal.documents.at_once import SeenAtOnce
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument

HEARING = "networks.hearing"


def request_hearing(hearing: Hearing, *, language: str, by: User, at: datetime) -> StoredDocument:
    """Ask for the record as the hearing stands now; another state is another paper."""
    listed = [
        hearing.title, hearing.summary, hearing.place, hearing.held_on,
        *hearing.attendance.order_by("pk").values_list("sector", "women", "men", "unsaid"),
        *hearing.opinions.order_by("pk").values_list("pk", "text", "times", "state", "answer",
                                                     "merged_into"),
    ]  # fmt: skip
    state = hashlib.sha256(repr(listed).encode()).hexdigest()[:12]
    return request_document(
        kind=HEARING, about=f"networks.hearing:{hearing.pk}:{state}", title=hearing.title[:250],
        language=language, by=by, at=at,
    )  # fmt: skip


def build_hearing(about: str, language: str) -> DocumentSource:
    """The record for the PDF engine (manual 8.1 (5))."""
    hearing = Hearing.objects.select_related("project", "province", "district").get(
        pk=int(about.split(":")[1])
    )
    context = {
        "hearing": hearing,
        "attendance": attendance_of(hearing),
        "topics": opinions_by_topic(hearing),
    }
    return DocumentSource(_("Record of a hearing"), "print/hearing.html", context)


@SeenAtOnce
def may_see_hearing(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may see hearings may read their records."""
    return set(subjects) if Hearing.objects.visible_to(user).exists() else set()
