"""Where an organ is found and called, for its papers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backend", "0003_beat_schedules")]
    operations = [
        migrations.AddField("organ", "address", models.CharField("地址", max_length=120, blank=True, default=""), preserve_default=False),
        migrations.AddField("organ", "phone", models.CharField("电话", max_length=40, blank=True, default="", help_text="办公电话，印在文书上"), preserve_default=False),
    ]
