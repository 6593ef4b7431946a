"""An activity is planned, held with evidence, confirmed by another person, or withdrawn."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backend', '0010_clocks_in_hours'),
        ('counting', '0005_site_steps_have_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='activity',
            name='audience',
            field=models.CharField(blank=True, choices=[('pupils', '学生'), ('street', '街道执法人员'), ('members', '成员单位人员'), ('operators', '经营单位人员'), ('officers', '本队执法人员'), ('public', '群众'), ('other', '其他')], max_length=10, verbose_name='参加人员'),
        ),
        migrations.AddField(
            model_name='activity',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='activity',
            name='confirmed_on',
            field=models.DateField(null=True, verbose_name='确认日期'),
        ),
        migrations.AddField(
            model_name='activity',
            name='files',
            field=models.JSONField(default=list, verbose_name='证明材料'),
        ),
        migrations.AddField(
            model_name='activity',
            name='held_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='activity',
            name='state',
            field=models.CharField(choices=[('planned', '已计划'), ('held', '已举办待确认'), ('confirmed', '已确认'), ('withdrawn', '已撤销')], default='held', max_length=10),
        ),
        migrations.AddField(
            model_name='activity',
            name='withdrawn_reason',
            field=models.CharField(blank=True, max_length=600, verbose_name='撤销理由'),
        ),
    ]
