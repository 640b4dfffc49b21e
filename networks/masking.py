"""Contact data as people see it who may not read personal data, such as auditors."""

from dataclasses import dataclass

from networks.models import Person
from onde_portal.accounts.permissions import Action, may

SHOWN_DIGITS = 2
HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Contact:
    """Phone, e-mail and address of a person, masked or not."""

    phone: str
    email: str
    address: str
    is_masked: bool


def mask_phone(phone: str) -> str:
    """Only the last two digits: ``•••78``. Enough to compare with a paper, not to call."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return f"{HIDDEN}{digits[-SHOWN_DIGITS:]}" if digits else ""


def mask_email(email: str) -> str:
    """Only the first letter and the ending: ``s•••@•••.th``."""
    name, at, host = email.partition("@")
    return f"{name[:1]}{HIDDEN}@{HIDDEN}.{host.rsplit('.', 1)[-1]}" if at else ""


def contact_of(person: Person, user: object) -> Contact:
    """A person's contact data as this user may see it; use it wherever it is shown or exported."""
    if may(user, Action.READ_PERSONAL_DATA):
        return Contact(person.phone, person.email, person.address, is_masked=False)
    return Contact(
        mask_phone(person.phone), mask_email(person.email), HIDDEN if person.address else "",
        is_masked=True,
    )  # fmt: skip
