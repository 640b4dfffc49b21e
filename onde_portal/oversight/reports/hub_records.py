"""What lives across a hub's rounds, its papers and its people (manual, section 10)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from hubs.actions.memos import MEMO_KIND
from monitoring.models import Problem, ProblemNote, Support
from onde_portal.oversight.reports.hub_rounds import round_words
from onde_portal.oversight.reports.pieces import Part, Reader, table
from onde_portal.oversight.selectors.hub_file import HubRecords
from onde_portal.ui.figures import Column, FigureTable, Numbers, Shown


def problems(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """Problems across rounds, each with what was said of it later."""
    rows = tuple(
        (
            _described(item),
            str(item.category),
            round_words(item.follow_up.round),
            f"{item.get_state_display()} ({item.get_severity_display()})",
            _notes(item, reader),
        )
        for item in found.rounds.problems
    )
    head = (
        Column(_("Problem")), Column(_("Category")), Column(_("First named in")),
        Column(_("State")), Column(_("What was said later")),
    )  # fmt: skip
    urls = [] if reader.is_lao else [
        reverse("admin:monitoring_problem_page", args=[item.pk]) for item in found.rounds.problems
    ]  # fmt: skip
    found_table = FigureTable("problems", "", head, rows)
    pieces = table(found_table, numbers, urls)
    empty = _("No problem was named in any report.")
    return Part("problems", _("Problems across rounds"), "10", empty, tuple(pieces))


def _described(problem: Problem) -> str:
    if not problem.measure:
        return problem.description
    measure = _("Measure: %(measure)s") % {"measure": problem.measure}
    return f"{problem.description} – {measure}"


def _notes(problem: Problem, reader: Reader) -> str:
    """Words of later rounds, and the Office's own notes for the Office."""
    shown = [
        note
        for note in problem.notes.all()
        if note.follow_up_id != problem.follow_up_id and not (reader.is_lao and _is_office(note))
    ]
    return " · ".join(_note(note) for note in shown)


def _is_office(note: ProblemNote) -> bool:
    return note.follow_up_id is None


def _note(note: ProblemNote) -> str:
    where = round_words(note.follow_up.round) if note.follow_up else _("The Office")
    said = f"{where}: {note.get_state_display()}"
    return f"{said} – {note.text}" if note.text else said


def learnings(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """Lessons and recommendations with the Office's answers."""
    rows = tuple(
        (str(item.get_kind_display()), item.text, round_words(item.follow_up.round), item.answer)
        for item in found.rounds.learnings
    )
    head = (
        Column(_("Kind")), Column(_("Lesson or recommendation")), Column(_("Round")),
        Column(_("The Office's answer")),
    )  # fmt: skip
    urls = [] if reader.is_lao else [
        reverse("admin:monitoring_learning_page", args=[item.pk])
        for item in found.rounds.learnings
    ]  # fmt: skip
    found_table = FigureTable("learnings", "", head, rows)
    pieces = table(found_table, numbers, urls)
    empty = _("No lesson or recommendation was reported yet.")
    title = _("Lessons and recommendations")
    return Part("learnings", title, "10", empty, tuple(pieces))


def support(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """What the Office promised, by when, and whether it was given."""
    rows = tuple(
        (item.what, item.promised_at, str(item.owner), item.due_on, _given(item, numbers))
        for item in found.rounds.support
    )
    head = (
        Column(_("Support")), Column(_("Promised on"), Shown.DAY), Column(_("Who gives it")),
        Column(_("To be given by"), Shown.DAY), Column(_("What became of it")),
    )  # fmt: skip
    urls = [] if reader.is_lao else [
        reverse("admin:monitoring_support_page", args=[item.pk]) for item in found.rounds.support
    ]  # fmt: skip
    found_table = FigureTable("support", "", head, rows)
    pieces = table(found_table, numbers, urls)
    empty = _("No support was promised yet.")
    return Part("support", _("Support promised and given"), "10", empty, tuple(pieces))


def _given(item: Support, numbers: Numbers) -> str:
    if item.given_on:
        day = numbers.day(item.given_on)
        return f"{_('given on %(day)s') % {'day': day}} {item.given_note}".strip()
    if item.dropped_at:
        return f"{_('taken back')}: {item.dropped_because}"
    return _("not given yet")


def papers(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """Uploaded files and papers issued, each behind its own permission check."""
    rows = [*_uploaded(found, reader), *_issued(found, reader), *_evidence(found)]
    rows.sort(key=lambda row: row[2])
    head = (Column(_("Paper")), Column(_("Kind")), Column(_("Day"), Shown.DAY))
    found_table = FigureTable("papers", "", head, tuple(row[:3] for row in rows))
    pieces = table(found_table, numbers, [row[3] for row in rows])
    empty = _("No paper is kept yet.")
    return Part("papers", _("Papers and files"), "8.2", empty, tuple(pieces))


Row = tuple[str, str, datetime, str]


def _uploaded(found: HubRecords, reader: Reader) -> list[Row]:
    hub, path = found.hub, found.begun.path
    rows = []
    for item in found.papers.uploaded:
        url = ""
        if not reader.is_lao:
            url = reverse("admin:hubs_hub_document", args=[hub.pk, item.pk])
        elif path:
            url = reverse("hubs:establishment-document", args=[path.pk, item.pk])
        rows.append((item.name, str(item.get_kind_display()), item.uploaded_at, url))
    return rows


def _issued(found: HubRecords, reader: Reader) -> list[Row]:
    """Memos are the Office's own papers; letters, guidelines and reports are the LAO's, too."""
    kinds = {
        "memo": _("Memo"), "invitation_letter": _("Invitation letter"),
        "guideline": _("Guideline"), "hub-report": _("Report of a round"),
    }  # fmt: skip
    receipts = [
        (
            item.receipt_number, _("Receipt of a report"), item.submitted_at,
            reverse("monitoring:report-receipt", args=[item.follow_up_id]),
        )
        for item in found.rounds.sent.values()
    ]  # fmt: skip
    return receipts + [
        (
            item.title, kinds.get(item.kind, _("Paper")), item.made_at or item.requested_at,
            reverse("document", args=[item.pk]),
        )
        for item in found.papers.issued
        if not (reader.is_lao and item.kind == MEMO_KIND)
    ]  # fmt: skip


def _evidence(found: HubRecords) -> list[Row]:
    return [
        (
            item.name,
            _("Evidence, %(round)s") % {"round": item.follow_up.round},
            item.uploaded_at,
            reverse("monitoring:report-file", args=[item.follow_up_id, item.pk]),
        )
        for item in found.papers.evidence
    ]


def people(found: HubRecords, numbers: Numbers, reader: Reader) -> Part:
    """Whom to call, and who reports and certifies for the LAO."""
    shown = reader.person
    head = (
        Column(_("Name")), Column(_("Position")), Column(_("Phone")), Column(_("E-mail")),
    )  # fmt: skip
    contacts = FigureTable(
        "contacts", _("Contact people"), head,
        tuple((shown(one.name), one.position, shown(one.phone), shown(one.email))
              for one in found.structure.contacts),
    )  # fmt: skip
    members = FigureTable(
        "members", _("People of the LAO in the portal"),
        (Column(_("Name")), Column(pgettext("membership", "Office")), Column(_("E-mail"))),
        tuple((shown(str(one.user)), str(one.get_kind_display()), shown(one.user.email))
              for one in found.structure.members),
    )  # fmt: skip
    pieces = [
        *table(contacts, numbers),
        *table(members, numbers),
    ]
    empty = _("No contact person is noted, and nobody of the LAO has an account.")
    return Part("people", _("People"), "8.2", empty, tuple(pieces))
