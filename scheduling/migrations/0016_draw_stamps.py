"""Time stamps over commits, one each, with who gave it and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0015_picks_by_draw_and_code'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DrawStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.BinaryField(verbose_name='时间戳')),
                ('given_at', models.DateTimeField(verbose_name='签发时间')),
                ('serial', models.CharField(max_length=60, verbose_name='序列号')),
                ('authority', models.CharField(max_length=200, verbose_name='签发机构')),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='stamp', to='scheduling.draw')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
