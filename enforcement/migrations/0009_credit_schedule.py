"""Safe default schedule of the nightly grading; administrators may change it afterwards."""

from django.db import migrations


def make(apps, editor):
    Crontab = apps.get_model("django_celery_beat", "CrontabSchedule")
    Task = apps.get_model("django_celery_beat", "PeriodicTask")
    cron, _ = Crontab.objects.get_or_create(
        minute="40", hour="1", day_of_week="*", day_of_month="*", month_of_year="*", timezone="Asia/Shanghai"
    )
    Task.objects.get_or_create(
        name="credit_regrade", defaults={"task": "enforcement.tasks.credit_regrade", "crontab": cron}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("enforcement", "0001_as_of_2026_11"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
