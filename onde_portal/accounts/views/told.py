"""What the portal has told a person, how it does so, and the person's calendar address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from onde_portal.accounts import calendars, told
from onde_portal.accounts.access import person, public, reading, writing
from onde_portal.accounts.forms import MailChoiceForm
from onde_portal.accounts.ics import write_calendar
from onde_portal.accounts.models import CalendarKey
from onde_portal.accounts.views.asked import Address

SHOWN = 30


@reading
def own_messages(request: HttpRequest) -> HttpResponse:
    """All that was written to oneself, latest first."""
    me, at = person(request), timezone.now()
    context = {
        "page": Address(request).page(told.told(me, at), SHOWN),
        "unread": told.unread(me, at).count(),
    }
    return render(request, "accounts/messages.html", context)


@writing
def read_messages(request: HttpRequest) -> HttpResponse:
    """Everything counts as read."""
    told.mark_read(person=person(request), at=timezone.now())
    return redirect("messages")


@reading
def mail_choices(request: HttpRequest) -> HttpResponse:
    """How one gets one's mail, and one's calendar address."""
    return _show_choices(request, MailChoiceForm(instance=told.choice_of(person(request))))


@writing
def save_mail_choices(request: HttpRequest) -> HttpResponse:
    """Keep how one gets one's mail."""
    me = person(request)
    form = MailChoiceForm(request.POST, instance=told.choice_of(me))
    if not form.is_valid():
        return _show_choices(request, form, status=422)
    told.choose_mail(person=me, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("mail-choices")


@writing
def make_calendar(request: HttpRequest) -> HttpResponse:
    """Make a calendar address and show it, this once; an older one ends."""
    me = person(request)
    token = calendars.make_calendar_key(person=me, at=timezone.now())
    form = MailChoiceForm(instance=told.choice_of(me))
    address = settings.BASE_URL + reverse("calendar-feed", args=[token])
    return _show_choices(request, form, address=address)


@writing
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    """Close one's calendar address."""
    calendars.revoke_calendar_key(person=person(request))
    messages.success(request, _("The calendar address is closed."))
    return redirect("mail-choices")


@public
@reading
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, as calendar programmes fetch it without signing in."""
    owner = calendars.person_of_key(token)
    if owner is None:
        raise Http404
    at = timezone.now()
    with translation.override(owner.language):
        entries = calendars.entries_for(owner, timezone.localdate(at))
        name = _("Citizen participation portal")
        host = urlsplit(settings.BASE_URL).hostname or "portal"
        file = write_calendar(name, entries, host=host, at=at)
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["Content-Disposition"] = 'inline; filename="portal.ics"'
    return answer


def _show_choices(
    request: HttpRequest, form: MailChoiceForm, *, address: str = "", status: int = 200
) -> HttpResponse:
    me = person(request)
    context = {
        "form": form,
        "address": address,
        "key": CalendarKey.objects.filter(user=me).first(),
        "email": me.email,
    }
    answer = render(request, "accounts/mail_choices.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
