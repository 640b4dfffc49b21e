"""Findings of a study with their documents, as both procedures keep them in step 1."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from onde_portal.accounts.access import reading, writing
from onde_portal.ui.fields import ThaiCharField, ThaiDateField
from onde_portal.ui.working_admin import CaseRecordAdmin
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE


class FindingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A finding, where it comes from, and a document that shows it."""

    title = ThaiCharField(label=_("Finding"), max_length=250)
    source = ThaiCharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where this comes from: report, survey, statistics"),
    )
    source_on = ThaiDateField(label=_("Date of the source"), required=False)
    text = ThaiCharField(
        label=_("Details"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    file = forms.FileField(
        label=_("Document"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT_ATTRIBUTE}),
    )


class FindingPages(CaseRecordAdmin):
    """Reads and removes documents of findings; concrete admins say which model keeps them.

    ``documents`` is the model, related to a finding as ``documents``.
    """

    documents: ClassVar[Any]
    page = "study"
    removable = True

    def take_off(self, document: Any, at: datetime) -> None:
        """Take a document off its finding, by the action that does it."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}_document"
        remove = wrap(writing(self.remove_document))
        return [
            path("document/<int:document>/", wrap(reading(self.document)), name=name),
            path("document/<int:document>/remove/", remove, name=f"{name}_remove"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        kept = self.documents.objects.filter(removed_at=None).order_by("pk")
        return super().get_queryset(request).prefetch_related(Prefetch("documents", kept))

    def document(self, request: HttpRequest, document: int) -> HttpResponseBase:
        """A document of a finding, to whoever may see findings."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        documents = self.documents.objects.visible_to(request.user).filter(removed_at=None)
        return serve_file(get_object_or_404(documents, pk=document))

    @method_decorator(csrf_protect)
    def remove_document(self, request: HttpRequest, document: int) -> HttpResponse:
        """Take a document off its finding."""
        documents = self.documents.objects.visible_to(request.user)
        found = get_object_or_404(documents.select_related("finding"), pk=document)
        if not self.has_change_permission(request, found.finding):
            raise PermissionDenied
        self.take_off(found, timezone.now())
        return self._back(found.finding)
