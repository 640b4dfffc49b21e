"""Why a key is not made or not revoked, in the words of its reader."""

from django.utils.translation import gettext_lazy as _


class KeyRefused(Exception):
    """A key that may not be made or revoked; its text says why."""

    sentence = _("This key cannot be changed.")

    def __str__(self) -> str:
        return str(self.sentence)


class OwnerCannotSignIn(KeyRefused):
    sentence = _("Choose an active person of the Office: the system sees what this person sees.")


class ExpiryOutOfRange(KeyRefused):
    sentence = _("A key opens for a day at least and two years at most.")


class SystemNotNamed(KeyRefused):
    sentence = _("Name the system that the key is for.")


class KeyRevokedAlready(KeyRefused):
    sentence = _("This key has been revoked already.")
