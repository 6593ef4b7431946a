"""What counting needs of earlier cases: one withdrawn or transferred closed on that day, in that way."""

from django.db import migrations

ENDED = ("withdrawn", "transferred")


def say(apps, editor):
    """The day is the one the archive's period runs from; without such a period, of the archive."""
    Case, Clock = apps.get_model("enforcement", "Case"), apps.get_model("backend", "Clock")
    for case in Case.objects.filter(state__in=ENDED, closing_type=""):
        runs = Clock.objects.filter(noun="case", noun_id=case.pk, rule="case_archive").order_by("-starts_on")
        clock = runs.first()
        case.closing_type = case.state
        case.closed_on = clock.starts_on if clock else case.archived_on
        case.save(update_fields=["closing_type", "closed_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("counting", "0002_reminder_schedule"),
        ("enforcement", "0013_repair_prompts_name_their_record"),
    ]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
