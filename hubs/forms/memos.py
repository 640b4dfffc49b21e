"""The shape of a memo's words."""

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from onde_portal.ui.fields import ThaiCharField

LONGEST_PART = 20_000


class MemoForm(forms.Form):
    """What people write in a memo. A draft may lack parts; what is sent has them all."""

    unit = ThaiCharField(label=_("Government unit"), max_length=250)
    addressee = ThaiCharField(label=_("Addressed to"), max_length=200)
    subject = ThaiCharField(label=_("Subject"), max_length=300)
    cause = ThaiCharField(
        label=pgettext_lazy("memo", "Cause"), max_length=LONGEST_PART,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Why this is submitted. Each line is a paragraph."),
    )  # fmt: skip
    purpose = ThaiCharField(
        label=pgettext_lazy("memo", "Purpose"), max_length=LONGEST_PART,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was done and what is asked for."),
    )  # fmt: skip
    conclusion = ThaiCharField(
        label=pgettext_lazy("memo", "Conclusion"), max_length=LONGEST_PART,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
