"""Cases, penalties and verified complaints there already are told to the draws."""

from django.db import migrations

OVER = ("closed", "archived", "withdrawn", "transferred")
COMPLAINTS = ("hotline", "report")


def tell(apps, schema_editor):
    Mark = apps.get_model("scheduling", "VenueMark")._base_manager
    for case in apps.get_model("enforcement", "Case")._base_manager.all():
        cause = {"venue_id": case.venue_id, "cause_noun": "case", "cause_id": case.uuid}
        if case.state not in OVER:
            Mark.create(kind="case", began_on=case.filed_on, **cause)
        if case.decided_on is not None and case.outcome == "penalty":
            Mark.create(kind="penalty", began_on=case.decided_on, **cause)
    leads = apps.get_model("enforcement", "Lead")._base_manager
    for lead in leads.filter(venue__isnull=False, source__in=COMPLAINTS, state__in=("verified", "filed")):
        Mark.create(
            kind="complaint", began_on=lead.created_at.date(), venue_id=lead.venue_id, cause_noun="lead",
            cause_id=lead.uuid,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('enforcement', '0001_cases'),
        ('scheduling', '0011_pools'),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
