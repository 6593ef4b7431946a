"""What is not in a case's file when it is archived is explained (备考表)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0013_announcement_and_referral")]

    operations = [
        migrations.AddField("case", "archive_gaps", models.JSONField("备考说明", default=dict)),
    ]
