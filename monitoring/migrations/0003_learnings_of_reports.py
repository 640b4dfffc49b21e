"""Lessons, recommendations and words on earlier problems of the reports that are there already."""

from django.db import migrations

from onde_portal.thai.text import thai_key

KINDS = ("lessons", "recommendations")
BATCH = 500


def keep_what_was_said(apps, schema_editor):
    """A record for each lesson, recommendation and word on a problem, of the newest edition."""
    submissions = apps.get_model("monitoring", "Submission")
    learnings = apps.get_model("monitoring", "Learning")
    notes = apps.get_model("monitoring", "ProblemNote")
    problems = set(apps.get_model("monitoring", "Problem").objects.values_list("pk", flat=True))
    learnt, said = [], []
    rows = submissions.objects.select_related("follow_up").order_by("follow_up", "-number")
    before = None
    for row in rows.iterator(chunk_size=BATCH):
        if row.follow_up_id == before:
            continue
        before = row.follow_up_id
        for entry in row.content.get("texts", ()):
            text = str(entry.get("text", "")).strip()
            if entry.get("key") in KINDS and text.strip("-–—. "):
                learnt.append(
                    learnings(
                        hub_id=row.follow_up.hub_id, follow_up_id=row.follow_up_id,
                        kind=entry["key"], text=text, search_key=thai_key(text),
                        said_at=row.submitted_at,
                    )
                )  # fmt: skip
        said += [
            notes(
                problem_id=entry["problem"], follow_up_id=row.follow_up_id, state=entry["state"],
                at=row.submitted_at, by_id=row.submitted_by_id,
            )
            for entry in row.content.get("earlier_problems", ())
            if entry["problem"] in problems
        ]  # fmt: skip
        if len(learnt) >= BATCH or len(said) >= BATCH:
            learnings.objects.bulk_create(learnt)
            notes.objects.bulk_create(said)
            learnt, said = [], []
    learnings.objects.bulk_create(learnt)
    notes.objects.bulk_create(said)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_records_across_rounds")]

    operations = [migrations.RunPython(keep_what_was_said, migrations.RunPython.noop)]
