"""The attacker: what an outsider with every published table can work out about the cells that are kept secret.

Belongs here: the relations between published figures, and the search for the smallest and largest value of a secret cell.
Does not belong here: how cells were chosen to be secret (warehouse.bescherming); the attacker never looks at that, and its
only input is what was published, with which secret cells are large (the outsider who knows most).

    rooster    the published tables as variables with bounds
    relaties   what always holds between those variables
    stelsel    the rows, what follows from them without a solver, and which parts have nothing to do with each other
    geheugen   what the solver was asked before
    nabij      the smallest and largest value of each secret cell, given all relations of its wijk (HiGHS)
    grenzen    the same, given all relations there are
    aanval     the whole: which cells are weak
    ruimte     how much may be hidden
    verruimen  what is best hidden as well, so that weak cells are no longer
"""
