"""The question bank moves here from the networks; its tables and their rows stay as they are."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

MOVED = ("topic", "question", "historicalquestion")
PRINTS = ("test_paper", "test_key", "test_analysis")


def rename(apps, old, new):
    """Let what is written about the moved tables and about printed tests be found again."""
    types = apps.get_model("contenttypes", "ContentType").objects
    there = types.filter(app_label=new).values_list("model", flat=True)
    types.filter(app_label=old, model__in=set(MOVED) - set(there)).update(app_label=new)
    documents = apps.get_model("documents", "StoredDocument").objects
    for name in PRINTS:
        documents.filter(kind=f"{old}.{name}").update(kind=f"{new}.{name}")


def forwards(apps, schema_editor):
    rename(apps, "networks", "assessments")


def backwards(apps, schema_editor):
    rename(apps, "assessments", "networks")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("documents", "0003_emblem"),
        ("networks", "0006_name_more_fields"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Topic',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name_th', models.CharField(max_length=200, unique=True, verbose_name='name in Thai')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('position', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                    ],
                    options={
                        'verbose_name': 'topic',
                        'verbose_name_plural': 'topics',
                        'db_table': 'networks_topic',
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField(verbose_name='question')),
                        ('search_key', models.CharField(db_index=True, editable=False, max_length=400)),
                        ('choices', models.JSONField(default=list, verbose_name='choices')),
                        ('answer', models.PositiveSmallIntegerField(verbose_name='right choice')),
                        ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='no longer used since')),
                        ('parallel_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parallels', to='assessments.question', verbose_name='parallel to')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='assessments.topic', verbose_name='topic')),
                    ],
                    options={
                        'verbose_name': 'question',
                        'verbose_name_plural': 'question bank',
                        'db_table': 'networks_question',
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalQuestion',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('text', models.TextField(verbose_name='question')),
                        ('choices', models.JSONField(default=list, verbose_name='choices')),
                        ('answer', models.PositiveSmallIntegerField(verbose_name='right choice')),
                        ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='no longer used since')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('parallel_to', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='assessments.question', verbose_name='parallel to')),
                        ('topic', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='assessments.topic', verbose_name='topic')),
                    ],
                    options={
                        'verbose_name': 'historical question',
                        'verbose_name_plural': 'historical question bank',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'db_table': 'networks_historicalquestion',
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
        migrations.RunPython(forwards, backwards),
    ]
