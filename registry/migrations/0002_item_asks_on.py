"""A question of the checklist may ask on when its answer does not conform (追问)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_registers")]

    operations = [
        migrations.AddField("checkitem", "follow", models.JSONField(default=list, verbose_name="追问")),
    ]
