"""The names of the yearly figures (manual 9.2, 14)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

FIGURES: dict[str, Any] = {
    "hubs_established": _("Hubs established"),
    "hubs_total": _("Hubs in total"),
    "networks_founded": _("Networks founded"),
}
