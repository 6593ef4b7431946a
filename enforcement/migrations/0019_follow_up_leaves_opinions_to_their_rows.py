"""What was said of the one opinion stands in its own row now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0018_opinions_each_with_their_paper")]
    operations = [
        migrations.RemoveConstraint("followup", "opinion_sent_has_its_words_and_addressee"),
        migrations.RemoveConstraint("followup", "only_a_sent_opinion_is_answered"),
        migrations.RemoveField("followup", "answer"),
        migrations.RemoveField("followup", "answered_on"),
        migrations.RemoveField("followup", "opinion_sent_on"),
        migrations.RemoveField("followup", "opinion_to"),
    ]
