"""The password rules of the house, beside Django's own."""

from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError


class LongEnoughValidator(MinimumLengthValidator):
    """Django's rule of length, said in Chinese (its own translation leaves this one out)."""

    def get_error_message(self) -> str:
        """The rule in the officer's words."""
        return f"密码长度太短，至少 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        """The same, beforehand."""
        return f"密码至少 {self.min_length} 个字符。"


class ThreeKindsValidator:
    """Letters, digits and a sign, all three (GB/T 22239-2019 practice)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError unless `password` mixes letters, digits and signs."""
        kinds = (
            any(c.isalpha() for c in password),
            any(c.isdigit() for c in password),
            any(not c.isalnum() for c in password),
        )
        if not all(kinds):
            raise ValidationError(self.get_help_text(), code="password_three_kinds")

    def get_help_text(self) -> str:
        """The rule in the officer's words."""
        return "密码须同时含有字母、数字和符号。"
