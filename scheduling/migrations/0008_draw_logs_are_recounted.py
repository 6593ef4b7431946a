"""Every night the logs of the draws are recounted; administrators may move the hour."""

from django.db import migrations


def make(apps, editor):
    Crontab = apps.get_model("django_celery_beat", "CrontabSchedule")
    Task = apps.get_model("django_celery_beat", "PeriodicTask")
    cron, _ = Crontab.objects.get_or_create(
        minute="40", hour="1", day_of_week="*", day_of_month="*", month_of_year="*", timezone="Asia/Shanghai"
    )
    Task.objects.get_or_create(
        name="draw_logs_recount", defaults={"task": "scheduling.tasks.draw_logs_recount", "crontab": cron}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0007_draw_log_refuses_truncate"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
