"""Sign-in (allauth, narrowed), invitations, one's own page and the language."""

from django.urls import include, path

from onde_portal.accounts.views import absent, colleagues, own, told

urlpatterns = [
    # People's addresses are changed by the Office, never by adding unproven ones.
    path("accounts/email/", own.closed, name="account_email"),
    path("accounts/signup/", own.closed, name="account_signup"),
    path("accounts/3rdparty/signup/", own.closed, name="socialaccount_signup"),
    path("accounts/oidc/<str:provider_id>/login/", own.other_service, name="openid_connect_login"),
    path("accounts/", include("allauth.urls")),
    path("invitations/<str:token>/", own.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", own.accept, name="invitation-accept"),
    path("me/", own.profile, name="profile"),
    path("me/save/", own.save_profile, name="profile-save"),
    path("lao/<int:pk>/people/", colleagues.colleagues, name="colleagues"),
    path("lao/<int:pk>/people/invite/", colleagues.invite_colleague, name="colleague-invite"),
    path(
        "lao/<int:pk>/people/<int:invitation>/withdraw/",
        colleagues.withdraw_colleague,
        name="colleague-withdraw",
    ),
    path("lao/<int:pk>/people/stand-in/", absent.name_own, name="colleague-stand-in"),
    path(
        "lao/<int:pk>/people/stand-in/<int:stand_in>/end/",
        absent.end_own,
        name="colleague-stand-in-end",
    ),
    path("messages/", told.own_messages, name="messages"),
    path("messages/read/", told.read_messages, name="messages-read"),
    path("me/mail/", told.mail_choices, name="mail-choices"),
    path("me/mail/save/", told.save_mail_choices, name="mail-choices-save"),
    path("me/calendar/make/", told.make_calendar, name="calendar-make"),
    path("me/calendar/revoke/", told.revoke_calendar, name="calendar-revoke"),
    path("calendar/<str:token>.ics", told.calendar_feed, name="calendar-feed"),
    path("language/", own.set_language, name="set-language"),
]
