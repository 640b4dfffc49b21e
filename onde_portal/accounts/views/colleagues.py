"""The people of one's own LAO: who holds which office, invitations and handing over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from onde_portal.accounts import actions
from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.forms import ColleagueForm
from onde_portal.accounts.models import Invitation, Membership, Role, User
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.refusals import SENTENCES
from onde_portal.registry.models import Lao


def _lao(user: User, pk: int) -> Lao:
    """An LAO at which the person holds an office now."""
    mine = user.memberships.current().values("lao")
    laos = Lao.objects.filter(pk__in=mine).select_related("type", "province", "district")
    return get_object_or_404(laos, pk=pk)


def _open_invitations(lao: Lao) -> list[Invitation]:
    rows = Invitation.objects.filter(lao=lao, accepted_at=None, withdrawn_at=None)
    return list(rows.select_related("invited_by", "replaces__user").order_by("-invited_at", "pk"))


def _show(
    request: HttpRequest, lao: Lao, form: ColleagueForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    members = Membership.objects.filter(lao=lao).select_related("user")
    context = {
        "lao": lao,
        "form": form,
        "refusal": refusal,
        "members": members.current().order_by("kind", "started_at", "pk"),
        "former": members.exclude(ended_at=None).order_by("-ended_at", "pk")[:20],
        "invitations": _open_invitations(lao),
        "now": timezone.now(),
    }
    return render(request, "accounts/colleagues.html", context, status=status)


def _form(request: HttpRequest, lao: Lao) -> ColleagueForm:
    offices = person(request).memberships.current().filter(lao=lao).select_related("user", "lao")
    return ColleagueForm(request.POST if request.method == "POST" else None, offices=offices)


@allowed(Action.INVITE_COLLEAGUES)
@reading
def colleagues(request: HttpRequest, pk: int) -> HttpResponse:
    """Who works for the LAO, who did, and who was invited."""
    lao = _lao(person(request), pk)
    return _show(request, lao, _form(request, lao))


@allowed(Action.INVITE_COLLEAGUES)
@writing
def invite_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody to the LAO, as a colleague or as one's successor."""
    by = person(request)
    lao = _lao(by, pk)
    form = _form(request, lao)
    if not form.is_valid():
        return _show(request, lao, form, status=422)
    asked = form.cleaned_data
    try:
        actions.invite(
            email=asked["email"], role=Role.LAO, lao=lao, kind=asked["kind"],
            replaces=form.replaces, by=by, at=timezone.now(),
        )  # fmt: skip
    except tuple(SENTENCES) as refusal:
        return _show(request, lao, form, str(SENTENCES[type(refusal)]), status=409)
    said = _("The invitation to %(email)s is on its way.") % {"email": asked["email"]}
    messages.success(request, said)
    return redirect("colleagues", pk=pk)


@allowed(Action.INVITE_COLLEAGUES)
@writing
def withdraw_colleague(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take an open invitation of one's own LAO back."""
    by = person(request)
    lao = _lao(by, pk)
    found = get_object_or_404(Invitation, pk=invitation, lao=lao, role=Role.LAO)
    try:
        actions.withdraw_invitation(invitation=found, by=by, at=timezone.now())
    except tuple(SENTENCES) as refusal:
        messages.error(request, str(SENTENCES[type(refusal)]))
    else:
        said = _("The invitation to %(email)s was withdrawn.") % {"email": found.email}
        messages.success(request, said)
    return redirect("colleagues", pk=pk)
