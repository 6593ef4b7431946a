"""Reminders call a clock by its label: those of results and orders begun before had none."""

from django.db import migrations


def say(apps, editor):
    """By the venue and the number of visit or order."""
    Clock = apps.get_model("backend", "Clock")
    records = apps.get_model("inspections", "Inspection").objects.select_related("visit__venue")
    orders = apps.get_model("inspections", "Rectification").objects.select_related("venue")
    for clock in Clock.objects.filter(rule="result_publication", label="", done_on=None).iterator():
        for row in records.filter(pk=clock.noun_id):
            Clock.objects.filter(pk=clock.pk).update(label=f"{row.visit.venue.name} {row.visit.number}"[:160])
    for clock in Clock.objects.filter(rule="rectification_due", label="", done_on=None).iterator():
        for row in orders.filter(pk=clock.noun_id):
            Clock.objects.filter(pk=clock.pk).update(label=f"{row.venue.name} {row.number}"[:160])


class Migration(migrations.Migration):
    dependencies = [
        ("backend", "0004_organ_has_address_and_telephone"),
        ("inspections", "0006_recheck_schedule"),
        ("registry", "0001_as_of_2026_11"),
        ("scheduling", "0001_as_of_2026_11"),
    ]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
