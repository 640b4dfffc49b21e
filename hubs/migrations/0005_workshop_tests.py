"""Tests of workshops, and a personal code for everybody who comes to one."""

import django.core.validators
import django.db.models.deletion
import onde_portal.assessments.codes
from django.conf import settings
from django.db import migrations, models


def give_codes(apps, schema_editor):
    """Everybody named so far gets a code of the own."""
    delegates = apps.get_model("hubs", "Delegate").objects
    for delegate in delegates.filter(code=None).only("pk"):
        delegate.code = onde_portal.assessments.codes.new_participant_code()
        delegate.save(update_fields=["code"])


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0001_initial'),
        ('hubs', '0004_names_of_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='delegate',
            name='code',
            field=models.CharField(editable=False, max_length=8, null=True),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='delegate',
            name='code',
            field=models.CharField(default=onde_portal.assessments.codes.new_participant_code, editable=False, max_length=8, unique=True, verbose_name='personal code'),
        ),
        migrations.CreateModel(
            name='CohortPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pre', 'Pre-test'), ('post', 'Post-test')], max_length=4, verbose_name='kind')),
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('instructions', models.TextField(blank=True, verbose_name='instructions')),
                ('time_limit', models.PositiveSmallIntegerField(blank=True, help_text='Leave empty for none', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(300)], verbose_name='time limit (minutes)')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed')], default='draft', max_length=10, verbose_name='state')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('token', models.CharField(default=onde_portal.assessments.codes.new_token, editable=False, max_length=30, unique=True)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='hubs.cohort', verbose_name='cohort')),
            ],
            options={
                'verbose_name': 'test paper',
                'verbose_name_plural': 'test papers',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CohortPaperItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='number')),
                ('text', models.TextField(blank=True)),
                ('choices', models.JSONField(default=list)),
                ('answer', models.PositiveSmallIntegerField(default=0)),
                ('pair', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='hubs.cohortpaper')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_items', to='assessments.question', verbose_name='question')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CohortSitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('phone', 'On the phone'), ('paper', 'Entered from paper'), ('import', 'Imported')], max_length=10, verbose_name='source')),
                ('answers', models.JSONField(default=dict)),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='score')),
                ('started_at', models.DateTimeField(verbose_name='begun')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sittings', to='hubs.cohortpaper')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='hubs.delegate')),
            ],
            options={
                'verbose_name': 'test result',
                'verbose_name_plural': 'test results',
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='cohortpaper',
            constraint=models.UniqueConstraint(fields=('cohort', 'kind'), name='cohort_paper_once_a_kind', violation_error_message='The cohort has this test already.'),
        ),
        migrations.AddConstraint(
            model_name='cohortpaperitem',
            constraint=models.UniqueConstraint(fields=('paper', 'position'), name='cohort_paper_position_once', violation_error_message='Two items have the same number.'),
        ),
        migrations.AddConstraint(
            model_name='cohortpaperitem',
            constraint=models.UniqueConstraint(fields=('paper', 'question'), name='cohort_paper_question_once', violation_error_message='The question stands on the paper already.'),
        ),
        migrations.AddConstraint(
            model_name='cohortsitting',
            constraint=models.UniqueConstraint(fields=('paper', 'participant'), name='cohort_sitting_once', violation_error_message='This person took the test already.'),
        ),
    ]
