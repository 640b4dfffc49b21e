"""The report's form on paper: what is known filled in, lines for the rest, the way back to it."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import FollowUp
from monitoring.policies import may_write
from monitoring.questions.form import ReportForm
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_edition
from onde_portal.documents.at_once import SeenAtOnce, keys_of
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import qr_image
from onde_portal.documents.selectors import current_document

REPORT_PAPER = "report-form"
ABOUT = "monitoring.followup:"


def request_paper(follow_up: FollowUp, *, language: str, by: User, at: datetime) -> StoredDocument:
    """Ask for the form as it stands now; asked again while it is being made, it is that one."""
    about = f"{ABOUT}{follow_up.pk}"
    half = follow_up.round.half_year
    title = f"{follow_up.hub.name} · {half.label_en if language == 'en' else half.label_th}"
    return request_edition(
        kind=REPORT_PAPER, about=about, title=title[:250], language=language, by=by, at=at
    )


def _follow_up_of(subject: str) -> FollowUp:
    return FollowUp.objects.with_place().get(pk=int(subject.removeprefix(ABOUT)))


def _asked_by(subject: str, language: str) -> User | None:
    """Whose name and phone the paper begins with, as the form on the screen does."""
    paper = current_document(kind=REPORT_PAPER, about=subject, language=language)
    return paper.requested_by if paper else None


def build_paper(subject: str, language: str) -> DocumentSource:
    """The form of a follow-up on paper, in the language asked for (manual, section 10)."""
    follow_up = _follow_up_of(subject)
    address = f"{settings.BASE_URL}{reverse('monitoring:report', args=[follow_up.pk])}"
    context = {
        "follow_up": follow_up,
        "sections": ReportForm.load(follow_up, user=_asked_by(subject, language)).sections,
        "address": address,
        "address_qr": qr_image(address),
    }
    title = f"{_('Report form')} – {follow_up.hub.name}"
    return DocumentSource(title, "print/report_form.html", context)


@SeenAtOnce
def may_see_paper(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may write the report may see its draft on paper."""
    keys = keys_of(subjects, ABOUT)
    found = FollowUp.objects.visible_to(user).in_bulk(set(keys.values()))
    return {about for about, key in keys.items() if key in found and may_write(user, found[key])}
