"""Where the data lives and how it is opened: paths, keys, locks, publication, extracts.

Belongs here: everything that knows a path below the data root.
Does not belong here: parsing of deliveries (sources), business rules (dbt), judgement (expectations).
"""
