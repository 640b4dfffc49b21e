"""People in the staff's admin: accounts, memberships, invitations, stand-ins.

The workbench registers them, with what lists have in common there.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from onde_portal.accounts import actions, stand_ins
from onde_portal.accounts.access import person
from onde_portal.accounts.forms import InvitationForm, RoleForm, StandInForm
from onde_portal.accounts.models import Invitation, Membership, StandIn, User
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.policies import may_change_account, may_end_membership
from onde_portal.accounts.refusals import SENTENCES


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say so, or say why not. Whether it was done."""
    try:
        act()
    except tuple(SENTENCES) as problem:
        messages.error(request, str(SENTENCES[type(problem)]))
        return False
    messages.success(request, done)
    return True


class PeopleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read by the Office; changed by actions only."""

    read_action = Action.READ_OFFICE
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, self.read_action)

    def has_view_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        return may(request.user, self.read_action)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


class MembershipsInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    fk_name = "user"
    fields = ("lao", "kind", "started_at", "ended_at")
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        return may(request.user, Action.READ_OFFICE)

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


class UserAdmin(PeopleAdmin):
    list_display = ("get_full_name", "email", "role", "position", "is_active")
    list_filter = ("role", "is_active")
    search_fields = ("first_name", "last_name", "email")
    ordering = ("first_name", "last_name", "pk")
    inlines = (MembershipsInline,)
    change_form_template = "admin/accounts/user/change_form.html"
    fields = (
        "prefix",
        "first_name",
        "last_name",
        "email",
        "phone",
        "position",
        "role",
        "language",
        "is_active",
        "last_login",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return User.objects.visible_to(request.user)

    def get_list_display(self, request: HttpRequest) -> Any:
        hidden = set() if may(request.user, Action.READ_PERSONAL_DATA) else {"email"}
        return [name for name in self.list_display if name not in hidden]

    def get_fields(self, request: HttpRequest, _obj: User | None = None) -> Any:
        hidden = set() if may(request.user, Action.READ_PERSONAL_DATA) else {"email", "phone"}
        return [name for name in self.fields if name not in hidden]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/access/", view(self.switch_access), name="accounts_user_access"),
            path("<int:pk>/role/", view(self.change_role), name="accounts_user_role"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        person = self.get_object(request, object_id)
        by = request.user
        changeable = (
            isinstance(by, User) and isinstance(person, User) and may_change_account(by, person)
        )
        context: dict[str, Any] = {"person": person, "changeable": changeable, "role_form": None}
        if changeable and person and person.is_office:
            context["role_form"] = RoleForm(initial={"role": person.role})
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **context}
        )

    def switch_access(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Shut a person out, or let her or him in again (POST)."""
        person, by = self._person(request, pk)
        at = timezone.now()
        if request.method == "POST" and person.is_active:
            done = gettext("%(person)s can no longer sign in; all sessions have ended.")
            attempt(
                request,
                lambda: actions.deactivate_user(person=person, by=by, at=at),
                done % {"person": person},
            )
        elif request.method == "POST":
            done = gettext("%(person)s may sign in again, with a new password by the reset link.")
            attempt(
                request,
                lambda: actions.reactivate_user(person=person, by=by, at=at),
                done % {"person": person},
            )
        return redirect("admin:accounts_user_change", pk)

    def change_role(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Give somebody another role at the Office (POST)."""
        person, by = self._person(request, pk)
        form = RoleForm(request.POST)
        if request.method == "POST" and form.is_valid():
            role = form.cleaned_data["role"]
            attempt(
                request,
                lambda: actions.change_role(person=person, role=role, by=by, at=timezone.now()),
                gettext("The role was changed."),
            )
        return redirect("admin:accounts_user_change", pk)

    def _person(self, request: HttpRequest, pk: int) -> tuple[User, User]:
        by = person(request)
        return get_object_or_404(self.get_queryset(request), pk=pk), by


class MembershipAdmin(PeopleAdmin):
    list_display = ("user", "lao", "kind", "started_at", "ended_at")
    list_filter = ("kind",)
    list_select_related = ("user", "lao")
    search_fields = ("user__first_name", "user__last_name", "user__email", "lao__search_key")
    ordering = ("-started_at", "pk")
    fields = ("user", "lao", "kind", "started_at", "ended_at")
    actions = ("end",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return Membership.objects.visible_to(request.user)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.INVITE_LAO_PEOPLE)

    @admin.action(description=_("End the chosen memberships"), permissions=["end"])
    def end(self, request: HttpRequest, chosen: QuerySet[Membership]) -> None:
        by = person(request)
        at = timezone.now()
        ended = 0
        for membership in chosen.filter(ended_at=None):
            if may_end_membership(by, membership):
                actions.end_membership(membership=membership, by=by, at=at)
                ended += 1
        messages.success(request, gettext("Memberships ended: %(count)s") % {"count": ended})


class InvitationAdmin(PeopleAdmin):
    list_display = ("email", "role", "lao", "kind", "invited_by", "invited_at", "state")
    list_filter = ("role",)
    list_select_related = ("lao", "invited_by")
    search_fields = ("email", "lao__search_key")
    ordering = ("-invited_at", "pk")
    actions = ("withdraw",)
    fields = (
        "email",
        "role",
        "lao",
        "kind",
        "invited_by",
        "invited_at",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "withdrawn_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        found = super().get_queryset(request)
        return found if may(request.user, Action.READ_PERSONAL_DATA) else found.none()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.INVITE_LAO_PEOPLE)

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.INVITE_LAO_PEOPLE)

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> str:
        if invitation.accepted_at:
            return gettext("Accepted")
        if invitation.withdrawn_at:
            return gettext("Withdrawn")
        if invitation.expires_at <= timezone.now():
            return gettext("Expired")
        return gettext("Not accepted yet")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form to invite somebody. ``?lao=`` chooses the LAO beforehand."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = person(request)
        initial = {name: request.GET[name] for name in ("lao", "role") if name in request.GET}
        form = InvitationForm(request.POST or None, by=by, initial=initial)
        if request.method == "POST" and form.is_valid():
            chosen = form.cleaned_data
            done = gettext("The invitation to %(email)s is on its way.")
            if attempt(
                request,
                lambda: actions.invite(**chosen, by=by, at=timezone.now()),
                done % {"email": chosen["email"]},
            ):
                return redirect("admin:accounts_invitation_changelist")
        lao = self.opts.get_field("lao")
        picker = AutocompleteSelect(lao, self.admin_site)
        picker.choices = form.fields["lao"].choices  # type: ignore[attr-defined]
        form.fields["lao"].widget = picker
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Invite somebody"),
            "opts": self.opts,
            "form": form,
        }
        return render(request, "admin/accounts/invitation/invite.html", context)

    @admin.action(description=_("Withdraw the chosen invitations"), permissions=["withdraw"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        by = person(request)
        at = timezone.now()
        for invitation in chosen.filter(accepted_at=None, withdrawn_at=None):
            attempt(
                request,
                lambda open_one=invitation: actions.withdraw_invitation(  # type: ignore[misc]
                    invitation=open_one, by=by, at=at
                ),
                gettext("The invitation to %(email)s was withdrawn.") % {"email": invitation.email},
            )


class StandInAdmin(PeopleAdmin):
    form = StandInForm
    list_display = ("person", "stand_in", "starts_on", "ends_on", "named_by")
    list_select_related = ("person", "stand_in", "named_by")
    ordering = ("-ends_on", "pk")
    autocomplete_fields = ("person", "stand_in")

    def has_add_permission(self, request: HttpRequest) -> bool:
        allowed = (Action.RUN_CASE, Action.DECIDE, Action.MANAGE_PEOPLE)
        return any(may(request.user, action) for action in allowed)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form knows who fills it in."""
        return type(
            "StandInForm", (super().get_form(request, *args, **kwargs),), {"by": request.user}
        )

    def save_model(self, request: HttpRequest, obj: StandIn, form: Any, change: bool) -> None:  # noqa: FBT001
        by = person(request)
        named = stand_ins.name_stand_in(**form.cleaned_data, by=by, at=timezone.now())
        obj.pk = named.pk
