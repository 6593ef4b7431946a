"""The demonstration district: 钢城区 (370117) with clearly fictional venues, people and history.

Everything is made by calling the services with a fixed seed, so that every page shows something true.
"""
