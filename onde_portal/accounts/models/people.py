"""People, their roles, what LAO they belong to, invitations and stand-ins."""

from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from onde_portal.registry.models import Lao
from onde_portal.thai.names import full_name


class Role(models.TextChoices):
    """What a person is to the portal (manual, section 6)."""

    OFFICER = "officer", _("Officer")
    HEAD = "head", _("Section head")
    DIRECTOR = "director", _("Director")
    LAO = "lao", _("LAO officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


STAFF_ROLES = frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR, Role.AUDITOR, Role.ADMINISTRATOR})


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: object) -> "UserQuerySet":
        """Staff see everyone; LAO people see those of their own LAOs and themselves."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_office:
            return self
        laos = user.memberships.current().values("lao")
        return self.filter(models.Q(pk=user.pk) | models.Q(memberships__lao__in=laos)).distinct()


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: object) -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=(email or "").strip())

    def create_user(
        self, *, email: str, role: str, password: str | None = None, **fields: str
    ) -> "User":
        """Make a person who can sign in once a password is set."""
        user = self.model(email=email.strip().lower(), role=role, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *, email: str, password: str | None = None, **fields: str) -> "User":
        """Make the first administrator (``manage.py createsuperuser``)."""
        return self.create_user(email=email, role=Role.ADMINISTRATOR, password=password, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address (Thai names break Django's user names)."""

    email = models.EmailField(_("e-mail"), unique=True)
    prefix = models.CharField(_("prefix"), max_length=40, blank=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    position = models.CharField(_("position"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    role = models.CharField(_("role"), max_length=15, choices=Role.choices)
    language = models.CharField(
        _("language"), max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Someone already signs in with this e-mail."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="user_role_known",
                violation_error_message=_("This role does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    @admin.display(description=_("name"), ordering="first_name")
    def get_full_name(self) -> str:
        return full_name(self.prefix, self.first_name, self.last_name)

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def is_office(self) -> bool:
        """Whether the person belongs to the Office (or audits it) rather than to an LAO."""
        return self.role in STAFF_ROLES

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this by name."""
        return self.is_active and self.is_office


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None)

    def visible_to(self, user: object) -> "MembershipQuerySet":
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_office:
            return self
        return self.filter(lao__in=user.memberships.current().values("lao"))

    def holders(self, lao: int, kind: str) -> list[User]:
        """Who holds this office at the LAO (its key) now and may sign in."""
        current = self.current().filter(lao=lao, kind=kind, user__is_active=True)
        people = User.objects.get_queryset().filter(pk__in=current.values("user"))
        return list(people.order_by("pk"))


class Membership(models.Model):
    """A person's office at an LAO, from one moment to another."""

    class Kind(models.TextChoices):
        REPORTER = "reporter", _("Reporter")
        CERTIFIER = "certifier", _("Certifier")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    lao = models.ForeignKey(
        Lao, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("LAO")
    )
    kind = models.CharField(_("office"), max_length=10, choices=Kind.choices)
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "lao", "kind"],
                condition=models.Q(ended_at=None),
                name="membership_once",
                violation_error_message=_("This person already holds this office at this LAO."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.lao}"


class StandIn(models.Model):
    """Who acts for whom from one day to another, both included."""

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="stand_ins", verbose_name=_("person")
    )
    stand_in = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="stands_in_for", verbose_name=_("stand-in")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="stand_in_dates_in_order",
                violation_error_message=_("The last day must not lie before the first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("stand_in")),
                name="stand_in_is_another",
                violation_error_message=_("Nobody stands in for himself or herself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stand_in} → {self.person}"


class Invitation(models.Model):
    """An invitation by mail. Only its token's SHA-256 is kept; it works once, until it expires.

    ``replaces`` is the office that ends when the invitation is accepted: a handover.
    """

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=15, choices=Role.choices)
    lao = models.ForeignKey(
        Lao,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("LAO"),
        related_name="+",
    )
    kind = models.CharField(_("office"), max_length=10, choices=Membership.Kind.choices, blank=True)
    replaces = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("takes the place of"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.LAO, lao__isnull=False) & ~models.Q(kind="")
                | ~models.Q(role=Role.LAO) & models.Q(lao__isnull=True, kind=""),
                name="invitation_lao_with_role",
                violation_error_message=_("An LAO and an office there belong to LAO people only."),
            )
        ]

    def __str__(self) -> str:
        return self.email
