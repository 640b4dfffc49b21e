from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("networks", "0009_problems_of_notes")]

    operations = [migrations.RemoveField(model_name="progressnote", name="problems")]
