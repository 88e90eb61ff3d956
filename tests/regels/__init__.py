"""Each rule of the standard, broken by one message.

Belongs here: cases, each in a municipality and with a provider of its own, all taken in and judged in one run.
Does not belong here: the SQL of a rule by itself (dbt unit tests), or messages that are refused (unit).
"""
