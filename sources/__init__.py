"""One module per kind of delivery: recognise, validate, pseudonymise, land as Parquet.

Belongs here: the rules of arrival, each source's YAML, and the maker of synthetic deliveries.
Does not belong here: Dagster, SQL, and any rule on what a delivered fact means (that is dbt's).
"""
