"""Performances (营业性演出) as they were approved."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backend', '0010_clocks_in_hours'),
        ('registry', '0005_credit_grades'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Performance',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('name', models.CharField(max_length=120, verbose_name='演出名称')),
                ('approval_no', models.CharField(max_length=60, verbose_name='批准文号')),
                ('approved_by', models.CharField(blank=True, max_length=80, verbose_name='批准机关')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(verbose_name='结束日期')),
                ('place', models.CharField(max_length=120, verbose_name='演出地点')),
                ('organiser', models.CharField(max_length=120, verbose_name='举办单位')),
                ('organiser_licence', models.CharField(blank=True, max_length=60, verbose_name='营业性演出许可证号')),
                ('performers', models.JSONField(default=list, verbose_name='演员、团体')),
                ('programme', models.JSONField(default=list, verbose_name='节目')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='撤销理由')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
                ('venue', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='performances', to='registry.venue')),
            ],
            options={
                'ordering': ['-starts_on'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('organ', 'approval_no'), name='approval_of_a_performance_is_listed_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='performance_ends_after_start')],
            },
        ),
    ]
