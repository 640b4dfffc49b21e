"""What was written under a note's problems becomes a problem that can be followed up."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_records(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    notes = apps.get_model("networks", "ProgressNote").objects.using(editor.connection.alias)
    problems = apps.get_model("networks", "NetworkProblem").objects.using(editor.connection.alias)
    problems.bulk_create(
        problems.model(
            network_id=note.network_id, named_on=note.noted_on, named_by_id=note.noted_by_id,
            description=note.problems, severity="medium",
        )
        for note in notes.exclude(problems="").order_by("pk")
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("networks", "0008_network_problems")]

    operations = [migrations.RunPython(make_records, migrations.RunPython.noop)]
