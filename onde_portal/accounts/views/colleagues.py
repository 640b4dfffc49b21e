"""The people of one's own LAO: who holds which office, invitations and handing over."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from onde_portal.accounts import actions
from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.forms import ColleagueForm
from onde_portal.accounts.models import Invitation, Membership, Role, StandIn, User
from onde_portal.accounts.permissions import Action
from onde_portal.accounts.policies import certifies_for
from onde_portal.accounts.refusals import SENTENCES
from onde_portal.registry.models import Lao


def own_lao(user: User, pk: int) -> Lao:
    """An LAO at which the person holds an office now."""
    mine = user.memberships.current().values("lao")
    laos = Lao.objects.filter(pk__in=mine).select_related("type", "province", "district")
    return get_object_or_404(laos, pk=pk)


def _open_invitations(lao: Lao) -> list[Invitation]:
    rows = Invitation.objects.filter(lao=lao, accepted_at=None, withdrawn_at=None)
    return list(rows.select_related("invited_by", "replaces__user").order_by("-invited_at", "pk"))


def show(
    request: HttpRequest, lao: Lao, form: ColleagueForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of the LAO's people, with what was refused on it."""
    members = Membership.objects.filter(lao=lao).select_related("user")
    by = person(request)
    context = {
        "lao": lao,
        "certifies": certifies_for(by).filter(pk=lao.pk).exists(),
        "colleagues": colleagues_of(by, lao),
        "stand_ins": StandIn.objects.filter(person=by, ends_on__gte=timezone.localdate())
        .select_related("stand_in")
        .order_by("starts_on", "pk"),
        "posted": {key: request.POST.get(key, "") for key in ("stand_in", "starts_on", "ends_on")},
        "form": form,
        "refusal": refusal,
        "members": members.current().order_by("kind", "started_at", "pk"),
        "former": members.exclude(ended_at=None).order_by("-ended_at", "pk")[:20],
        "invitations": _open_invitations(lao),
        "now": timezone.now(),
    }
    return render(request, "accounts/colleagues.html", context, status=status)


def colleagues_of(user: User, lao: Lao) -> QuerySet[User]:
    """Who else works for the LAO now and may sign in."""
    current = Membership.objects.current().filter(lao=lao, user__is_active=True)
    others = User.objects.get_queryset().filter(pk__in=current.values("user"))
    return others.exclude(pk=user.pk).order_by("first_name", "pk")


def invitation_form(request: HttpRequest, lao: Lao) -> ColleagueForm:
    offices = person(request).memberships.current().filter(lao=lao).select_related("user", "lao")
    typed = request.POST if "email" in request.POST else None
    return ColleagueForm(typed, offices=offices)


@allowed(Action.INVITE_COLLEAGUES)
@reading
def colleagues(request: HttpRequest, pk: int) -> HttpResponse:
    """Who works for the LAO, who did, and who was invited."""
    lao = own_lao(person(request), pk)
    return show(request, lao, invitation_form(request, lao))


@allowed(Action.INVITE_COLLEAGUES)
@writing
def invite_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody to the LAO, as a colleague or as one's successor."""
    by = person(request)
    lao = own_lao(by, pk)
    form = invitation_form(request, lao)
    if not form.is_valid():
        return show(request, lao, form, status=422)
    asked = form.cleaned_data
    try:
        actions.invite(
            email=asked["email"], role=Role.LAO, lao=lao, kind=asked["kind"],
            replaces=form.replaces, by=by, at=timezone.now(),
        )  # fmt: skip
    except tuple(SENTENCES) as refusal:
        return show(request, lao, form, str(SENTENCES[type(refusal)]), status=409)
    said = _("The invitation to %(email)s is on its way.") % {"email": asked["email"]}
    messages.success(request, said)
    return redirect("colleagues", pk=pk)


@allowed(Action.INVITE_COLLEAGUES)
@writing
def withdraw_colleague(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take an open invitation of one's own LAO back."""
    by = person(request)
    lao = own_lao(by, pk)
    found = get_object_or_404(Invitation, pk=invitation, lao=lao, role=Role.LAO)
    try:
        actions.withdraw_invitation(invitation=found, by=by, at=timezone.now())
    except tuple(SENTENCES) as refusal:
        messages.error(request, str(SENTENCES[type(refusal)]))
    else:
        said = _("The invitation to %(email)s was withdrawn.") % {"email": found.email}
        messages.success(request, said)
    return redirect("colleagues", pk=pk)
