"""The director's page's own bookkeeping: figures kept ready, and who looked at it when."""

from django.conf import settings
from django.db import models


class KeptFigures(models.Model):
    """A year's figures as worked out last. Of use while ``stamp`` is still that of the records."""

    fiscal_year = models.PositiveSmallIntegerField(primary_key=True)
    stamp = models.CharField(max_length=64)
    figures = models.JSONField()

    def __str__(self) -> str:
        return str(self.fiscal_year)


class KeptPage(models.Model):
    """The parts of a year's page that are the same for everybody, as made last in a language.

    ``shown`` is what was chosen to be seen; of use while ``stamp`` is still that of the records.
    """

    fiscal_year = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    shown = models.CharField(max_length=20)
    stamp = models.CharField(max_length=64)
    parts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "language", "shown"], name="kept_page_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.language} {self.shown}"


class SheetFigures(models.Model):
    """A year's figures as they stood when its sheet was asked for, until the sheet is made.

    ``about`` is the name under which documents know the sheet.
    """

    about = models.CharField(max_length=80, primary_key=True)
    asked_at = models.DateTimeField()
    figures = models.JSONField()

    def __str__(self) -> str:
        return self.about


class Visit(models.Model):
    """A person's visit to the page that goes on: looks with less than half an hour in between.

    ``before_at`` is the last look of the visit before it; None on the first one.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="overview_visit"
    )
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seen_at__gte=models.F("began_at")),
                name="visit_moments_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen_at:%Y-%m-%d %H:%M}"
