"""Documents with versions, files and the fate of every number."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backend', '0005_clocks_in_months'),
    ]

    operations = [
        migrations.DeleteModel('Document'),  # nothing wrote it yet: the new shape replaces it
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
                ('copy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.file')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.file')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
                ('public_file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.file')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='backend.document')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at', 'uuid'],
                'indexes': [models.Index(fields=['noun', 'noun_id'], name='document_by_noun')],
                'constraints': [models.UniqueConstraint(fields=('organ', 'form', 'year', 'seq', 'version'), name='number_is_used_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'made'), _negated=True), models.Q(('copy__isnull', False), ('file__isnull', False)), _connector='OR'), name='made_document_has_its_files')],
            },
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
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
                ('put_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organ', 'form', 'kind', 'version'), name='template_version_is_put_once')],
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
    ]
