"""The Dagster code location: what runs when, in which order, and which gate stands where.

Belongs here: assets, checks, the job, schedule, sensor and the command line over them.
Does not belong here: parsing (sources), business rules (dbt_project), judgement (expectations).
"""
