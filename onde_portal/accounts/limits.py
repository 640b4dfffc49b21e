"""How often what may be tried, as allauth counts it.

Counted per account ("key"), and more tightly per account at one address ("_here"), never per
address alone: a whole office shares one. Only guessing at invitations counts by address, and a
true invitation is never refused for it.
"""

SIGN_IN_LIMITS = {
    "login": None,
    "login_failed": "30/h/key",
    "login_failed_here": "8/10m/key",
    "reset_password": "5/h/key",
    "reset_password_from_key": None,
    "invitation": "30/h/key",
    "invitation_guess": "30/m/ip",
    "person_link_guess": "30/m/ip",
    "person_link": "60/h/key",
}
SECOND_FACTOR_LIMITS = {"webauthn_login": None}
