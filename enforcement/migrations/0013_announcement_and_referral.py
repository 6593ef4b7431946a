"""Side tracks for service by announcement (公告送达) and for the referral to the police (移送公安机关)."""

from django.db import migrations, models

_KINDS = [
    ("preservation", "证据先行登记保存"), ("seizure", "查封扣押"), ("announcement", "公告送达"),
    ("referral", "移送公安机关"), ("sampling", "抽样取证、鉴定"), ("hearing", "听证"),
    ("discussion", "集体讨论"), ("instalments", "延期、分期缴纳"), ("urging", "催告与申请强制执行"),
    ("review", "行政复议"), ("litigation", "行政诉讼"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0012_leads_by_channel")]

    operations = [
        migrations.AlterField("casetrack", "kind", models.CharField("种类", max_length=16, choices=_KINDS)),
    ]
