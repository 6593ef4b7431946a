"""The time of service, who checked the file, and what the archive's period of an ended case runs from."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

EVENTS = {"withdrawn": "撤销案件", "transferred": "移送案件"}


def say(apps, editor):
    """Cases that did not close: their open and past periods of the archive said they ran from the closing."""
    Case, Clock = apps.get_model("enforcement", "Case"), apps.get_model("backend", "Clock")
    for state, event in EVENTS.items():
        ended = Case.objects.filter(state=state).values_list("pk", flat=True)
        clocks = Clock.objects.filter(noun="case", rule="case_archive", start_event="结案")
        for clock in clocks.filter(noun_id__in=list(ended)):
            clock.start_event = event
            clock.save(update_fields=["start_event"])


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("backend", "0004_organ_has_address_and_telephone"),
        ("enforcement", "0009_credit_schedule"),
    ]
    operations = [
        migrations.AddField("case", "served_time", models.TimeField("送达时刻", null=True)),
        migrations.AddField(
            "case",
            "archived_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(served_time__isnull=True) | models.Q(served_on__isnull=False),
                name="time_of_service_has_its_day",
            ),
        ),
        migrations.RunPython(say, migrations.RunPython.noop),
    ]
