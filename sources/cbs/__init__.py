"""Open data of CBS: which tables, how they are fetched, replayed when offline, and landed.

Belongs here: everything that knows the OData v3 form of CBS. Does not belong here: what the figures are compared with
(expectations, dbt), or anything about deliveries of suppliers.
"""
