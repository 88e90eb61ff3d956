"""Linking registrations without a BSN to residents by chance: Splink, with settings that were trained once.

Belongs here: how names, dates and addresses are compared, the trained settings, and the step of the intake that does it.
Does not belong here: the exact rule (sources.koppelen), or what a link means for the counts (dbt).

Everything happens in memory, on what the originals in landing/ say; what is left behind are pseudonyms and weights.
"""
