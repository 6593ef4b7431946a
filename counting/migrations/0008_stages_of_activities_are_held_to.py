"""What each stage of an activity must have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counting", "0007_activities_of_before_are_confirmed")]

    operations = [
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_on__isnull', False), _connector='OR'), name='confirmed_activity_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), ('held_by__isnull', True), models.Q(('confirmed_by', models.F('held_by')), _negated=True), _connector='OR'), name='activity_is_confirmed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True)), _connector='OR'), name='withdrawn_activity_has_its_time'),
        ),
    ]
