from django.db import migrations, models

from onde_portal.thai.text import sort_key


def fill(apps, schema_editor):
    District = apps.get_model("registry", "District")
    districts = list(District.objects.all())
    for district in districts:
        district.sort_key = sort_key(district.name_th)[:120]
    District.objects.bulk_update(districts, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="district",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=120),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
