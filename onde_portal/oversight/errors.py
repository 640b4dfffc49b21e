"""What oversight refuses, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _


class OversightError(Exception):
    """A change that cannot be made."""

    message = _("This cannot be done now.")

    def __str__(self) -> str:
        return str(self.message)


class NotTheDirector(OversightError):
    message = _("Only the director freezes the figures of a fiscal year.")


class YearNotOver(OversightError):
    message = _("A fiscal year is frozen after 30 September, once it is over.")


class UnknownYear(OversightError):
    message = _("The portal has no figures of this fiscal year.")


class FrozenAlready(OversightError):
    message = _("The figures of this fiscal year are frozen already. They are written once.")


class FiguresMoved(OversightError):
    message = _(
        "The figures changed while you looked at them. Look at them again and freeze what you see."
    )
