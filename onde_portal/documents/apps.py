from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "onde_portal.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from onde_portal.documents import checks
        from onde_portal.documents.selectors import look_up_code, look_up_hash

        checks.register(look_up_code)
        checks.register_hash(look_up_hash)
