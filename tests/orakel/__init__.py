"""The oracle: a second, independent reading of the outside contract, in plain Python.

It computes the published tables straight from a landing folder, so that a comparison with the pipeline finds mistakes
in either. Here belong: the reading of the contract and the helpers that write tiny deliveries. Not here: SQL, data
frames, code of the pipeline, speed, findings, secondary protection (it may make further cells secret, it never
changes a value).

`bereken` gives the tables; `tel` in `tellen` gives the same counts before rounding and secrecy, for looking at
differences. The definitions are those of `definities`, which can be others than those of the contract.
"""

from .tellen import bereken

__all__ = ["bereken"]
