"""Talks with a venue (约谈) and its letters of commitment (承诺书), each with its document."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backend', '0010_clocks_in_hours'),
        ('enforcement', '0014_file_explains_its_gaps'),
        ('registry', '0006_performances'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Guidance',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='标识')),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('kind', models.CharField(choices=[('talk', '约谈'), ('pledge', '承诺书')], max_length=10, verbose_name='类别')),
                ('state', models.CharField(choices=[('given', '待签回'), ('signed', '已签收'), ('withdrawn', '已撤回')], default='given', max_length=10)),
                ('number', models.CharField(max_length=60, verbose_name='文号')),
                ('cause_noun', models.CharField(blank=True, max_length=30)),
                ('cause_id', models.UUIDField(null=True)),
                ('reason', models.CharField(max_length=600, verbose_name='事由')),
                ('held_at', models.DateTimeField(verbose_name='时间')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='地点')),
                ('officers', models.JSONField(default=list, verbose_name='约谈人')),
                ('came', models.CharField(max_length=60, verbose_name='到场人或承诺人')),
                ('came_role', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('content', models.TextField(verbose_name='约谈内容或承诺事项')),
                ('statement', models.TextField(blank=True, verbose_name='场所陈述')),
                ('until', models.DateField(null=True, verbose_name='承诺期限至')),
                ('signed_on', models.DateField(null=True, verbose_name='签收日期')),
                ('files', models.JSONField(default=list, verbose_name='签字件')),
                ('ended_reason', models.CharField(blank=True, max_length=600, verbose_name='撤回理由')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.document')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='backend.organ', verbose_name='执法主体')),
                ('talk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='enforcement.guidance')),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guidance', to='registry.venue')),
            ],
            options={
                'ordering': ['-held_at', 'uuid'],
                'indexes': [models.Index(fields=['organ', 'kind', 'held_at'], name='guidance_by_kind'), models.Index(fields=['cause_noun', 'cause_id'], name='guidance_by_cause')],
                'constraints': [models.UniqueConstraint(fields=('organ', 'kind', 'number'), name='guidance_is_numbered_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), ('signed_on__isnull', False), _connector='OR'), name='signed_guidance_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('ended_reason', ''), _negated=True), _connector='OR'), name='withdrawn_guidance_has_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pledge'), ('until__isnull', False)), models.Q(('kind', 'talk'), ('talk__isnull', True), ('until__isnull', True)), _connector='OR'), name='pledge_has_its_period'), models.CheckConstraint(condition=models.Q(models.Q(('cause_id__isnull', True), ('cause_noun', '')), models.Q(models.Q(('cause_noun', ''), _negated=True), ('cause_id__isnull', False)), _connector='OR'), name='guidance_cause_is_whole')],
            },
        ),
    ]
