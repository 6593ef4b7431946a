import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backend', '0004_organ_has_address_and_telephone'),
        ('enforcement', '0013_repair_prompts_name_their_record'),
        ('registry', '0001_as_of_2026_11'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='sent_back_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='case',
            name='sent_back_on',
            field=models.DateField(null=True, verbose_name='退回日期'),
        ),
        migrations.AddField(
            model_name='case',
            name='sent_back_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='退回理由'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_back_on__isnull', True), ('sent_back_reason', '')), models.Q(('sent_back_on__isnull', False), models.Q(('sent_back_reason', ''), _negated=True)), _connector='OR'), name='case_is_sent_back_with_its_reason'),
        ),
    ]
