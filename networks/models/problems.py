"""Problems of networks, followed up until they are solved (manual 8.1 (6))."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.models.founded import CitizenNetwork
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.workflow.models import ProblemRecord, ProblemWord


class NetworkProblemQuerySet(OfficeQuerySet["NetworkProblem"]):
    def unsolved(self) -> Self:
        return self.exclude(state=NetworkProblem.State.SOLVED)


class NetworkProblem(ProblemRecord):
    """A problem that a network met; ``named_on`` is the day it was first heard of."""

    network = models.ForeignKey(
        CitizenNetwork,
        on_delete=models.CASCADE,
        related_name="problems",
        verbose_name=_("network"),
    )
    named_on = models.DateField(_("named on"))
    named_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by")
    )

    objects = NetworkProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem of a network")
        verbose_name_plural = _("problems of networks")


class NetworkProblemNote(ProblemWord):
    """How a problem stood on a later day."""

    problem = models.ForeignKey(NetworkProblem, on_delete=models.CASCADE, related_name="notes")

    class Meta:
        verbose_name = _("word on a problem")
        verbose_name_plural = _("words on problems")
