"""Who may do what, as one table: role by action (manual, section 6)."""

from enum import StrEnum

from onde_portal.accounts.models import Role, User


class Action(StrEnum):
    """What a role may be allowed to do. Which records it may do it to is the policies' question."""

    RUN_CASE = "run_case"
    DECIDE = "decide"
    ENDORSE_MEMO = "endorse_memo"
    APPROVE_MEMO = "approve_memo"
    REGISTER_HUB = "register_hub"
    OPEN_ROUND = "open_round"
    REVIEW_REPORT = "review_report"
    WRITE_REPORT = "write_report"
    PREPARE_HUB = "prepare_hub"
    READ_OFFICE = "read_office"
    READ_DASHBOARD = "read_dashboard"
    READ_PERSONAL_DATA = "read_personal_data"
    READ_MAIL = "read_mail"
    EDIT_SETTINGS = "edit_settings"
    MANAGE_PEOPLE = "manage_people"
    INVITE_LAO_PEOPLE = "invite_lao_people"
    INVITE_COLLEAGUES = "invite_colleagues"
    IMPORT_REGISTER = "import_register"
    FREEZE_YEAR = "freeze_year"
    WRITE_OFFICE_REPORT = "write_office_report"
    MANAGE_SYSTEMS = "manage_systems"


MEANING: dict[Action, str] = {
    Action.RUN_CASE: "Run network projects and hub programmes",
    Action.DECIDE: "Approve or return what others submitted",
    Action.ENDORSE_MEMO: "Endorse memos that others submitted",
    Action.APPROVE_MEMO: "Approve memos that others submitted",
    Action.REGISTER_HUB: "Register hubs and keep their facts",
    Action.OPEN_ROUND: "Open reporting rounds",
    Action.REVIEW_REPORT: "Accept or return hub reports",
    Action.WRITE_REPORT: "Draft and send hub reports of one's own LAO",
    Action.PREPARE_HUB: "Answer invitations and establish the hub of one's own LAO",
    Action.READ_OFFICE: "Read the Office's records",
    Action.READ_DASHBOARD: "Read the director's page",
    Action.READ_PERSONAL_DATA: "See people's contact data unmasked",
    Action.READ_MAIL: "Read the log of sent mail",
    Action.EDIT_SETTINGS: "Edit indicators, plan figures and holidays",
    Action.MANAGE_PEOPLE: "Invite and disable people, change roles",
    Action.INVITE_LAO_PEOPLE: "Invite LAO people and end their memberships",
    Action.INVITE_COLLEAGUES: "Invite people to one's own LAO, and hand one's office over",
    Action.IMPORT_REGISTER: "Import the register of LAOs",
    Action.FREEZE_YEAR: "Freeze the figures of a closed fiscal year",
    Action.WRITE_OFFICE_REPORT: "Write and issue the Office's round and yearly reports",
    Action.MANAGE_SYSTEMS: "Give other systems a key to the read API",
}

PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.RUN_CASE: frozenset({Role.OFFICER, Role.HEAD}),
    Action.DECIDE: frozenset({Role.HEAD, Role.DIRECTOR}),
    Action.ENDORSE_MEMO: frozenset({Role.HEAD}),
    Action.APPROVE_MEMO: frozenset({Role.DIRECTOR}),
    Action.REGISTER_HUB: frozenset({Role.OFFICER, Role.HEAD}),
    Action.OPEN_ROUND: frozenset({Role.OFFICER, Role.HEAD}),
    Action.REVIEW_REPORT: frozenset({Role.OFFICER, Role.HEAD}),
    Action.WRITE_REPORT: frozenset({Role.LAO}),
    Action.PREPARE_HUB: frozenset({Role.LAO}),
    Action.READ_OFFICE: frozenset(
        {Role.OFFICER, Role.HEAD, Role.DIRECTOR, Role.AUDITOR, Role.ADMINISTRATOR}
    ),
    Action.READ_DASHBOARD: frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR, Role.AUDITOR}),
    Action.READ_PERSONAL_DATA: frozenset(
        {Role.OFFICER, Role.HEAD, Role.DIRECTOR, Role.ADMINISTRATOR}
    ),
    Action.READ_MAIL: frozenset({Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR}),
    Action.EDIT_SETTINGS: frozenset({Role.ADMINISTRATOR, Role.HEAD}),
    Action.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR, Role.HEAD}),
    Action.INVITE_LAO_PEOPLE: frozenset({Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}),
    Action.INVITE_COLLEAGUES: frozenset({Role.LAO}),
    Action.IMPORT_REGISTER: frozenset({Role.ADMINISTRATOR}),
    Action.FREEZE_YEAR: frozenset({Role.DIRECTOR}),
    Action.WRITE_OFFICE_REPORT: frozenset({Role.OFFICER, Role.HEAD}),
    Action.MANAGE_SYSTEMS: frozenset({Role.ADMINISTRATOR}),
}


def may(user: object, action: Action) -> bool:
    """Whether this person's role allows the action; never for visitors and disabled people."""
    return isinstance(user, User) and user.is_active and user.role in PERMISSIONS[action]


def permission_table() -> str:
    """The table as Markdown, one row an action, one column a role."""
    roles = list(Role)
    titles = ["", *(str(role.value).capitalize() if role != Role.LAO else "LAO" for role in roles)]
    lines = [_row(titles), _row(["---", *("---" for _ in roles)])]
    for action in Action:
        marks = ("✓" if role in PERMISSIONS[action] else "" for role in roles)
        lines.append(_row([MEANING[action], *marks]))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
