"""Of five indexes of the picks two remain: the key, and draw with code, by which every pick is found."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_items_say_when_notice_is_given'),
        ('scheduling', '0014_partners_may_decline'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='drawpick',
            name='pick_selected',
        ),
        migrations.AlterField(
            model_name='drawpick',
            name='draw',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='picks', to='scheduling.draw'),
        ),
        migrations.AlterField(
            model_name='drawpick',
            name='venue',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.venue'),
        ),
    ]
