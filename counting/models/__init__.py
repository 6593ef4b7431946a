"""The nouns of counting."""

from counting.models.targets import Activity, FigureSetting, Target

__all__ = ["Activity", "FigureSetting", "Target"]
