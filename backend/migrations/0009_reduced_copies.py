"""A small copy of a photo may come before its original; it is for the eye alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backend", "0008_clocks_follow_and_changes_are_kept")]

    operations = [
        migrations.AddField(
            "file", "reduced", models.CharField("小图", max_length=120, blank=True, default="")
        ),
    ]
