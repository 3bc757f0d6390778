"""The document that the course teaches, in sections: every exercise names those it is about.

Roman numbers are the paragraphs in order, letters the figure, the configuration blocks, the displays and the report of the tests.
"""

from __future__ import annotations

from collections.abc import Mapping

SECTIONS: Mapping[str, str] = {
    "I": "the implementation and its five features",
    "II": "dynamic crypto maps; telephones keep the tunnel",
    "III": "separate organizations; routers on a stick",
    "IV": "two peers, keepalives, flip-flop",
    "V": "the routing issue; cross-over cable, RRI, EIGRP",
    "F": "Figure C-1 and its note on public addresses",
    "VI": "the path of a packet from the CallManager to a home",
    "VII": "the path of a packet from a home to the CallManager",
    "VIII": "the single point of failure, and two cables",
    "IX": "IKE keepalives remove the injected routes",
    "X": "what the firewall has to permit",
    "G1": "the configuration of gateway-1",
    "G2": "the configuration of gateway-2, and which of the two is standby",
    "S": "the configuration of the SOHO router",
    "D1": "the SOHO router's crypto map",
    "D2": "the SOHO router's IKE SA",
    "D3": "the head-end's IKE SA of that home",
    "D4": "the head-end's crypto map",
    "D5": "the routing table of gateway-1",
    "D6": "the routing table of gateway-2",
    "D7": "the access lists in gateway-2's crypto map",
    "T": "the two reload tests",
}
