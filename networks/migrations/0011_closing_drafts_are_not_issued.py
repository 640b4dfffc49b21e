from django.db import migrations

KIND, ABOUT = "networks.closing_report", "networks.networkproject:"


def drafts_are_not_issued(apps, schema_editor):
    """Closing reports that were made while the case ran are drafts: their codes stand for nothing."""
    documents = apps.get_model("documents", "StoredDocument")
    ended = dict(apps.get_model("networks", "NetworkProject").objects.values_list("pk", "ended_at"))
    for paper in documents.objects.filter(kind=KIND, state="ready").order_by("pk"):
        ended_at = ended.get(int(paper.about.removeprefix(ABOUT)))
        if ended_at is None or paper.made_at < ended_at:
            documents.objects.filter(pk=paper.pk).update(issued_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0006_time_left"),
        ("networks", "0010_note_without_problems"),
    ]

    operations = [migrations.RunPython(drafts_are_not_issued, migrations.RunPython.noop)]
