"""Reports of the Office: what officers write, and the content of final ones, kept unchanged."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from monitoring.models import Round
from monitoring.selectors.board import Scope
from onde_portal.accounts.models import User
from onde_portal.accounts.querysets import OfficeQuerySet
from onde_portal.documents.models import new_check_code
from onde_portal.registry.models import Province, Region


class ReportKind(models.TextChoices):
    ROUND = "round", _("Round report")
    YEAR = "year", _("Yearly report")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final")


class ReportQuerySet(OfficeQuerySet["Report"]):
    def light(self) -> "ReportQuerySet":
        """Without the contents, which are large and which lists do not show."""
        return self.defer("content", "draft_content").select_related("round", "province")

    def drafts(self) -> "ReportQuerySet":
        return self.filter(state=ReportState.DRAFT)

    def in_force(self) -> "ReportQuerySet":
        """Final ones that no later edition took the place of."""
        return self.filter(state=ReportState.FINAL, superseded_at=None)


class Report(models.Model):
    """One edition of a report on a round or a year, for the country or a part of it.

    ``subject`` names period and place: of each there is one draft and one edition in force.
    ``content`` is the final report as JSON of ``reporting.content``, written once;
    ``draft_content`` that of the draft's latest paper. ``version`` rises with every change of the
    words (lost-update guard).
    """

    kind = models.CharField(_("kind"), max_length=6, choices=ReportKind.choices)
    subject = models.CharField(max_length=40, editable=False)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="office_reports",
        verbose_name=_("round"),
    )  # fmt: skip
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"))
    region = models.CharField(_("region"), max_length=10, choices=Region.choices, blank=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("province"),
    )  # fmt: skip
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    introduction = models.TextField(_("introduction"), blank=True)
    conclusions = models.TextField(_("conclusions"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(
        _("state"), max_length=6, choices=ReportState.choices, default=ReportState.DRAFT
    )
    draft_content = models.JSONField(null=True, editable=False)
    content = models.JSONField(null=True, editable=False)
    check_code = models.CharField(
        _("check code"), max_length=12, unique=True, default=new_check_code, editable=False
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    number_year = models.PositiveSmallIntegerField(_("year of the number"), null=True, blank=True)
    opened_at = models.DateTimeField(_("begun"))
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by")
    )
    changed_at = models.DateTimeField(_("last changed"))
    changed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("last changed by")
    )
    finished_at = models.DateTimeField(_("made final"), null=True, blank=True)
    finished_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("made final by"),
    )  # fmt: skip
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["content", "draft_content"])

    class Meta:
        verbose_name = _("report of the Office")
        verbose_name_plural = _("reports of the Office")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="round", round__isnull=False)
                | Q(kind="year", round=None, region="", province=None),
                name="office_report_has_its_period",
            ),
            models.CheckConstraint(
                condition=Q(region="") | Q(province=None), name="office_report_one_place"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="draft", number=None, number_year=None, content=None, finished_at=None,
                    finished_by=None, superseded_at=None,
                )
                | Q(
                    state="final", number__isnull=False, number_year__isnull=False,
                    content__isnull=False, finished_at__isnull=False, finished_by__isnull=False,
                ),
                name="office_report_final_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("finished_at")),
                name="office_report_superseded_after_final",
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(state="draft"),
                name="office_report_one_draft",
                violation_error_message=_("This report has a draft already."),
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(state="final", superseded_at=None),
                name="office_report_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["subject", "edition"], name="office_report_edition_once"
            ),
            models.UniqueConstraint(
                fields=["number_year", "number"],
                condition=Q(state="final"),
                name="office_report_number_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        period = (
            str(self.round)
            if self.round
            else _("Fiscal year %(year)s") % {"year": self.fiscal_year}
        )
        return f"{self.get_kind_display()} · {period} · {self.area}"

    @property
    def scope(self) -> Scope:
        return Scope(region=self.region, province=self.province_id or "")

    @property
    def area(self) -> str:
        """The LAOs that it is about, in the reader's language."""
        if self.province:
            return str(self.province)
        return str(self.get_region_display()) if self.region else str(_("The whole country"))

    @property
    def place_key(self) -> str:
        """The area as ``reporting.forms.place_choices`` names it."""
        if self.province_id:
            return f"province:{self.province_id}"
        return f"region:{self.region}" if self.region else "country"

    @property
    def is_final(self) -> bool:
        return self.state == ReportState.FINAL

    @property
    def number_text(self) -> str:
        """Its number in its year, such as 3/2570; empty for a draft."""
        return f"{self.number}/{self.number_year}" if self.number else ""
