"""Shapes of side tracks and money."""

from typing import Any

from rest_framework import serializers

from enforcement.models import Payment


class TrackFormOut(serializers.Serializer[Any]):
    """A form that can be made of a track by what was recorded."""

    form = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class NoticeDayOut(serializers.Serializer[Any]):
    """Told on that day, a hearing may be held from `earliest_on`, of which it is told by `told_by`."""

    on = serializers.DateField()
    earliest_on = serializers.DateField()
    told_by = serializers.DateField()


class CaseTrackOut(serializers.Serializer[Any]):
    """A side track; `values`: verb → the fields of that act (their shapes: GET /penalties)."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField()
    began_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    values = serializers.DictField(child=serializers.DictField())
    notice = serializers.UUIDField(
        allow_null=True, help_text="of an announcement: the prior notice it serves; null: the decision"
    )
    days = serializers.DictField(child=serializers.DateField(), help_text="the day each act was recorded")
    forms = TrackFormOut(many=True)
    verbs = serializers.ListField(child=serializers.CharField())
    late = serializers.BooleanField(help_text="a hearing asked for after its time")
    notice_days = NoticeDayOut(many=True, help_text="where a hearing is to be told of")


class PriorOut(serializers.Serializer[Any]):
    """An earlier case of this venue and violation."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    decided_on = serializers.DateField()


class InstalmentOut(serializers.Serializer[Any]):
    """A day and a sum in fen."""

    on = serializers.DateField()
    fen = serializers.IntegerField()


class PaymentOut(serializers.Serializer[Any]):
    """One sum paid."""

    part = serializers.ChoiceField(choices=Payment.Part.choices)
    amount_fen = serializers.IntegerField()
    paid_on = serializers.DateField()
    mode = serializers.ChoiceField(choices=Payment.Mode.choices)
    receipt = serializers.CharField()


class MoneyOut(serializers.Serializer[Any]):
    """What a decided penalty owes today, in fen."""

    total_fen = serializers.IntegerField()
    paid_fen = serializers.IntegerField()
    owed_fen = serializers.IntegerField()
    schedule = InstalmentOut(many=True)
    surcharge_fen = serializers.IntegerField()
    surcharge_days = serializers.IntegerField(help_text="days that counted")
    paused_days = serializers.IntegerField(help_text="days of review or litigation, not counted")
    capped = serializers.BooleanField(help_text="it stands at the fine itself")
    surcharge_paid_fen = serializers.IntegerField()
    surcharge_owed_fen = serializers.IntegerField()
    remission_reason = serializers.CharField(allow_blank=True)
    payments = PaymentOut(many=True)


class TrackActIn(serializers.Serializer[Any]):
    """An act of a side track and the values of its fields (GET /penalties says which)."""

    verb = serializers.CharField(max_length=40)
    values = serializers.DictField(default=dict)
