"""The shape of a cohort, and of an LAO's answer to its letter."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hubs.actions.workshops import DelegateFacts
from hubs.models import Cohort
from onde_portal.ui.fields import ThaiCharField, ThaiDateField, ThaiIntegerField

MOST_ROWS = 20


def _words(label: Any, rows: int, help_text: Any = "") -> ThaiCharField:
    return ThaiCharField(
        label=label, required=False, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class CohortForm(forms.ModelForm):  # type: ignore[type-arg]
    """When and where a cohort meets, for how many, and what its letter says."""

    title = ThaiCharField(label=_("Title"), max_length=250)
    starts_on = ThaiDateField(label=_("From"), required=False)
    ends_on = ThaiDateField(label=_("To"), required=False)
    hours = ThaiCharField(
        label=_("Time of day"), max_length=60, required=False, help_text=_("Such as 08.30–16.30")
    )
    place = ThaiCharField(label=_("Place"), max_length=250, required=False)
    capacity = ThaiIntegerField(label=_("Places for LAOs"))
    people_per_lao = ThaiIntegerField(label=_("People per LAO"))
    answer_by = ThaiDateField(label=_("Answer by"), required=False)
    agenda = _words(_("Agenda"), 5, _("Enclosed with the letter, one line a paragraph."))
    letter_cause = _words(_("Letter: cause"), 3)
    letter_purpose = _words(_("Letter: purpose"), 3)
    letter_conclusion = _words(_("Letter: conclusion"), 2)

    class Meta:
        model = Cohort
        fields = [
            "title", "starts_on", "ends_on", "hours", "place", "province", "capacity",
            "people_per_lao", "answer_by", "agenda", "letter_cause", "letter_purpose",
            "letter_conclusion",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and not last:
            given["ends_on"] = first
        if first and last and last < first:
            self.add_error("ends_on", _("It ends before it begins."))
        for name in ("capacity", "people_per_lao"):
            if given.get(name) is not None and not 1 <= given[name] <= 500:  # noqa: PLR2004 - as the model
                self.add_error(name, _("At least 1 and at most 500."))
        return given


def delegates_in(posted: QueryDict | Mapping[str, Any]) -> list[DelegateFacts]:
    """The people that a form names, line by line, empty lines left out."""
    if not isinstance(posted, QueryDict):
        return []
    columns = [posted.getlist(name)[:MOST_ROWS] for name in ("name", "position", "phone")]
    rows = [DelegateFacts(*row) for row in zip(*columns, strict=False)]
    return [row for row in rows if row.name.strip() or row.position.strip() or row.phone.strip()]
