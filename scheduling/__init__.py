"""Who goes where: plans, draws, matching, visits, caps."""
