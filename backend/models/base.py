"""What every row of the house has: a scoped manager, and for nouns a UUID and an organ."""

from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID, uuid4

from django.db import models

from backend.scope import ScopedManager, organ_range

if TYPE_CHECKING:
    from backend.models.people import User


class Scoped(models.Model):
    """A model whose manager raises until narrowed. `scope_of` says what an actor may see."""

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def scope_of(cls, actor: "User") -> models.Q:
        """Rows in the actor's organ tree."""
        return organ_range(actor)


class Reference(Scoped):
    """A row every signed-in person may read: divisions, calendars, law."""

    class Meta:
        abstract = True

    @classmethod
    def scope_of(cls, actor: "User") -> models.Q:
        """Everything."""
        return models.Q()


class Noun(Scoped):
    """A legal thing with a UUID (the wire's name for it) that belongs to one organ and is never deleted."""

    uuid = models.UUIDField("标识", primary_key=True, default=uuid4, editable=False)
    organ = models.ForeignKey("backend.Organ", models.PROTECT, related_name="+", verbose_name="执法主体")
    created_at = models.DateTimeField("登记时间")

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing legal is deleted; it moves to another state."""
        raise TypeError(f"a {type(self).__name__} is never deleted")

    @property
    def ref(self) -> tuple[str, UUID]:
        """(noun, uuid): how the ground points upward."""
        return type(self).__name__.lower(), self.uuid
