"""What must hold at each boundary, judged with Great Expectations and written down as Data Docs.

Belongs here: suites as code, their thresholds with a reason (normen.yml), and the findings they yield.
Does not belong here: computing what is judged beyond small helper columns (that is SQL), changing data, or Dagster.
Great Expectations takes ten seconds to import: only `context` does so, at the first judgement of a process.
"""
