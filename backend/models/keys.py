"""Signing keys: the public half of every key this installation has signed with, for ever."""

from django.db import models

from backend.models.base import Reference


class SigningKey(Reference):
    """One Ed25519 key; the private half lies in a file outside the database."""

    key = models.CharField("编号", max_length=16, primary_key=True)
    public = models.CharField("公钥", max_length=64)
    since = models.DateTimeField("启用")
    until = models.DateTimeField("停用", null=True)

    class Meta:
        ordering = ["since", "key"]

    def __str__(self) -> str:
        """Its id."""
        return self.key
