"""The statistics of a campaign leave the house as those of cases do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counting", "0003_ended_cases_are_closed")]
    operations = [
        migrations.AlterField(
            model_name="export",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ledger", "台账"), ("platform", "平台录入表"), ("cut", "案件统计"), ("yearbook", "年报表一"),
                    ("report", "工作报告"), ("campaign", "专项检查统计"),
                ],
                max_length=10,
                verbose_name="种类",
            ),
        ),
    ]
