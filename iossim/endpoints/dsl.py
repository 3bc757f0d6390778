"""A home's DSL modem and NAT box: everything outbound leaves with one public address, IPsec by pass-through.

Outbound TCP, UDP and ICMP are port-translated, ESP is bound per (inside host, outside peer); nothing comes in that nobody
inside has asked for. Inside addresses are leased by DHCP. The provider may take the line away, retrain it, give it
another address, or a smaller MTU, as a line has that carries PPPoE (1492). NAT-T is not needed: head-ends of this era do not
speak it.

Source: the configuration supplement on the upstream router that supports IPSec pass-thru; protocols reference 1.16, 6.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.nat import EspPassThrough, PortTranslator
from iossim.device.pipeline import Stage, Transit
from iossim.endpoints.dhcp import Lessor
from iossim.endpoints.fixed import FixedNode
from iossim.net.address import DEFAULT, Address
from iossim.net.node import Drop
from iossim.net.packet import Esp

if TYPE_CHECKING:
    from iossim.device.dhcp import Pool
    from iossim.device.parameters import Parameters
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire

LINE, LAN = "line", "lan"


class DslBox(FixedNode):
    """The node `dsl-N`."""

    kind = "dsl"
    forwards = True

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        number: int,
        parameters: Parameters,
        public: Address,
        inside: tuple[Address, int],
        pool: Pool,
    ) -> None:
        super().__init__(
            name,
            wire,
            number=number,
            arp_timeout=parameters.arp_timeout,
            ports={LINE: (public, 32), LAN: inside},
            routes=((DEFAULT, None, LINE),),
            point_to_point=(LINE,),
        )
        self.public = self.public_meant = public
        idle = {6: parameters.nat_tcp_idle, 17: parameters.nat_udp_idle}
        self.translator = PortTranslator(self, public, idle)
        self.pass_through = EspPassThrough(self, parameters.nat_esp_idle)
        self.lessor = Lessor(self, LAN, inside[0], pool)
        self.pipeline.add(Stage.NAT_IN, self.from_outside)
        self.pipeline.add(Stage.NAT_OUT, self.to_outside)

    def renumber(self, public: Address) -> None:
        """The provider has given the line another address: every translation is void."""
        self.forget()
        self.public = self.translator.outside = public
        self.ports = {**self.ports, LINE: (public, 32)}
        if self.powered:
            self.change_interface(LINE, addresses=((public, 32),))

    def forget(self) -> None:
        """All translations are gone: power, or a new line."""
        self.translator.clear()
        self.pass_through.clear()

    def stopped(self) -> None:
        """Translations are RAM."""
        self.forget()

    # -- stages --------------------------------------------------------------------------------------------------

    def to_outside(self, walker: Walker, transit: Transit) -> Drop | None:
        """Translate what goes from the LAN to the line; what came from there does not go back."""
        if transit.in_port == transit.out_port == LINE:
            return Drop(f"nothing is plugged in where {transit.packet.dst} should be")
        if transit.in_port != LAN or transit.out_port != LINE:
            return None
        packet = transit.packet
        if isinstance(packet.payload, Esp):
            translated = self.pass_through.outbound(walker, packet, self.public)
            if translated is None:
                return Drop(f"ESP to {packet.dst} is bound to another inside host")
            transit.packet = translated
        else:
            transit.packet = self.translator.outbound(walker, packet)
        transit.before = packet
        if walker.steps is not None:
            walker.step(self.name, LINE, "translate", f"{packet.src} -> {self.public}", transit.packet)
        return None

    def from_outside(self, walker: Walker, transit: Transit) -> Drop | None:
        """Translate what comes from the line for somebody inside."""
        packet = transit.packet
        if transit.in_port != LINE or packet.dst != self.public:
            return None
        if isinstance(packet.payload, Esp):
            inside = self.pass_through.inbound(walker, packet)
        else:
            inside = self.translator.inbound(walker, packet)
        if inside is None:
            return Drop("nobody inside has asked for it")
        transit.packet = inside
        if walker.steps is not None:
            walker.step(self.name, LAN, "translate", f"{self.public} -> {inside.dst}", inside)
        return None
