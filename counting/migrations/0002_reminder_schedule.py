"""Safe default schedule of reminders: every hour of the day's work; administrators may change it afterwards."""

from django.db import migrations


def make(apps, editor):
    Crontab = apps.get_model("django_celery_beat", "CrontabSchedule")
    Task = apps.get_model("django_celery_beat", "PeriodicTask")
    cron, _ = Crontab.objects.get_or_create(
        minute="5", hour="7-19", day_of_week="*", day_of_month="*", month_of_year="*", timezone="Asia/Shanghai"
    )
    Task.objects.get_or_create(name="remind", defaults={"task": "counting.tasks.remind", "crontab": cron})


class Migration(migrations.Migration):
    dependencies = [
        ("counting", "0001_as_of_2026_11"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
