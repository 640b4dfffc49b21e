from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "onde_portal.registry"
    label = "registry"
    verbose_name = _("Register of local administrative organisations")
