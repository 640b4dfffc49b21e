"""Imports as they happened: the file, what was chosen, what it did, and whether it was undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.workflow.models import Event, StoredFile


class ImportState(models.TextChoices):
    PREVIEW = "preview", _("Only looked at")
    APPLIED = "applied", _("Taken over")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")


class ImportVerb(models.TextChoices):
    UPLOADED = "uploaded", _("sent the file")
    CHOSEN = "chosen", _("chose for unclear rows")
    APPLIED = "applied", _("took the rows over")
    UNDONE = "undone", _("undid the import")
    DISCARDED = "discarded", _("discarded the file")
    FORGOTTEN = "forgotten", _("deleted the file after its time")


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: object) -> "ImportRunQuerySet":
        """Of the Office's people to those who may import that list; nobody else's."""
        if not isinstance(user, User) or not user.is_office:
            return self.none()
        return self.filter(action__in=[action for action in Action if may(user, action)])


class ImportRun(StoredFile):
    """One file for one list. ``importer`` is the list's key, ``context`` what its rows belong to.

    ``action`` is the permission that it takes. ``choices`` are those for unclear rows by row
    number, ``result`` what was done to which record, as the undo needs it. The file holds
    personal data: it is kept private, and deleted when the import is discarded, or with what was
    done to whom after onde_portal.exchange.jobs.KEPT_FOR.
    """

    importer = models.CharField(_("list"), max_length=60)
    action = models.CharField(max_length=40)
    context = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW
    )
    counts = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=list, blank=True)
    good_rows_only = models.BooleanField(_("good rows only"), default=False)
    decided_at = models.DateTimeField(_("taken over"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["importer", "-uploaded_at"], name="import_run_latest"),
            models.Index(fields=["importer", "sha256"], name="import_run_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="preview", decided_at=None)
                | (~models.Q(state="preview") & models.Q(decided_at__isnull=False)),
                name="import_run_decided_at_once",
                violation_error_message=_("An import that ended has the moment it ended."),
            )
        ]


class ImportRunEvent(Event):
    """What happened to an import."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["run", "-at"], name="import_run_event_at")]
