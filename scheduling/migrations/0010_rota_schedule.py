"""Safe default schedule of the rotation; administrators may change it afterwards."""

from django.db import migrations


def make(apps, editor):
    Crontab = apps.get_model("django_celery_beat", "CrontabSchedule")
    Task = apps.get_model("django_celery_beat", "PeriodicTask")
    cron, _ = Crontab.objects.get_or_create(
        minute="20", hour="0", day_of_week="1", day_of_month="*", month_of_year="*", timezone="Asia/Shanghai"
    )
    Task.objects.get_or_create(
        name="rotate_duty", defaults={"task": "scheduling.tasks.rotate_duty", "crontab": cron}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0008_draw_logs_are_recounted"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
