"""What was seen: inspections, answers, findings, photos, signatures, publication of results."""
