"""Shapes of the catalogue."""

from typing import Any

from rest_framework import serializers

YES_NO = [("yes", "是"), ("no", "否")]
ROLES = [("duty", "义务"), ("penalty", "罚则")]


class CodeNameOut(serializers.Serializer[Any]):
    """A code and its name."""

    code = serializers.CharField()
    name = serializers.CharField()


class LicenceTypeOut(serializers.Serializer[Any]):
    """A licence or filing of a category."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    kind = serializers.CharField()
    validity_months = serializers.IntegerField(allow_null=True)
    verified = serializers.BooleanField()


class CategoryOut(serializers.Serializer[Any]):
    """A category (检查对象类别)."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    short = serializers.CharField()
    main = serializers.BooleanField()
    optional = serializers.BooleanField()
    verified = serializers.BooleanField()
    licence_types = LicenceTypeOut(many=True)


class BasisOut(serializers.Serializer[Any]):
    """One version of one provision (法律依据); money in fen."""

    key = serializers.CharField()
    law = serializers.CharField()
    law_short = serializers.CharField()
    version = serializers.CharField()
    article = serializers.CharField()
    role = serializers.ChoiceField(ROLES)
    note = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    in_force = serializers.BooleanField()
    tier = serializers.CharField()
    party = serializers.CharField()
    penalty_kinds = serializers.ListField(child=serializers.CharField())
    fine_min_fen = serializers.IntegerField(allow_null=True)
    fine_max_fen = serializers.IntegerField(allow_null=True)
    measures = serializers.ListField(child=serializers.CharField())
    multiple_min = serializers.IntegerField(allow_null=True)
    multiple_max = serializers.IntegerField(allow_null=True)
    basis_amount = serializers.CharField(allow_blank=True)
    threshold_fen = serializers.IntegerField(allow_null=True)
    verified = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment] # the word of the wire


class ViolationOut(serializers.Serializer[Any]):
    """A violation (违法行为) with all versions of its bases."""

    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    verified = serializers.BooleanField()
    bases = BasisOut(many=True)


class EvidenceOut(serializers.Serializer[Any]):
    """What a non-conforming answer needs."""

    on_violation = serializers.CharField()
    suggested = serializers.ListField(child=serializers.CharField())
    minors = serializers.BooleanField()


class TimeRuleOut(serializers.Serializer[Any]):
    """When an item bites: closed hours (local), or days of the calendar."""

    kind = serializers.CharField()
    start = serializers.CharField(allow_null=True)
    end = serializers.CharField(allow_null=True)


class ChoiceOut(serializers.Serializer[Any]):
    """One answer to choose."""

    key = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class FollowOut(serializers.Serializer[Any]):
    """A question that opens under a non-conforming answer."""

    key = serializers.CharField()
    kind = serializers.ChoiceField([("number", "数字"), ("text", "文字"), ("choice", "选择")])
    zh = serializers.CharField()
    en = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment] # the word of the wire
    choices = ChoiceOut(many=True)


class ItemOut(serializers.Serializer[Any]):
    """One question with the sentences of the record."""

    code = serializers.CharField()
    question = serializers.CharField()
    question_en = serializers.CharField()
    level = serializers.ChoiceField([("general", "一般"), ("key", "重点")])
    conforms_answer = serializers.ChoiceField(YES_NO)
    statement_ok = serializers.CharField()
    statement_bad = serializers.CharField()
    evidence = EvidenceOut()
    rule = TimeRuleOut(allow_null=True)
    exception = serializers.CharField()
    applies_to = serializers.ListField(child=serializers.CharField())
    follow = FollowOut(many=True)
    transfer_to = serializers.ListField(child=serializers.CharField())
    verified = serializers.BooleanField()


class FormItemOut(ItemOut):
    """One question of the form with the bases in force."""

    violations = serializers.ListField(child=serializers.CharField())
    bases = BasisOut(many=True)


class FormSectionOut(serializers.Serializer[Any]):
    """A section of the form."""

    key = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    title_en = serializers.CharField()
    items = FormItemOut(many=True)


class FormOut(serializers.Serializer[Any]):
    """The form of a visit."""

    version = serializers.CharField()
    sections = FormSectionOut(many=True)


class CatalogueItemOut(ItemOut):
    """One item of the catalogue with everything it rests on."""

    category = serializers.CharField(allow_null=True)
    section = serializers.CharField()
    section_en = serializers.CharField()
    in_force = serializers.BooleanField()
    in_force_from = serializers.DateField(allow_null=True)
    in_force_to = serializers.DateField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment] # the word of the wire
    violations = ViolationOut(many=True)
    duties = BasisOut(many=True)


class BandOut(serializers.Serializer[Any]):
    """One step of a discretion standard (裁量基准); money in fen."""

    code = serializers.CharField()
    region = serializers.CharField()
    circumstance = serializers.CharField()
    document = serializers.CharField()
    adopted = serializers.BooleanField()
    fine_min_fen = serializers.IntegerField(allow_null=True)
    fine_max_fen = serializers.IntegerField(allow_null=True)
    multiple_min = serializers.IntegerField(allow_null=True)
    multiple_max = serializers.IntegerField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    verified = serializers.BooleanField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # the word of the wire


class LenientOut(serializers.Serializer[Any]):
    """One rule of no penalty (免罚)."""

    code = serializers.CharField()
    region = serializers.CharField()
    conditions = serializers.CharField()
    first_time = serializers.BooleanField()
    window_months = serializers.IntegerField(allow_null=True)
    correction = serializers.CharField()
    measures = serializers.ListField(child=serializers.CharField())
    basis = serializers.CharField()
    adopted = serializers.BooleanField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    verified = serializers.BooleanField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # the word of the wire


class BandOfOut(BandOut):
    """A step and the provision it belongs to, by its key."""

    basis = serializers.CharField()


class LenientOfOut(LenientOut):
    """A rule of no penalty, the violation it is about, and where it is written."""

    violation = serializers.CharField()


class CatalogueOut(serializers.Serializer[Any]):
    """The edition in use."""

    version = serializers.CharField()
    categories = CategoryOut(many=True)
    items = CatalogueItemOut(many=True)
    bands = BandOfOut(many=True)
    lenient = LenientOfOut(many=True)


class ResultCodeOut(serializers.Serializer[Any]):
    """A result of a random check (抽查结果)."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    national = serializers.BooleanField()
    exclusive = serializers.BooleanField()
    needs_revisit = serializers.BooleanField()
    problem = serializers.BooleanField()
    internal = serializers.BooleanField()
    verified = serializers.BooleanField()


class ListedItemOut(serializers.Serializer[Any]):
    """One check item for everybody: what is asked and on what provisions in force; not `verified`: 待核实."""

    code = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    section = serializers.CharField()
    section_en = serializers.CharField()
    question = serializers.CharField()
    question_en = serializers.CharField()
    level = serializers.ChoiceField([("general", "一般"), ("key", "重点")])
    exception = serializers.CharField(allow_blank=True)
    in_force_from = serializers.DateField(allow_null=True)
    verified = serializers.BooleanField()
    bases = BasisOut(many=True)


class ItemListOut(serializers.Serializer[Any]):
    """The list of check items in force (检查事项清单)."""

    version = serializers.CharField()
    on = serializers.DateField()
    categories = CategoryOut(many=True)
    items = ListedItemOut(many=True)
