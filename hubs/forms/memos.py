"""The shape of a memo's words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from onde_portal.ui.fields import ThaiCharField

LONGEST_PART = 20_000


class MemoForm(forms.Form):
    """What people write in a memo; parts may be empty while it is a draft."""

    unit = ThaiCharField(label=_("Government unit"), max_length=250, required=False)
    addressee = ThaiCharField(label=_("Addressed to"), max_length=200, required=False)
    subject = ThaiCharField(label=_("Subject"), max_length=300, required=False)
    cause = ThaiCharField(
        label=_("Cause"), max_length=LONGEST_PART, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Why this is submitted. Each line is a paragraph."),
    )  # fmt: skip
    purpose = ThaiCharField(
        label=_("Purpose"), max_length=LONGEST_PART, required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was done and what is asked for."),
    )  # fmt: skip
    conclusion = ThaiCharField(
        label=_("Conclusion"), max_length=LONGEST_PART, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
