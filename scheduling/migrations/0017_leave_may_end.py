"""Leave that ends before its last day (销假), or before it began."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0016_draw_stamps'),
    ]

    operations = [
        migrations.AddField(
            model_name='leave',
            name='dropped_at',
            field=models.DateTimeField(null=True, verbose_name='取消时间'),
        ),
        migrations.AddField(
            model_name='leaverequest',
            name='back_on',
            field=models.DateField(null=True, verbose_name='返岗'),
        ),
        migrations.AlterField(
            model_name='leaverequest',
            name='state',
            field=models.CharField(choices=[('asked', '待审批'), ('approved', '已批准'), ('rejected', '未批准'), ('withdrawn', '已撤回'), ('ended', '已销假')], default='asked', max_length=10),
        ),
    ]
