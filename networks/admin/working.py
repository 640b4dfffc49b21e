"""Records that belong to a step of a project: made and changed from the step's working page."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from networks.actions.founding import NetworkError
from networks.models import NetworkProject
from networks.policies import may_run
from onde_portal.accounts.access import person
from onde_portal.accounts.permissions import Action
from onde_portal.ui.admin import PortalModelAdmin


class WorkingRecordAdmin(PortalModelAdmin):
    """Records of a running project. ``page`` is the step's page that one comes from and returns to.

    The form carries ``project``, prefilled by ``?project=``. Concrete admins write through their
    actions in ``save_model``, and in ``delete_model`` where ``removable``.
    """

    page = ""
    removable = False
    refusals: tuple[type[Exception], ...] = (NetworkError,)
    add_action = change_action = Action.RUN_CASE
    list_filter = [("project", admin.RelatedOnlyFieldListFilter)]
    actions = None

    def project_of(self, obj: Any) -> NetworkProject:
        """The project that a record belongs to."""
        project: NetworkProject = obj.project
        return project

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "project":
            kwargs["queryset"] = (
                NetworkProject.objects.visible_to(request.user)
                .running()
                .order_by("-fiscal_year", "title")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A record stays with its project."""
        fields = [*super().get_readonly_fields(request, obj)]
        if obj is not None and "project" not in fields:
            return [*fields, *(["project"] if hasattr(obj, "project") else [])]
        return fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_run(person(request), self.project_of(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.removable and self.has_change_permission(request, obj)

    def _back(self, obj: Any) -> HttpResponseRedirect:
        page = f"admin:networks_networkproject_{self.page}"
        return redirect(page, pk=self.project_of(obj).pk)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        answer = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST:
            return redirect(f"{request.path}?project={self.project_of(obj).pk}")
        return answer if "_continue" in request.POST else self._back(obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        answer = super().response_change(request, obj)
        return answer if "_continue" in request.POST else self._back(obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask first, then go back to the step's page."""
        obj = self.get_object(request, object_id)
        try:
            answer = super().delete_view(request, object_id, extra_context)
        except self.refusals as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        is_gone = isinstance(answer, HttpResponseRedirect)
        return self._back(obj) if obj is not None and is_gone else answer
