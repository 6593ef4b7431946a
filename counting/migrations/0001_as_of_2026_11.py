"""Targets, activities, sites and reminders, as of November 2026."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('counting', '0001_targets'), ('counting', '0003_exports_and_platforms'), ('counting', '0004_demonstration_sites'), ('counting', '0005_site_steps_have_files'), ('counting', '0006_activities_have_stages'), ('counting', '0007_activities_of_before_are_confirmed'), ('counting', '0008_stages_of_activities_are_held_to')]

    initial = True

    dependencies = [
        ('backend', '0001_as_of_2026_11'),
        ('backend', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('kind', models.CharField(max_length=60, verbose_name='类别')),
                ('state', models.CharField(choices=[('planned', '已计划'), ('held', '已举办待确认'), ('confirmed', '已确认'), ('withdrawn', '已撤销')], default='held', max_length=10)),
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('on', models.DateField(verbose_name='日期')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='地点')),
                ('people', models.PositiveIntegerField(null=True, verbose_name='人数')),
                ('audience', models.CharField(blank=True, choices=[('pupils', '学生'), ('street', '街道执法人员'), ('members', '成员单位人员'), ('operators', '经营单位人员'), ('officers', '本队执法人员'), ('public', '群众'), ('other', '其他')], max_length=10, verbose_name='参加人员')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('files', models.JSONField(default=list, verbose_name='证明材料')),
                ('confirmed_on', models.DateField(null=True, verbose_name='确认日期')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=600, verbose_name='撤销理由')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
            ],
            options={
                'ordering': ['-on'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_on__isnull', False), _connector='OR'), name='confirmed_activity_has_its_day'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), ('held_by__isnull', True), models.Q(('confirmed_by', models.F('held_by')), _negated=True), _connector='OR'), name='activity_is_confirmed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True)), _connector='OR'), name='withdrawn_activity_has_its_time')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('kind', models.CharField(choices=[('ledger', '台账'), ('platform', '平台录入表'), ('cut', '案件统计'), ('yearbook', '年报表一'), ('report', '工作报告')], max_length=10, verbose_name='种类')),
                ('of', models.CharField(max_length=40, verbose_name='对象')),
                ('format', models.CharField(max_length=5, verbose_name='格式')),
                ('query', models.JSONField(default=dict, verbose_name='条件')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('state', models.CharField(choices=[('requested', '生成中'), ('made', '已生成'), ('failed', '未能生成')], default='requested', max_length=10)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('rows', models.PositiveIntegerField(null=True, verbose_name='行数')),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField(null=True)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.file')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'made'), _negated=True), ('file__isnull', False), _connector='OR'), name='made_export_has_its_file')],
            },
        ),
        migrations.CreateModel(
            name='FigureSetting',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('indicator', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=40)),
                ('value', models.JSONField()),
                ('reason', models.CharField(max_length=300)),
                ('ended_at', models.DateTimeField(null=True)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('organ', 'indicator', 'key'), name='reading_is_set_once')],
            },
        ),
        migrations.CreateModel(
            name='PlatformEntry',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('platform', models.CharField(max_length=30, verbose_name='平台')),
                ('noun', models.CharField(max_length=30)),
                ('noun_id', models.UUIDField()),
                ('entered_on', models.DateField(verbose_name='录入日期')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='撤回理由')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['platform', 'noun_id'], name='entry_by_record')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('organ', 'platform', 'noun', 'noun_id'), name='record_is_entered_once')],
            },
        ),
        migrations.CreateModel(
            name='PlatformMapping',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('platform', models.CharField(max_length=30, verbose_name='平台')),
                ('version', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('columns', models.JSONField(verbose_name='列')),
                ('verified', models.BooleanField(default=False, verbose_name='已与平台核对')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='来源或说明')),
                ('ended_at', models.DateTimeField(null=True)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organ', 'platform', 'version'), name='mapping_version_is_given_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('organ', 'platform'), name='platform_has_one_mapping')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('state', models.CharField(choices=[('screened', '已筛选'), ('created', '创建中'), ('checked', '已验收'), ('named', '已命名'), ('dropped', '已放弃'), ('revoked', '已撤销命名')], default='screened', max_length=10)),
                ('kind', models.CharField(max_length=60, verbose_name='类别')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='所在地')),
                ('why', models.CharField(max_length=600, verbose_name='筛选理由')),
                ('named_on', models.DateField(null=True, verbose_name='命名日期')),
                ('activity', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='site', to='counting.activity')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('named', 'revoked')), _negated=True), models.Q(('activity__isnull', False), ('named_on__isnull', False)), _connector='OR'), name='named_site_counts_once')],
            },
        ),
        migrations.CreateModel(
            name='SiteStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20)),
                ('on', models.DateField(verbose_name='日期')),
                ('text', models.TextField(blank=True, verbose_name='情况')),
                ('households', models.PositiveIntegerField(null=True, verbose_name='入户数')),
                ('found', models.PositiveIntegerField(null=True, verbose_name='发现数')),
                ('self_removed', models.PositiveIntegerField(null=True, verbose_name='自行拆除数')),
                ('forced', models.PositiveIntegerField(null=True, verbose_name='依法拆除数')),
                ('files', models.JSONField(default=list, verbose_name='附件')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='counting.site')),
            ],
            options={
                'ordering': ['on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('year', models.PositiveSmallIntegerField()),
                ('seq', models.PositiveSmallIntegerField()),
                ('item', models.CharField(blank=True, max_length=20, verbose_name='条目')),
                ('verbatim', models.CharField(max_length=200, verbose_name='原文')),
                ('indicator', models.CharField(max_length=60, verbose_name='指标')),
                ('comparison', models.CharField(choices=[('>=', '不低于'), ('<=', '不高于'), ('=', '等于')], max_length=2)),
                ('value', models.BigIntegerField(verbose_name='目标值')),
                ('unit', models.CharField(max_length=10, verbose_name='单位')),
                ('window', models.CharField(max_length=10, verbose_name='期间')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ('retired_at', models.DateTimeField(null=True)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
            ],
            options={
                'ordering': ['year', 'seq'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('organ', 'year', 'indicator', 'window'), name='target_is_set_once')],
            },
        ),
    ]
