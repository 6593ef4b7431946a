"""The ground: people, organs, journal, clocks, documents, files and approvals, as of November 2026."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('backend', '0001_ground'), ('backend', '0004_reminders'), ('backend', '0005_clocks_in_months'), ('backend', '0006_documents_are_made'), ('backend', '0007_signing_keys'), ('backend', '0008_clocks_follow_and_changes_are_kept'), ('backend', '0009_reduced_copies'), ('backend', '0010_clocks_in_hours')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='用户名')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
            ],
            options={
                'ordering': ['username'],
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='年份')),
                ('source', models.CharField(max_length=200, verbose_name='依据')),
                ('loaded_at', models.DateTimeField(verbose_name='载入时间')),
                ('stamp', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='版本')),
            ],
            options={
                'ordering': ['year'],
            },
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('parent', models.CharField(blank=True, db_index=True, max_length=12, verbose_name='上级代码')),
                ('level', models.CharField(choices=[('province', '省'), ('city', '市'), ('county', '区县'), ('township', '街道乡镇')], max_length=10, verbose_name='层级')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='JournalLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_id', models.UUIDField(null=True)),
                ('verb', models.CharField(max_length=40)),
                ('noun', models.CharField(max_length=30)),
                ('noun_id', models.UUIDField()),
                ('before', models.CharField(blank=True, max_length=30)),
                ('after', models.CharField(blank=True, max_length=30)),
                ('data', models.JSONField(default=dict)),
                ('reason_digest', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['noun', 'noun_id'], name='journal_by_noun')],
            },
        ),
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('key', models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name='编号')),
                ('public', models.CharField(max_length=64, verbose_name='公钥')),
                ('since', models.DateTimeField(verbose_name='启用')),
                ('until', models.DateTimeField(null=True, verbose_name='停用')),
            ],
            options={
                'ordering': ['since', 'key'],
            },
        ),
        migrations.CreateModel(
            name='CalendarChange',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('years', models.JSONField(verbose_name='年份')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('rule', models.CharField(max_length=40, verbose_name='规则')),
                ('noun', models.CharField(max_length=30)),
                ('noun_id', models.UUIDField()),
                ('at_noun', models.CharField(blank=True, max_length=30)),
                ('at_id', models.UUIDField(null=True)),
                ('label', models.CharField(blank=True, max_length=160, verbose_name='对象')),
                ('starts_on', models.DateField(verbose_name='起算日（不计入）')),
                ('start_event', models.CharField(max_length=60, verbose_name='起算事件')),
                ('length', models.PositiveSmallIntegerField(verbose_name='长度')),
                ('unit', models.CharField(choices=[('workdays', '个工作日'), ('natural_days', '日'), ('months', '个月'), ('hours', '小时')], max_length=14, verbose_name='单位')),
                ('basis', models.CharField(max_length=200, verbose_name='依据')),
                ('due_on', models.DateField(verbose_name='届满日')),
                ('starts_at', models.DateTimeField(null=True, verbose_name='起算时刻')),
                ('due_at', models.DateTimeField(null=True, verbose_name='届满时刻')),
                ('provisional', models.BooleanField(default=False, verbose_name='暂定')),
                ('needs_years', models.JSONField(default=list)),
                ('done_on', models.DateField(null=True, verbose_name='完成日')),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='backend.clock')),
            ],
            options={
                'indexes': [models.Index(fields=['noun', 'noun_id'], name='clock_by_noun')],
                'constraints': [models.UniqueConstraint(fields=('noun', 'noun_id', 'rule', 'starts_on'), name='clock_starts_once'), models.CheckConstraint(condition=models.Q(models.Q(('unit', 'hours'), _negated=True), models.Q(('due_at__gt', models.F('starts_at')), ('starts_at__isnull', False)), _connector='OR'), name='clock_in_hours_has_its_instants')],
            },
        ),
        migrations.CreateModel(
            name='ClockShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.DateField(verbose_name='变动前')),
                ('after', models.DateField(verbose_name='变动后')),
                ('was_provisional', models.BooleanField(verbose_name='变动前暂定')),
                ('provisional', models.BooleanField(verbose_name='变动后暂定')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='backend.calendarchange')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='backend.clock')),
            ],
            options={
                'ordering': ['after', 'id'],
            },
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('noun', models.CharField(max_length=30)),
                ('noun_id', models.UUIDField()),
                ('kind', models.CharField(default='photo', max_length=20, verbose_name='用途')),
                ('name', models.CharField(blank=True, max_length=300, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('announced', '待上传'), ('parked', '未登记，暂存'), ('stored', '已保存')], default='announced', max_length=10)),
                ('offset', models.PositiveBigIntegerField(default=0)),
                ('meta', models.JSONField(default=dict)),
                ('thumbnail', models.CharField(blank=True, max_length=120)),
                ('reduced', models.CharField(blank=True, default='', max_length=120, verbose_name='小图')),
                ('problem', models.CharField(blank=True, max_length=200)),
                ('stored_at', models.DateTimeField(null=True)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['noun', 'noun_id'], name='file_by_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('offset__lte', models.F('size'))), name='file_is_not_overfull')],
            },
        ),
        migrations.CreateModel(
            name='JournalNote',
            fields=[
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='note', serialize=False, to='backend.journalline')),
                ('text', models.TextField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Organ',
            fields=[
                ('code', models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=120, verbose_name='全称')),
                ('short_name', models.CharField(max_length=60, verbose_name='简称')),
                ('number_short', models.CharField(help_text='如 钢', max_length=10, verbose_name='文号简称')),
                ('principal_name', models.CharField(blank=True, help_text='受委托执法时，文书用此名义', max_length=120, verbose_name='委托机关')),
                ('lo', models.CharField(max_length=24)),
                ('hi', models.CharField(max_length=24)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.division')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='backend.organ')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('lo__lte', models.F('code')), ('hi__gt', models.F('code'))), name='organ_lies_in_its_own_tree')],
            },
        ),
        migrations.CreateModel(
            name='NumberUse',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('kind', models.CharField(max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('seq', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=60, verbose_name='文号')),
                ('state', models.CharField(choices=[('held', '已领未用'), ('issued', '已使用'), ('returned', '已退回'), ('void', '作废')], default='held', max_length=10)),
                ('device', models.CharField(max_length=64, verbose_name='设备')),
                ('expires_on', models.DateField(verbose_name='应交回日期')),
                ('document', models.UUIDField(null=True, verbose_name='文书')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
            ],
            options={
                'indexes': [models.Index(fields=['holder', 'device', 'state'], name='number_by_device')],
                'constraints': [models.UniqueConstraint(fields=('organ', 'kind', 'year', 'seq'), name='number_is_held_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='void_number_has_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), ('document__isnull', False), _connector='OR'), name='issued_number_has_its_document')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('template', models.CharField(max_length=60)),
                ('last', models.PositiveIntegerField(default=0)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organ', 'kind', 'year'), name='series_is_one_per_year')],
            },
        ),
        migrations.AddField(
            model_name='journalline',
            name='organ',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ'),
        ),
        migrations.CreateModel(
            name='FormTemplate',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('form', models.CharField(max_length=30, verbose_name='文种')),
                ('kind', models.CharField(choices=[('typst', '版式（Typst）'), ('docx', '可编辑副本（Word）')], max_length=5)),
                ('version', models.PositiveIntegerField(verbose_name='版本')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.file')),
                ('put_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organ', 'form', 'kind', 'version'), name='template_version_is_put_once')],
            },
        ),
        migrations.AddField(
            model_name='file',
            name='organ',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体'),
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('form', models.CharField(max_length=30, verbose_name='文种')),
                ('noun', models.CharField(max_length=30)),
                ('noun_id', models.UUIDField()),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('seq', models.PositiveIntegerField(null=True)),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                ('values', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('origin', models.CharField(choices=[('desk', '后台'), ('spot', '现场')], default='desk', max_length=4)),
                ('state', models.CharField(choices=[('requested', '生成中'), ('made', '已生成'), ('failed', '生成失败'), ('void', '作废')], default='requested', max_length=10)),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='进度')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='问题')),
                ('templates', models.JSONField(default=dict, verbose_name='所用模板')),
                ('issued_on', models.DateField(verbose_name='制作日期')),
                ('made_at', models.DateTimeField(null=True)),
                ('irregularities', models.JSONField(default=list)),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='backend.document')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.file')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.file')),
                ('public_file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.file')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
            ],
            options={
                'ordering': ['created_at', 'uuid'],
                'indexes': [models.Index(fields=['noun', 'noun_id'], name='document_by_noun')],
                'constraints': [models.UniqueConstraint(fields=('organ', 'form', 'year', 'seq', 'version'), name='number_is_used_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'made'), _negated=True), models.Q(('copy__isnull', False), ('file__isnull', False)), _connector='OR'), name='made_document_has_its_files')],
            },
        ),
        migrations.AddField(
            model_name='clock',
            name='organ',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体'),
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('noun', models.CharField(max_length=30)),
                ('noun_id', models.UUIDField()),
                ('act', models.CharField(max_length=40, verbose_name='事项')),
                ('content', models.JSONField(default=dict, verbose_name='内容')),
                ('state', models.CharField(choices=[('asked', '待审批'), ('approved', '已批准'), ('rejected', '未批准')], default='asked', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('retro', models.BooleanField(default=False, verbose_name='补办')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
            ],
            options={
                'indexes': [models.Index(fields=['noun', 'noun_id'], name='approval_by_noun'), models.Index(fields=['organ', 'state'], name='approval_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'asked'), ('decided_at__isnull', False), _connector='OR'), name='decided_approval_has_its_time')],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='organ',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ'),
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('path', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('body', models.JSONField(null=True)),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='receipt_is_one_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('noun', models.CharField(max_length=30)),
                ('noun_id', models.UUIDField()),
                ('at_noun', models.CharField(blank=True, max_length=30)),
                ('at_id', models.UUIDField(null=True)),
                ('kind', models.CharField(max_length=30, verbose_name='事项')),
                ('stage', models.CharField(choices=[('waiting', '待办理'), ('soon', '将到期'), ('d30', '剩三十日'), ('d15', '剩十五日'), ('d5', '剩五日'), ('d1', '明天到期'), ('today', '今天到期'), ('overdue', '已逾期'), ('escalated', '逾期，请督促')], max_length=10, verbose_name='阶段')),
                ('title', models.CharField(blank=True, max_length=200)),
                ('detail', models.CharField(blank=True, max_length=200)),
                ('due_on', models.DateField(null=True, verbose_name='期限')),
                ('words', models.CharField(blank=True, max_length=60)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True, verbose_name='已读')),
                ('over_at', models.DateTimeField(null=True, verbose_name='已办结或已进入下一阶段')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['person', 'over_at', 'created_at'], name='reminder_of_person')],
                'constraints': [models.UniqueConstraint(fields=('noun', 'noun_id', 'kind', 'stage', 'person'), name='reminded_once_a_stage')],
            },
        ),
        migrations.CreateModel(
            name='SchoolVacation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, verbose_name='名称')),
                ('starts_on', models.DateField(verbose_name='开始')),
                ('ends_on', models.DateField(verbose_name='结束')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.division')),
            ],
            options={
                'ordering': ['starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='vacation_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='SpecialDate',
            fields=[
                ('on', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                ('kind', models.CharField(choices=[('statutory', 'statutory'), ('bridge', 'bridge'), ('makeup', 'makeup')], max_length=10, verbose_name='性质')),
                ('name', models.CharField(max_length=20, verbose_name='名称')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='backend.calendaryear')),
            ],
            options={
                'ordering': ['on'],
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('basis', models.CharField(max_length=200)),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='backend.clock')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='suspension_ends_after_start'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('clock',), name='clock_has_one_open_suspension')],
            },
        ),
        migrations.CreateModel(
            name='Chunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offset', models.PositiveBigIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=16)),
                ('received_at', models.DateTimeField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='backend.file')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('file', 'offset'), name='chunk_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('inspector', '执法人员'), ('supervisor', '大队长'), ('leader', '负责人'), ('legal_reviewer', '法制审核'), ('industry_section', '监管科室'), ('street_liaison', '街道联络员'), ('auditor', '监督员'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='角色')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'role'), name='role_is_granted_once')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='seal', serialize=False, to='backend.journalline')),
                ('seq', models.PositiveBigIntegerField()),
                ('prev', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ')),
            ],
            options={
                'ordering': ['organ', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('organ', 'seq'), name='seal_numbers_do_not_fork')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('task', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('pending', '待办'), ('claimed', '进行中'), ('done', '完成'), ('failed', '失败')], default='pending', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('not_before', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='backend.journalline')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'not_before'], name='delivery_due')],
                'constraints': [models.UniqueConstraint(fields=('line', 'task'), name='follower_is_told_once')],
            },
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(fields=['organ', 'done_on', 'due_on'], name='clock_open_by_due'),
        ),
    ]
