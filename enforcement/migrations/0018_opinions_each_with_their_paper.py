"""Every opinion sent back to who licenses is a row of its own; those sent before keep words and answer."""

import django.db.models.deletion
from django.db import migrations, models


def say(apps, editor):
    """One opinion per follow-up was sent so far, without a paper."""
    FollowUp, Opinion = (apps.get_model("enforcement", name) for name in ("FollowUp", "FollowUpOpinion"))
    for row in FollowUp.objects.exclude(opinion_sent_on=None).iterator():
        Opinion.objects.create(
            follow_up=row, to=row.opinion_to, text=row.opinion, sent_on=row.opinion_sent_on,
            answer=row.answer, answered_on=row.answered_on,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("backend", "0004_organ_has_address_and_telephone"),
        ("enforcement", "0017_no_penalty_keeps_its_proofs"),
    ]
    operations = [
        migrations.CreateModel(
            name="FollowUpOpinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.CharField(max_length=100, verbose_name="发往的审批部门")),
                ("text", models.CharField(max_length=600, verbose_name="意见")),
                ("sent_on", models.DateField(verbose_name="发出日期")),
                ("answer", models.CharField(blank=True, max_length=600, verbose_name="审批部门答复")),
                ("answered_on", models.DateField(null=True, verbose_name="答复日期")),
                ("voided_on", models.DateField(null=True, verbose_name="作废日期")),
                ("document", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="backend.document")),
                ("follow_up", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="enforcement.followup")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(models.Q(("to", ""), _negated=True), models.Q(("text", ""), _negated=True)), name="opinion_has_its_words_and_addressee"),
                    models.CheckConstraint(condition=models.Q(("answered_on__isnull", True), models.Q(models.Q(("answer", ""), _negated=True), ("voided_on__isnull", True)), _connector="OR"), name="answered_opinion_has_its_answer_and_stands"),
                    models.UniqueConstraint(condition=models.Q(("answered_on__isnull", True), ("voided_on__isnull", True)), fields=("follow_up",), name="one_opinion_waits_for_its_answer"),
                ],
            },
        ),
        migrations.RunPython(say, migrations.RunPython.noop),
    ]
