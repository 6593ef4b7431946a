"""Safe default schedule of rechecks: before the day's work begins; administrators may change it afterwards."""

from django.db import migrations


def make(apps, editor):
    Crontab = apps.get_model("django_celery_beat", "CrontabSchedule")
    Task = apps.get_model("django_celery_beat", "PeriodicTask")
    cron, _ = Crontab.objects.get_or_create(
        minute="30", hour="6", day_of_week="*", day_of_month="*", month_of_year="*", timezone="Asia/Shanghai"
    )
    Task.objects.get_or_create(
        name="rechecks_due", defaults={"task": "inspections.tasks.rechecks_due", "crontab": cron}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("django_celery_beat", "0019_alter_periodictasks_options"),
        ("inspections", "0001_as_of_2026_11"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
