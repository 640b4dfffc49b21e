"""Step 4 (manual 8.1 (4)): the register of people and organisations.

Basis is the Office's public task; the 13-digit ID is not collected. Every record has a day until
which it is kept, and every look at a person's page is logged.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.registry.models import District, Province
from onde_portal.thai.names import full_name
from onde_portal.workflow.models import Event


class Sector(models.TextChoices):
    """Where people and organisations come from."""

    CITIZENS = "citizens", _("Citizens and communities")
    LOCAL = "local", _("Local administration")
    STATE = "state", _("State agency")
    PRIVATE = "private", _("Private sector")
    CIVIL = "civil", _("Civil society")
    ACADEMIA = "academia", _("Academia")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class Organisation(models.Model):
    """An organisation that people of the register belong to."""

    name = models.CharField(_("name"), max_length=250)
    search_key = models.CharField(max_length=300, unique=True, editable=False)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(OfficeQuerySet["Person"]):
    def current(self) -> "PersonQuerySet":
        """Without those merged into another record, and those whose data was erased."""
        return self.filter(merged_into=None, erased_at=None)


class Person(models.Model):
    """A person of the register. Keys are comparison forms: spelling-proof, never shown.

    ``search_key`` and ``loose_key`` are looked into by the search (the latter forgives letters
    that sound alike), ``name_key``, ``sound_key``, ``phone_key`` (E.164) and ``email_key`` find
    duplicates.
    """

    class Sex(models.TextChoices):
        FEMALE = "f", _("Female")
        MALE = "m", _("Male")
        OTHER = "x", _("Other")

    prefix = models.CharField(_("prefix"), max_length=40, blank=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    position = models.CharField(_("position"), max_length=150, blank=True)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices, blank=True)
    purpose = models.CharField(
        _("kept for"),
        max_length=200,
        blank=True,
        help_text=_("Why the Office keeps this person's data"),
    )
    retain_until = models.DateField(_("kept until"), db_index=True)
    reviewed_at = models.DateTimeField(_("last reviewed"), null=True, blank=True)
    search_key = models.CharField(max_length=400, editable=False)
    loose_key = models.CharField(max_length=400, editable=False)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)
    sound_key = models.CharField(max_length=200, db_index=True, default="", editable=False)
    phone_key = models.CharField(max_length=20, db_index=True, blank=True, editable=False)
    email_key = models.CharField(max_length=254, db_index=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("entered"))
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            *("search_key", "loose_key", "name_key", "sound_key", "phone_key", "email_key")
        ]
    )

    class Meta:
        verbose_name = _("person of the register")
        verbose_name_plural = _("register of people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="person_not_merged_into_itself",
                violation_error_message=_("A person cannot be merged with himself or herself."),
            )
        ]

    def __str__(self) -> str:
        return full_name(self.prefix, self.first_name, self.last_name)


class PersonVerb(models.TextChoices):
    """What can happen to a person's record."""

    ENTERED = "entered", _("Entered")
    CORRECTED = "corrected", _("Corrected")
    APPOINTED = "appointed", _("Appointed")
    TERM_ENDED = "term_ended", _("Ended an appointment")
    MERGED = "merged", _("Merged with another record")
    UNMERGED = "unmerged", _("Took a merge back")
    CONSENTED = "consented", _("Noted a consent")
    WITHDREW = "withdrew", _("Noted a consent as withdrawn")
    LINK_SENT = "link_sent", _("Sent the link to the own record")
    ASKED = "asked", _("The person asked for a correction")
    ANSWERED = "answered", _("Answered a correction")
    KEPT = "kept", _("Kept for longer")
    ERASED = "erased", _("Erased the personal data")


class PersonEvent(Event):
    """What happened to a person's record: entered, corrected, merged, reviewed, erased."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="person_event_at")]


class PersonMerge(models.Model):
    """Two records made one. ``moved`` tells what changed, so that it can be undone.

    ``moved["changes"]`` lists [model's label, key, field, before, after] in the order in which they
    were made, ``moved["removed"]`` whole rows (serialised) that the kept record had twice.
    """

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"


class NotDuplicate(models.Model):
    """Two records found to be two people, not suggested again. ``first`` is below ``second``."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="not_duplicate_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Consent(models.Model):
    """An extra beyond the public task that a person agreed to, and may withdraw."""

    class Purpose(models.TextChoices):
        NEWS = "news", _("News and invitations by e-mail")
        PHOTOS = "photos", _("Photographs in publications")
        SHARING = "sharing", _("Contact given to other networks")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    how = models.CharField(_("how it was given"), max_length=200)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="consent_once",
                violation_error_message=_("This consent is on record already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class PersonAccess(models.Model):
    """Someone looked at a person's data, or took it away."""

    class What(models.TextChoices):
        PAGE = "page", _("Looked at the record")
        EXPORT = "export", _("Exported the record")
        LIST = "list", _("Exported a list with the record")
        SELF = "self", _("The person looked at the own record")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="accesses", verbose_name=_("person")
    )
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("access to personal data")
        verbose_name_plural = _("log of access to personal data")
        indexes = [models.Index(fields=["person", "-at"], name="person_access_at")]

    def __str__(self) -> str:
        return str(self.get_what_display())


class PersonLink(models.Model):
    """A link by which a person sees the own record; only the token's SHA-256 is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person)


class CorrectionRequest(models.Model):
    """What a person says is wrong in the own record, or that it should be erased."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="corrections", verbose_name=_("person")
    )
    text = models.TextField(_("what should be corrected"))
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction asked for")
        verbose_name_plural = _("corrections asked for")

    def __str__(self) -> str:
        return str(self.person)
