"""`make bench`: how long the work takes and how much memory it needs, as a table and as bench.json.

Belongs here: measuring the real commands on a synthetic municipality, and the bare work beside it. Does not belong
here: assertions. A time depends on the machine, so no test reads these figures; ratios and costs per row travel best.
"""
