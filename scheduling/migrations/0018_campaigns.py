"""Special campaigns (专项检查) with their filing, and the visits and draws that stand under one."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backend', '0009_reduced_copies'),
        ('scheduling', '0017_leave_may_end'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('state', models.CharField(choices=[('draft', '起草'), ('approved', '已批准'), ('filed', '已备案'), ('running', '进行中'), ('closed', '已结束'), ('cancelled', '已取消')], default='draft', max_length=10)),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('ordered_by', models.CharField(blank=True, max_length=80, verbose_name='部署机关')),
                ('plan_text', models.TextField(blank=True, verbose_name='方案')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(verbose_name='结束日期')),
                ('categories', models.JSONField(default=list, verbose_name='检查对象类别')),
                ('townships', models.JSONField(default=list, verbose_name='街道乡镇')),
                ('venues', models.JSONField(default=list, verbose_name='指定场所')),
                ('items', models.JSONField(default=list, verbose_name='检查事项')),
                ('filing_no', models.CharField(blank=True, max_length=60, verbose_name='备案号')),
                ('filed_with', models.CharField(blank=True, max_length=80, verbose_name='备案机关')),
                ('filed_on', models.DateField(null=True, verbose_name='备案日期')),
                ('report', models.TextField(blank=True, verbose_name='总结')),
                ('ended_on', models.DateField(null=True, verbose_name='结束或取消日期')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='取消理由')),
                ('approval', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.approval')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
                ('trigger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.trigger')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.AddField(
            model_name='draw',
            name='campaign',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='scheduling.campaign'),
        ),
        migrations.AddField(
            model_name='visit',
            name='campaign',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='scheduling.campaign'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(condition=models.Q(('filing_no', ''), _negated=True), fields=('organ', 'filing_no'), name='campaign_is_filed_under_one_number'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='campaign_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('filed', 'running', 'closed')), _negated=True), models.Q(models.Q(('filing_no', ''), _negated=True), ('filed_on__isnull', False)), _connector='OR'), name='filed_campaign_has_its_number'),
        ),
    ]
