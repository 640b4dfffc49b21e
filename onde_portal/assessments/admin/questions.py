"""The question bank in the staff's site: topics, questions, and their import."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from onde_portal.accounts.access import writing
from onde_portal.accounts.permissions import Action
from onde_portal.assessments.actions.questions import (
    MOST_CHOICES,
    is_taken,
    restore_question,
    retire_question,
    save_question,
)
from onde_portal.assessments.errors import AssessmentError
from onde_portal.assessments.imports.questions import QuestionsImporter
from onde_portal.assessments.models import Question, Topic, item_models
from onde_portal.assessments.selectors.papers import choice_letters
from onde_portal.ui.admin import PortalHistoryAdmin, PortalModelAdmin
from onde_portal.ui.fields import ThaiCharField
from onde_portal.ui.import_admin import ImportingAdmin

CHOICES = tuple(f"choice_{number}" for number in range(1, MOST_CHOICES + 1))


@admin.register(Topic)
class TopicAdmin(PortalModelAdmin):
    section = "8.1 (3)"
    add_action = change_action = Action.RUN_CASE
    fields = ["name_th", "name_en", "position"]
    list_display = ["name_th", "name_en", "position", "in_use"]
    search_fields = ["name_th", "name_en"]
    ordering = ["position", "pk"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(question_count=Count("questions"))

    @admin.display(description=_("questions"), ordering="question_count")
    def in_use(self, topic: Any) -> int:
        count: int = topic.question_count
        return count


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A question with its choices; which one is right is chosen by its letter."""

    text = ThaiCharField(label=_("Question text"), widget=forms.Textarea(attrs={"rows": 3}))
    answer = forms.TypedChoiceField(
        label=_("Right choice"), coerce=int, widget=forms.RadioSelect, empty_value=None
    )

    class Meta:
        model = Question
        fields = ["topic", "text", "parallel_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "answer" not in self.fields:
            return  # shown to read only
        letters = choice_letters()
        self.fields["answer"].choices = list(enumerate(letters))  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["answer"].initial = self.instance.answer
            for name, words in zip(CHOICES, self.instance.choices, strict=False):
                self.fields[name].initial = words
        for letter, name in zip(letters, CHOICES, strict=True):
            self.fields[name].label = gettext("Choice %(letter)s") % {"letter": letter}

    def given_choices(self) -> list[str]:
        return [self.cleaned_data.get(name, "") for name in CHOICES]


for _number, _name in enumerate(CHOICES):
    QuestionForm.base_fields[_name] = QuestionForm.declared_fields[_name] = ThaiCharField(
        max_length=500,
        required=_number < 2,  # noqa: PLR2004 - a question has at least two choices
    )


class UsedFilter(admin.SimpleListFilter):
    """Questions in use, retired ones, or all; the former unless asked."""

    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Retired")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        shown = list(super().choices(changelist))
        shown[0]["display"] = _("In use")
        return iter(shown)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "all":
            return queryset
        return queryset.filter(retired_at__isnull=self.value() != "no")


def _papers() -> Any:
    """On how many tests of all kinds a question stands."""
    names = [items._meta.get_field("question").remote_field.name for items in item_models()]
    return sum((Count(name, distinct=True) for name in names), Value(0))


@admin.register(Question)
class QuestionAdmin(ImportingAdmin, PortalHistoryAdmin):
    section = "8.1 (3)"
    importer = QuestionsImporter
    import_action = Action.RUN_CASE
    refusals = (AssessmentError,)
    form = QuestionForm
    fields = ["topic", "text", *CHOICES, "answer", "parallel_to"]
    autocomplete_fields = ["parallel_to"]
    add_action = change_action = Action.RUN_CASE
    key_field = "search_key"
    list_display = ["text", "topic", "choice_count", "parallel_to", "papers"]
    list_filter = [UsedFilter, "topic"]
    list_select_related = ["topic", "parallel_to"]
    ordering = ["topic__position", "topic_id", "pk"]
    change_form_template = "assessments/question_form.html"
    actions = None

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/use/<slug:move>/",
                wrap(writing(self.change_use)),
                name="assessments_question_use",
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(paper_count=_papers())

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return ["topic", "text", "listed", "parallel_to"]
        return self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may_change = obj is None or self.has_change_permission(request, obj)
        return [] if may_change else ["listed"]

    @admin.display(description=_("choices"))
    def listed(self, question: Question) -> str:
        """The choices without the right one, to those who may only read."""
        pairs = zip(choice_letters(), question.choices, strict=False)
        return " · ".join(f"{letter}. {words}" for letter, words in pairs)

    @admin.display(description=_("choices"))
    def choice_count(self, question: Question) -> int:
        return len(question.choices)

    @admin.display(description=_("on tests"), ordering="paper_count")
    def papers(self, question: Any) -> int:
        count: int = question.paper_count
        return count

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: Any) -> None:
        """Save through the action; the form's object only carried the input."""
        given = form.cleaned_data
        kept = save_question(
            topic=given["topic"], text=given["text"], choices=form.given_choices(),
            answer=given["answer"], parallel_to=given["parallel_to"],
            question=Question.objects.get(pk=obj.pk) if change else None, at=timezone.now(),
        )  # fmt: skip
        if change and kept.pk != obj.pk:
            messages.info(
                request,
                gettext(
                    "People were asked the old question: it stays on their tests. "
                    "The new one took its place in the bank."
                ),
            )
        obj.pk = kept.pk

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        obj = kwargs.get("obj")
        context["is_taken"] = obj is not None and is_taken(obj)
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(csrf_protect)
    def change_use(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Retire a question, or use it again."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        question = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
        if move == "retire":
            retire_question(question=question, at=timezone.now())
            messages.success(request, gettext("The question is no longer used."))
        else:
            restore_question(question=question)
            messages.success(request, gettext("The question is used again."))
        return redirect("admin:assessments_question_changelist")
