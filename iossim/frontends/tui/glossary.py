"""The terms of the document, each in a sentence, with the command that shows the thing itself."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content


@dataclass(frozen=True, slots=True)
class Term:
    """A term, what it means, where it can be seen: on which kind of router, by which command."""

    name: str
    meaning: str
    command: str
    where: str = "head-end"


TERMS = (
    Term(
        "ACL", "A list of permit and deny lines; in a crypto map it says what is to be encrypted.", "show access-lists"
    ),
    Term("administrative distance", "How far a source of routes is trusted: the smaller wins.", "show ip route"),
    Term("crypto map", "The entries that tie together what to protect, with whom, and how.", "show crypto map"),
    Term("CRL", "The authority's list of certificates that are no longer good.", "show crypto ca crls"),
    Term(
        "dead peer, keepalive",
        "A peer that does not answer when asked whether it lives is given up.",
        "show crypto isakmp sa",
    ),
    Term("dynamic crypto map", "An entry for peers whose address is not known beforehand.", "show crypto dynamic-map"),
    Term("EIGRP", "The routing protocol between the head-ends, over the cross-over cable.", "show ip eigrp neighbors"),
    Term("ESP", "The protocol that carries the encrypted packets.", "show crypto ipsec sa"),
    Term("feasible successor", "A second way that is known to be free of loops.", "show ip eigrp topology"),
    Term("HSRP", "Two routers, one address: the Active one answers for it.", "show standby brief"),
    Term("IKE, ISAKMP", "How two peers agree on keys; its own SA stands at QM_IDLE.", "show crypto isakmp sa"),
    Term("IPsec SA", "What one direction of a tunnel is encrypted with; known by its SPI.", "show crypto ipsec sa"),
    Term("NAT, pass-through", "The DSL box gives the home's packets its own address.", "show crypto isakmp sa", "home"),
    Term("next hop", "The neighbour a route leads to.", "show ip route"),
    Term("peer", "The other end of a tunnel; a home has a list of them, tried in turn.", "show crypto map", "home"),
    Term("preempt", "The better HSRP router takes over when it comes back.", "show standby"),
    Term("proxy identity", "From which network to which a tunnel carries.", "show crypto ipsec sa"),
    Term("redistribution", "Routes of one source told to the neighbours by another.", "show ip protocols"),
    Term("router on a stick", "A head-end with one interface for what comes and what goes.", "show ip interface brief"),
    Term(
        "RRI",
        "Reverse route injection: a tunnel that is up puts a route to the home into the table.",
        "show ip route static",
    ),
    Term("running-config, startup-config", "What is in force, and what will be after a reload.", "show running-config"),
    Term("tracking", "HSRP gives up priority when an interface goes down.", "show standby"),
    Term("transform set", "Which encryption and which hash are offered.", "show crypto ipsec transform-set"),
    Term("trustpoint, certificate", "By whom the router's identity is vouched for.", "show crypto ca certificates"),
)


def glossary_text() -> Content:
    """All terms."""
    pieces: list[tuple[str, str]] = []
    for term in TERMS:
        pieces += [(f"{term.name}  ", "bold $primary"), (f"{term.meaning}\n", ""), (f"    {term.where}: ", "$secondary"),
                   (f"{term.command}\n", "$accent")]  # fmt: skip
    return Content.assemble(*pieces)
