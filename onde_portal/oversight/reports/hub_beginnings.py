"""How a hub came about: selection, workshop, guideline, establishment (manual, 8.2 (2) to (5))."""

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from hubs.models import Award, Memo, MemoState
from hubs.reports.memos import memo_number
from onde_portal.oversight.reports.pieces import Part, Piece, Reader, facts, table
from onde_portal.oversight.selectors.hub_file import HubRecords
from onde_portal.ui.figures import Column, FigureTable, Numbers, Shown
from onde_portal.ui.templatetags.ui import localized, yes_no


def selection(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """Awards, candidature, and the memo with its decision."""
    begun = found.begun
    candidate = begun.candidate
    pieces: list[Piece] = []
    if candidate:
        rows = [
            (_("Programme"), numbers.words(candidate.programme.title),
             _programme_url(found, reader)),
            (_("Proposed"), _day(candidate.proposed_at, numbers)),
            (_("How it was proposed"), str(candidate.get_source_display())),
            (_("State"), str(candidate.get_state_display())),
            (_("Reason"), numbers.words(candidate.reason)),
            (pgettext("candidate", "Chosen on"), _day(candidate.chosen_at, numbers)),
            (_("Approved on"), _day(candidate.approved_at, numbers)),
        ]  # fmt: skip
        pieces += facts(rows)
    pieces += table(_awards(found), numbers)
    for item in begun.named:
        # What the Office says to itself is not for LAOs before it is decided.
        if not reader.is_lao or item.memo.state == MemoState.APPROVED:
            pieces += facts(_memo(item.memo, numbers, reader))
    return Part(
        "selection", _("Selection and approval"), "8.2 (2)",
        _("The hub was registered without a selection in a programme."), tuple(pieces),
    )  # fmt: skip


def _day(moment: object, numbers: Numbers) -> str:
    return numbers.day(moment) if moment else ""  # type: ignore[arg-type]


def _programme_url(found: HubRecords, reader: Reader) -> str:
    candidate = found.begun.candidate
    if candidate is None or reader.is_lao:
        return ""
    return reverse("admin:hubs_hubprogramme_change", args=[candidate.programme_id])


def award_words(award: Award) -> str:
    """Category, group and prize of an award."""
    parts = [str(award.category), str(award.group or ""), str(award.get_prize_display())]
    return " · ".join(part for part in parts if part)


def _awards(found: HubRecords) -> FigureTable:
    rows = tuple((str(item.year), award_words(item), item.note) for item in found.begun.awards)
    head = (Column(_("Award year")), Column(_("Award")), Column(_("Note")))
    return FigureTable("awards", _("Awards of the LAO"), head, rows)


def _memo(memo: Memo, numbers: Numbers, reader: Reader) -> list[tuple[str, str, str]]:
    url = "" if reader.is_lao else reverse("admin:hubs_memo_page", args=[memo.pk])
    decided = f"{memo.approver_name} {memo.approver_position}".strip()
    return [
        (_("Memo"), numbers.words(f"{memo.subject} {memo_number(memo)}".strip()), url),
        (_("Decision"), str(memo.get_state_display()), ""),
        (_("Decided on"), _day(memo.approved_at, numbers), ""),
        (_("Decided by"), numbers.words(decided), ""),
    ]


def workshop(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """The cohort, the invitation, and who came."""
    invitee, pieces = found.begun.invitee, []
    if invitee:
        cohort = invitee.cohort
        url = "" if reader.is_lao else reverse("admin:hubs_cohort_page", args=[cohort.pk])
        if reader.is_lao and invitee.invited_at:
            url = reverse("hubs:invitation", args=[invitee.pk])
        days = " – ".join(
            numbers.day(day) for day in dict.fromkeys((cohort.starts_on, cohort.ends_on)) if day
        )
        answer = f"{invitee.get_answer_display()} {invitee.reason}".strip()
        letter = f"{invitee.letter_number}/{invitee.letter_year}" if invitee.letter_number else ""
        rows = [
            (_("Cohort"), numbers.words(f"{cohort.number}. {cohort.title}"), url),
            (_("Days"), days),
            (_("Place"), numbers.words(cohort.place)),
            (_("Letter no."), numbers.words(letter)),
            (_("Invited on"), _day(invitee.invited_at, numbers)),
            (_("Answer"), numbers.words(answer)),
            (_("Answered on"), _day(invitee.answered_at, numbers)),
        ]
        pieces += [*facts(rows), *table(_delegates(found, reader), numbers)]
    empty = _("The LAO was not invited to a workshop.")
    return Part("workshop", _("Workshop"), "8.2 (3)", empty, tuple(pieces))


def _delegates(found: HubRecords, reader: Reader) -> FigureTable:
    rows = tuple(
        (
            reader.person(item.name),
            item.position,
            _("not known yet") if item.came is None else yes_no(item.came),
        )
        for item in found.begun.delegates
    )
    head = (Column(_("Name")), Column(_("Position")), Column(_("Came")))
    return FigureTable("delegates", _("Who was named, and who came"), head, rows)


def guideline(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """Which versions of the guideline somebody of the LAO opened."""
    first: dict[int, tuple[str, int, object, int]] = {}
    for item in found.begun.openings:
        version = item.guideline
        first.setdefault(version.pk, (version.title, version.number, item.opened_at, version.pk))
    name = "hubs:guideline" if reader.is_lao else "admin:hubs_guidelineversion_page"
    urls = [reverse(name, args=[key]) for *_rest, key in first.values()]
    head = (
        Column(_("Guideline")), Column(_("Version"), Shown.COUNT),
        Column(_("First opened on"), Shown.DAY),
    )  # fmt: skip
    rows = tuple(row[:3] for row in first.values())
    pieces = table(FigureTable("guideline", "", head, rows), numbers, urls)
    empty = _("Nobody of the LAO has opened a guideline.")
    return Part("guideline", _("Guideline"), "8.2 (4)", empty, tuple(pieces))


def establishment(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """Announcement, order, committee, units, plan and channels."""
    hub, path = found.hub, found.begun.path
    number = hub.announcement_number
    rows: list[tuple[str, ...]] = [
        (_("Announced on"), _day(hub.established_on, numbers)),
        (_("Announcement no."), numbers.words(number)),
        (_("Fiscal year"), numbers.words(hub.established_year or "")),
    ]
    if path:
        name = "hubs:establishment" if reader.is_lao else "admin:hubs_establishment_page"
        rows += [
            (_("Papers of the LAO"), str(path.get_state_display()),
             reverse(name, args=[path.pk])),
            (_("Appointment order"), numbers.words(path.order_number)),
            (_("Day of the order"), _day(path.ordered_on, numbers)),
            (_("Structure template"), localized(path.template, "name")),
            (_("Sent on"), _day(path.sent_at, numbers)),
            (_("Answered on"), _day(path.answered_at, numbers)),
        ]  # fmt: skip
    pieces = [*facts(rows), *_structure(found, numbers)]
    return Part(
        "establishment", _("Establishment by the LAO"), "8.2 (5)",
        _("The hub is not announced yet."), tuple(pieces),
    )  # fmt: skip


def _structure(found: HubRecords, numbers: Numbers) -> list[Piece]:
    whole = found.structure
    committee = FigureTable(
        "committee", _("Committee"),
        (Column(pgettext("committee", "Seat")), Column(_("Name")),
         Column(_("Position or organisation")), Column(_("Sector")), Column(_("Since"), Shown.DAY),
         Column(_("Until"), Shown.DAY)),
        tuple((one.office, one.name, one.represents, str(one.get_sector_display()), one.since,
               one.until) for one in whole.committee),
    )  # fmt: skip
    units = FigureTable(
        "units", _("Units and what they do"), (Column(_("Unit")), Column(_("Duties"))),
        tuple((one.name, one.duties) for one in whole.units),
    )  # fmt: skip
    plan = FigureTable(
        "plan", _("Work plan"),
        (Column(_("Fiscal year")), Column(_("Activity")), Column(_("When")),
         Column(_("For whom, how many")), Column(_("Budget in baht"), Shown.COUNT)),
        tuple((str(one.fiscal_year), one.activity, one.when, one.target, one.budget)
              for one in whole.plan),
    )  # fmt: skip
    channels = FigureTable(
        "channels", _("Channels for citizens"), (Column(_("Channel")), Column(_("Where or which"))),
        tuple((str(one.get_kind_display()), one.detail) for one in whole.channels),
    )  # fmt: skip
    return [
        *table(committee, numbers),
        *table(units, numbers),
        *table(plan, numbers),
        *table(channels, numbers),
    ]
