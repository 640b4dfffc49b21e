"""The shape of what the minutes' page sends: the meeting, its items, and one new resolution."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from networks.actions.meetings import LONGEST_AGENDA, ItemText, MeetingFacts
from networks.models import Meeting, NetworkProject
from networks.selectors.meetings import owners
from onde_portal.accounts.models import User
from onde_portal.registry.models import Province
from onde_portal.thai.digits import read_key
from onde_portal.ui.fields import ThaiCharField, ThaiDateField, ThaiTimeField

LONGEST_TEXT = 100_000
LONGEST_HEADING = 250


def long_text(label: Any, **options: Any) -> ThaiCharField:
    """Running text of people; what is too long is said, not cut."""
    return ThaiCharField(
        label=label, required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": options.pop("rows", 4)}), **options,
    )  # fmt: skip


class MeetingForm(forms.Form):
    """Which meeting it was, and who was there."""

    title = ThaiCharField(label=gettext_lazy("Name of the meeting"), max_length=250)
    number = ThaiCharField(
        label=gettext_lazy("Number of the meeting"), max_length=20, required=False,
        help_text=gettext_lazy("Such as 1/2570"),
    )  # fmt: skip
    held_on = ThaiDateField(label=gettext_lazy("Day of the meeting"))
    starts_at = ThaiTimeField(label=gettext_lazy("Began at"), required=False)
    ends_at = ThaiTimeField(label=gettext_lazy("Ended at"), required=False)
    place = ThaiCharField(label=gettext_lazy("Place of the meeting"), max_length=250)
    province = forms.ModelChoiceField(
        label=gettext_lazy("Province"), queryset=Province.objects.none(), required=False
    )
    chair = ThaiCharField(
        label=gettext_lazy("Chair"), max_length=200, help_text=gettext_lazy("Name, position")
    )
    secretary = ThaiCharField(
        label=gettext_lazy("Recorded by"), max_length=200, required=False,
        help_text=gettext_lazy("Name, position"),
    )  # fmt: skip
    present = long_text(
        gettext_lazy("Those present"), help_text=gettext_lazy("One person a line: name, position")
    )
    absent = long_text(
        gettext_lazy("Those absent"), help_text=gettext_lazy("One person a line"), rows=2
    )
    guests = long_text(
        gettext_lazy("Also attending"), help_text=gettext_lazy("One person a line"), rows=2
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = Province.objects.order_by("sort_key")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        begins, ends = found.get("starts_at"), found.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The meeting ended before it began."))
        return found

    def facts(self) -> MeetingFacts:
        """What was typed, once ``is_valid``."""
        return MeetingFacts(**self.cleaned_data)


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """The meeting as the form's first values."""
    return {name: getattr(meeting, name) for name in MeetingForm.base_fields}


class NewMeetingForm(MeetingForm):
    """What begins the minutes of a meeting of a running project."""

    project = forms.ModelChoiceField(
        label=gettext_lazy("Project"), queryset=NetworkProject.objects.none()
    )
    field_order = ["project"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = NetworkProject.objects.visible_to(user).running()
        self.fields["project"].queryset = running.order_by("-fiscal_year", "title")  # type: ignore[attr-defined]
        for name in ("present", "absent", "guests"):
            del self.fields[name]

    def facts(self) -> MeetingFacts:
        values = {name: value for name, value in self.cleaned_data.items() if name != "project"}
        return MeetingFacts(**values)


class ResolutionForm(forms.Form):
    """What was resolved, who does it and by when."""

    text = long_text(gettext_lazy("Resolution"), rows=2)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who does it"), queryset=User.objects.none(), required=False
    )
    due_on = ThaiDateField(label=gettext_lazy("To be done by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Without words there is no resolution; with words it needs a person and a day."""
        found = super().clean() or {}
        said = {
            "owner": _("Choose who does it."),
            "due_on": _("Give the date, such as 31/8/2569."),
        }
        for name, sentence in said.items():
            if found.get("text") and not found.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return found

    @property
    def wanted(self) -> bool:
        """Whether a resolution was typed at all."""
        return bool(self.is_valid() and self.cleaned_data["text"])


class NewResolutionForm(ResolutionForm):
    """A resolution with the item of the minutes that it belongs to (its position, from 1)."""

    item = forms.TypedChoiceField(
        label=gettext_lazy("Item of the minutes"), required=False, coerce=int, empty_value=None
    )
    field_order = ["item"]

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((str(at), str(at)) for at in range(1, count + 1))]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]


def typed_items(post: QueryDict) -> list[dict[str, Any]]:
    """The items as they were typed, in their order, each with the error it has, if any."""
    columns = [
        post.getlist(f"item-{name}")[: LONGEST_AGENDA + 1] for name in ("pk", "heading", "text")
    ]
    return [_typed(*row) for row in zip(*columns, strict=False)]


def _typed(pk: str, heading: str, text: str) -> dict[str, Any]:
    error = ""
    if text.strip() and not heading.strip():
        error = _("Give the item a heading.")
    elif len(heading) > LONGEST_HEADING:
        error = _("The heading has %(number)s signs; at most 250 are kept.") % {
            "number": len(heading)
        }
    elif len(text) > LONGEST_TEXT:
        error = _("The text has %(number)s signs; at most 100,000 are kept.") % {
            "number": f"{len(text):,}"
        }
    return {"pk": read_key(pk), "heading": heading, "text": text, "error": error}


def item_texts(rows: list[dict[str, Any]]) -> list[ItemText]:
    """Typed items as the action takes them."""
    return [ItemText(row["heading"], row["text"], row["pk"]) for row in rows]


def saved_by_others(meeting: Meeting, form: MeetingForm, rows: list[dict[str, Any]]) -> list[Any]:
    """What is kept now where it differs from what was typed: its name and its words."""
    found = []
    for name, kept in facts_of(meeting).items():
        if form.fields[name].has_changed(kept, form[name].data):
            found.append((form.fields[name].label, form[name].field.prepare_value(kept)))
    mine = {row["pk"]: row for row in rows if row["pk"]}
    for item in meeting.items.order_by("position"):
        row = mine.get(item.pk, {"heading": "", "text": ""})
        if (row["heading"], row["text"]) != (item.heading, item.text):
            found.append((f"{item.position}. {item.heading}", item.text))
    return found
