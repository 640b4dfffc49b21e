"""Sign-in (allauth, narrowed), invitations, one's own page and the language."""

from django.urls import include, path

from onde_portal.accounts import views

urlpatterns = [
    # People's addresses are changed by the Office, never by adding unproven ones.
    path("accounts/email/", views.closed, name="account_email"),
    path("accounts/signup/", views.closed, name="account_signup"),
    path("accounts/3rdparty/signup/", views.closed, name="socialaccount_signup"),
    path(
        "accounts/oidc/<str:provider_id>/login/", views.other_service, name="openid_connect_login"
    ),
    path("accounts/", include("allauth.urls")),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", views.accept, name="invitation-accept"),
    path("me/", views.profile, name="profile"),
    path("me/save/", views.save_profile, name="profile-save"),
    path("language/", views.set_language, name="set-language"),
]
