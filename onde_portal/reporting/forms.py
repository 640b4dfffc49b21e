"""The shape of what officers choose and type for a report of the Office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.selectors.board import Scope, opened_rounds
from onde_portal.registry.models import Province, Region
from onde_portal.reporting.content import Words
from onde_portal.reporting.models import ReportKind
from onde_portal.ui.fields import ThaiCharField

MOST_LETTERS = 20_000
COUNTRY, REGION, PROVINCE = "country", "region:", "province:"


def place_choices() -> list[tuple[Any, Any]]:
    """The whole country, the regions and the provinces, as a choice."""
    provinces = Province.objects.order_by("sort_key")
    return [
        (COUNTRY, _("The whole country")),
        (_("Region"), [(f"{REGION}{key}", name) for key, name in Region.choices]),
        (_("Province"), [(f"{PROVINCE}{item.pk}", str(item)) for item in provinces]),
    ]


def scope_of(place: str) -> Scope:
    """The LAOs that a choice of ``place_choices`` means."""
    if place.startswith(REGION):
        return Scope(region=place.removeprefix(REGION))
    return Scope(province=place.removeprefix(PROVINCE) if place.startswith(PROVINCE) else "")


class NewReportForm(forms.Form):
    """Which report is to be begun: of a round for a place, or of a fiscal year."""

    kind = forms.ChoiceField(label=_("Kind of report"), choices=ReportKind.choices)
    round = forms.ChoiceField(
        label=_("Round"), help_text=_("For a round report: rounds that were opened"),
        error_messages={"required": _("Choose the round that the report is about.")},
    )  # fmt: skip
    place = forms.ChoiceField(
        label=_("Area"), help_text=_("For a round report: whose hubs it is about")
    )
    year = forms.ChoiceField(
        label=_("Fiscal year"), help_text=_("For a yearly report, of the country"),
        error_messages={"required": _("Choose the fiscal year that the report is about.")},
    )  # fmt: skip

    def __init__(self, *args: Any, years: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = {str(item.pk): item for item in opened_rounds()}
        fields: dict[str, Any] = self.fields
        fields["round"].choices = [
            ("", "–"),
            *((key, str(item)) for key, item in self.rounds.items()),
        ]
        fields["place"].choices = place_choices()
        fields["year"].choices = [("", "–"), *((str(year), str(year)) for year in reversed(years))]

        # The page shows what the chosen kind asks for; the rest may say what it likes.
        if self.data.get("kind") == ReportKind.ROUND:
            fields["year"].required = False
        if self.data.get("kind") == ReportKind.YEAR:
            fields["round"].required = fields["place"].required = False


class WordsForm(forms.Form):
    """Introduction and conclusions, as long as a chapter of a report may be."""

    introduction = ThaiCharField(
        label=_("Introduction"), required=False, max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Stands before the figures: what the report is for, and what matters most"),
    )  # fmt: skip
    conclusions = ThaiCharField(
        label=_("Conclusions"), required=False, max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Stands after the figures: what they mean, and what the Office will do"),
    )  # fmt: skip

    def words(self) -> Words:
        """What was typed, once ``is_valid``."""
        return Words(**self.cleaned_data)
