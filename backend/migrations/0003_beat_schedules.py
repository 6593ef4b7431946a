"""Safe default schedules of Celery beat; administrators may change them afterwards."""

from django.db import migrations

SECONDS = (("seal", "backend.tasks.seal", 5), ("sweep", "backend.tasks.sweep", 10))
DAILY = (("clocks_recompute", "backend.tasks.clocks_recompute", 1, 10), ("files_sweep", "backend.tasks.files_sweep", 3, 20))


def make(apps, editor):
    Interval = apps.get_model("django_celery_beat", "IntervalSchedule")
    Crontab = apps.get_model("django_celery_beat", "CrontabSchedule")
    Task = apps.get_model("django_celery_beat", "PeriodicTask")
    for name, task, seconds in SECONDS:
        every, _ = Interval.objects.get_or_create(every=seconds, period="seconds")
        Task.objects.get_or_create(name=name, defaults={"task": task, "interval": every})
    for name, task, hour, minute in DAILY:
        cron, _ = Crontab.objects.get_or_create(
            minute=str(minute), hour=str(hour), day_of_week="*", day_of_month="*", month_of_year="*", timezone="Asia/Shanghai"
        )
        Task.objects.get_or_create(name=name, defaults={"task": task, "crontab": cron})


class Migration(migrations.Migration):
    dependencies = [("backend", "0002_journal_is_append_only"), ("django_celery_beat", "0019_alter_periodictasks_options")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
