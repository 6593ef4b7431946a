"""A period in hours (二十四小时) runs from an instant to an instant."""

from django.db import migrations, models

_UNITS = [("workdays", "个工作日"), ("natural_days", "日"), ("months", "个月"), ("hours", "小时")]


class Migration(migrations.Migration):
    dependencies = [("backend", "0009_reduced_copies")]

    operations = [
        migrations.AddField("clock", "starts_at", models.DateTimeField("起算时刻", null=True)),
        migrations.AddField("clock", "due_at", models.DateTimeField("届满时刻", null=True)),
        migrations.AlterField("clock", "unit", models.CharField("单位", max_length=14, choices=_UNITS)),
        migrations.AddConstraint(
            "clock",
            models.CheckConstraint(
                condition=~models.Q(unit="hours")
                | models.Q(starts_at__isnull=False, due_at__gt=models.F("starts_at")),
                name="clock_in_hours_has_its_instants",
            ),
        ),
    ]
