from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "onde_portal.accounts"
    label = "accounts"
    verbose_name = _("People and access")
