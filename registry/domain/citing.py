"""How a law is named in a sentence."""


def law_named(law: str) -> str:
    """In its brackets; one that carries a bracket of its own (《……》实施细则) is named as it stands."""
    return law if law.startswith("《") else f"《{law}》"
