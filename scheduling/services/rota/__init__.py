"""The duty rota: its rules, publishing weeks, changing a seat, leave and swaps."""
