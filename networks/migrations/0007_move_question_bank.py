"""The question bank moved to the tests of all work; nothing changes in the database."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("assessments", "0001_initial"),
        ("networks", "0006_name_more_fields"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="paperitem",
                    name="question",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="%(app_label)s_items", to="assessments.question", verbose_name="question"),
                ),
                migrations.DeleteModel(name="HistoricalQuestion"),
                migrations.DeleteModel(name="Question"),
                migrations.DeleteModel(name="Topic"),
            ],
        ),
    ]
