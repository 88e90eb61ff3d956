"""The publication in PostgreSQL, for tools that connect to a database: the same rows as the files, swapped as a whole.

Belongs here: connecting, rights, building aside, verifying, swapping. Does not belong here: what the marts contain (dbt),
or the files (warehouse.publicatie), which are published first and do not depend on this.
"""
