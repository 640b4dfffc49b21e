"""The parts of an LAO's path to its hub (manual 8.2 (5))."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """The parts of the path, in the order in which an LAO goes."""

    ANNOUNCEMENT = "announcement", _("Announcement")
    ORDER = "order", _("Appointment order")
    COMMITTEE = "committee", _("Committee")
    PLAN = "plan", _("Annual work plan")
    CHANNELS = "channels", _("Channels for citizens")


class EstablishmentVerb(models.TextChoices):
    """What can happen on the way to a hub."""

    BEGUN = "begun", _("Began to establish the hub")
    SAVED = "saved", _("Kept a part")
    SENT = "sent", _("Sent it to the Office")
    RETURNED = "returned", _("The Office returned it")
    CONFIRMED = "confirmed", _("The Office confirmed it")
