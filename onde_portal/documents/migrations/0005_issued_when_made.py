from django.db import migrations
from django.db.models import F


def issued_when_made(apps, schema_editor):
    """What was made before the register was kept counts as issued when it was made."""
    documents = apps.get_model("documents", "StoredDocument")
    documents.objects.filter(state="ready", issued_at=None).update(issued_at=F("made_at"))


class Migration(migrations.Migration):

    dependencies = [("documents", "0004_register_progress_and_requests")]

    operations = [migrations.RunPython(issued_when_made, migrations.RunPython.noop)]
