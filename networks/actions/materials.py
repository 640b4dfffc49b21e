"""What was handed out or published to spread knowledge (manual 8.1 (3))."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.study import require_running
from networks.models import Material, NetworkProject
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text
from onde_portal.workflow.uploads import store_upload


class MaterialTitleNeeded(NetworkError):
    message = _("Say what the document is.")


@transaction.atomic
def add_material(
    *, project: NetworkProject, title: str, upload: UploadedFile, by: User, at: datetime
) -> Material:
    """Keep a checked document that was handed out; ``UploadRefused`` says what is wrong with it."""
    require_running(project)
    named = clean_text(title).strip()[:250]
    if not named:
        raise MaterialTitleNeeded
    return store_upload(Material, upload=upload, by=by, at=at, project=project, title=named)


def remove_material(*, material: Material, at: datetime) -> None:
    """Take a document off the list; the file stays on record."""
    require_running(material.project)
    Material.objects.filter(pk=material.pk, removed_at=None).update(removed_at=at)
