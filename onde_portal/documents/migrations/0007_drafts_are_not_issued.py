from django.db import migrations
from django.db.models import Q

# Made of a report that was not final, or of a memo that was not approved.
DRAFTS = Q(kind="office-report", about__endswith=":draft") | Q(kind="memo", own_code="", number="")


def drafts_are_not_issued(apps, schema_editor):
    """Drafts made before are no issued papers either: their codes stand for nothing."""
    documents = apps.get_model("documents", "StoredDocument")
    documents.objects.filter(DRAFTS, state="ready").update(issued_at=None)


class Migration(migrations.Migration):

    dependencies = [("documents", "0006_time_left")]

    operations = [migrations.RunPython(drafts_are_not_issued, migrations.RunPython.noop)]
