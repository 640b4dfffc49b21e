"""The shape of input in selection: criteria of the year, and how ready an LAO is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hubs.actions.readiness import ReadinessFacts
from hubs.actions.selection import Criteria
from hubs.models import AwardCategory, Readiness
from onde_portal.registry.models import LaoSize, LaoType, Region
from onde_portal.thai.digits import NumberError, parse_int
from onde_portal.ui.fields import ThaiCharField, ThaiIntegerField, in_language


class CriteriaForm(forms.Form):
    """Which LAOs the programme looks for; what is left empty does not narrow."""

    award_years = ThaiCharField(
        label=_("Award years (B.E.)"), required=False, max_length=200,
        help_text=_("One or several, such as 2567, 2568"),
    )  # fmt: skip
    categories = forms.ModelMultipleChoiceField(
        AwardCategory.objects.none(), label=_("Award categories"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    types = forms.ModelMultipleChoiceField(
        LaoType.objects.none(), label=_("Types of LAO"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    sizes = forms.MultipleChoiceField(
        choices=LaoSize.choices, label=_("Sizes"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    regions = forms.MultipleChoiceField(
        choices=Region.choices, label=_("Regions"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    no_hub_yet = forms.BooleanField(label=_("Only LAOs without a hub"), required=False)
    must_be_ready = forms.BooleanField(
        label=_("Only LAOs that said they are ready can be chosen"), required=False
    )
    wanted = ThaiIntegerField(label=_("Number of LAOs wanted"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["categories"].queryset = AwardCategory.objects.filter(retired=False).order_by(
            "position", "pk"
        )
        fields["types"].queryset = LaoType.objects.order_by("position", "pk")

    def clean_award_years(self) -> list[int]:
        years = []
        for text in self.cleaned_data["award_years"].replace(",", " ").split():
            try:
                years.append(parse_int(text))
            except NumberError as error:
                raise forms.ValidationError(in_language(error)) from error
        return years

    def criteria(self) -> Criteria:
        """What was typed, once ``is_valid``."""
        return Criteria(**self.cleaned_data)


class ReadinessForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an LAO answers; an officer may note it for the LAO."""

    reason = ThaiCharField(
        label=_("What stands against it"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    coordinator = ThaiCharField(label=_("Coordinator"), max_length=160, required=False)
    position = ThaiCharField(label=_("Position"), max_length=150, required=False)
    phone = ThaiCharField(label=_("Phone"), max_length=40, required=False)

    class Meta:
        model = Readiness
        fields = [
            "answer", "reason", "has_place", "has_staff", "has_budget", "coordinator", "position",
            "phone", "email",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "answer" in self.fields:
            self.fields["answer"].required = True

    def facts(self) -> ReadinessFacts:
        """What was typed, once ``is_valid``."""
        return ReadinessFacts(**self.cleaned_data)
