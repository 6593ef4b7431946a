"""The nouns of counting."""

from counting.models.exports import Export, PlatformEntry, PlatformMapping
from counting.models.sites import Site, SiteStep
from counting.models.targets import Activity, FigureSetting, Target

__all__ = [
    "Activity",
    "Export",
    "FigureSetting",
    "PlatformEntry",
    "PlatformMapping",
    "Site",
    "SiteStep",
    "Target",
]
