"""Links without a BSN as a fact for the oracle: from the pseudonyms of a pipeline to the oracle's own names.

Here belongs that translation; how a pseudonym is made is given. Not here: which link holds (gebruik), or making links.
"""

from collections.abc import Callable, Iterable

from .gebruik import Koppelingen, eigen_client
from .lezen import Leveringen
from .personen import Register


def koppelingen(
    leveringen: Leveringen, links: Iterable[tuple[int, int, float]], pseudoniem: Callable[[str, str], int]
) -> Koppelingen:
    """Per own client its links; `links` are pseudonyms of client and person with a weight, `pseudoniem` makes one of a
    kind of value and the value. KeyError when a link leads to nobody in the register."""
    personen = {pseudoniem(*wie.split(":", 1)): wie for wie in Register(leveringen)}
    eigen = {eigen_client(rij) for rij in leveringen.voorzieningen if not rij.bsn}
    namen = {pseudoniem(*client.split(":", 1)): client for client in eigen}
    gevonden: Koppelingen = {client: set() for client in eigen}
    for client, wie, gewicht in links:
        if client in namen:
            gevonden[namen[client]].add((gewicht, personen[wie]))
    return gevonden
