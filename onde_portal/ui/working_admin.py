"""Records that belong to a step of a case: made and changed from the step's working page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from onde_portal.accounts.access import person
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action
from onde_portal.ui.admin import PortalModelAdmin
from onde_portal.workflow.models import Case


class CaseRecordAdmin(PortalModelAdmin):
    """Records of a running case. ``page`` is the step's page that one comes from and returns to.

    The form carries the case in ``case_field``, prefilled by ``?<case_field>=``. Each app says in
    a subclass which cases these are; concrete admins write through their actions in
    ``save_model``, and in ``delete_model`` where ``removable``.
    """

    case_field = "case"
    page = ""
    removable = False
    add_action: Action | None = Action.RUN_CASE
    change_action: Action | None = Action.RUN_CASE
    actions = None

    def case_of(self, obj: Any) -> Case:
        """The case that a record belongs to."""
        raise NotImplementedError

    def running_cases(self, user: Any) -> Any:
        """The cases that a new record may belong to, as a queryset."""
        raise NotImplementedError

    def may_run_case(self, user: User, case: Any) -> bool:
        """Whether the person may change the content of the case now."""
        raise NotImplementedError

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.case_field:
            kwargs["queryset"] = self.running_cases(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A record stays with its case."""
        fields = [*super().get_readonly_fields(request, obj)]
        if obj is not None and self.case_field not in fields and hasattr(obj, self.case_field):
            return [*fields, self.case_field]
        return fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or self.may_run_case(person(request), self.case_of(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.removable and self.has_change_permission(request, obj)

    def _back(self, obj: Any) -> HttpResponseRedirect:
        case = self.case_of(obj)
        page = f"admin:{case._meta.app_label}_{case._meta.model_name}_{self.page}"
        return redirect(page, pk=case.pk)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        answer = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST:
            return redirect(f"{request.path}?{self.case_field}={self.case_of(obj).pk}")
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
