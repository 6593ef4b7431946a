"""Shapes of evaluations on the wire."""

from typing import Any

from rest_framework import serializers

from inspections.domain.evaluation import BAD, FAIR, GOOD

HEX = r"^(?:[0-9a-f]{2})+$"


class EvaluationKeyOut(serializers.Serializer[Any]):
    """A public key: of an organ and year, the same for everybody."""

    uuid = serializers.UUIDField()
    organ = serializers.CharField()
    year = serializers.IntegerField()
    modulus = serializers.CharField(help_text="hexadecimal")
    exponent = serializers.CharField()
    fingerprint = serializers.CharField(help_text="SHA-256 of the modulus")


class EvaluationRightIn(serializers.Serializer[Any]):
    """A blinded value to be signed."""

    key = serializers.UUIDField()
    blinded = serializers.RegexField(HEX, max_length=512, help_text="as long as the modulus")


class EvaluationRightOut(serializers.Serializer[Any]):
    """The signature of the blinded value."""

    signature = serializers.CharField()


class EvaluationIn(serializers.Serializer[Any]):
    """An evaluation with the right to make it."""

    key = serializers.UUIDField()
    message = serializers.RegexField(HEX, min_length=128, max_length=128, help_text="as it was prepared")
    signature = serializers.RegexField(HEX, max_length=512)
    score = serializers.ChoiceField([(GOOD, "满意"), (FAIR, "一般"), (BAD, "不满意")])
    text = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class EvaluationTakenOut(serializers.Serializer[Any]):
    """Kept."""

    taken = serializers.BooleanField()


class EvaluationOrganOut(serializers.Serializer[Any]):
    """An organ."""

    code = serializers.CharField()
    name = serializers.CharField()


class EvaluationMonthOut(serializers.Serializer[Any]):
    """One organ's month; everything empty while there are fewer than five."""

    organ = EvaluationOrganOut()
    month = serializers.CharField()
    readable = serializers.BooleanField()
    count = serializers.IntegerField(allow_null=True)
    good = serializers.IntegerField(allow_null=True)
    fair = serializers.IntegerField(allow_null=True)
    bad = serializers.IntegerField(allow_null=True)
    mean_hundredths = serializers.IntegerField(allow_null=True, help_text="of 3 good, 2 fair, 1 bad")


class EvaluationOut(serializers.Serializer[Any]):
    """What one person said."""

    uuid = serializers.UUIDField()
    score = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)


class EvaluationQuery(serializers.Serializer[Any]):
    """One organ's month."""

    organ = serializers.CharField(max_length=24)
    month = serializers.RegexField(r"^[0-9]{4}-(?:0[1-9]|1[0-2])$")


class EvaluationMonthQuery(serializers.Serializer[Any]):
    """What the months are narrowed by."""

    q = serializers.CharField(max_length=60, required=False, default="")
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, default=None)
