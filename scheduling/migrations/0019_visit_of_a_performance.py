"""The performance a visit is about."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0006_performances'),
        ('scheduling', '0018_campaigns'),
    ]

    operations = [
        migrations.AddField(
            model_name='visit',
            name='performance',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.performance'),
        ),
    ]
