"""Hardware: which ports a box has, how it names itself, and what it prints while it boots.

Values are read off public descriptions of the models; the texts are those of the image the product imitates
(ios-cli 6.3). A platform says nothing of protocols.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from iossim.net.address import Mac


@dataclass(frozen=True, slots=True)
class PortType:
    """A kind of interface: how it is called, and its values at birth (kbit/s, tens of microseconds)."""

    name: str
    bandwidth: int
    delay: int
    hardware: str
    mtu: int = 1500


FAST_ETHERNET = PortType("FastEthernet", 100_000, 10, "DEC21140A")
FAST_ETHERNET_QUICC = PortType("FastEthernet", 100_000, 10, "PQUICC_FEC")
ETHERNET_QUICC = PortType("Ethernet", 10_000, 100, "PQUICC Ethernet")
LOOPBACK = PortType("Loopback", 8_000_000, 500, "Loopback", 1514)


@dataclass(frozen=True, slots=True)
class Platform:
    """One model. Of `nvram_kilobytes` there are `nvram_bytes` left for the start-up configuration."""

    name: str
    ports: tuple[tuple[str, PortType], ...]
    family: str
    image: str
    image_file: str
    processor: str
    rom: str
    memory_kilobytes: int
    nvram_kilobytes: int
    nvram_bytes: int
    flash_line: str
    module_lines: tuple[str, ...] = ()
    extra_lines: tuple[str, ...] = ()
    head_end: bool = False

    def fitted(self, names: tuple[str, ...]) -> Platform:
        """The model with just these ports, in this order; KeyError for a port of a type that it does not have."""
        kinds = {kind.name: kind for _, kind in self.ports}
        return replace(self, ports=tuple((name, kinds[name.rstrip("0123456789/")]) for name in names))

    @property
    def interface_lines(self) -> tuple[str, ...]:
        """What `show version` and the boot say about the ports."""
        counts: dict[str, int] = {}
        for _, kind in self.ports:
            counts[kind.name] = counts.get(kind.name, 0) + 1
        lines = tuple(f"{count} {name}/IEEE 802.3 interface(s)" for name, count in counts.items())
        return lines + self.module_lines

    def port_type(self, name: str) -> PortType | None:
        """The type of a port by its full name; loopbacks exist on every model."""
        for port, kind in self.ports:
            if port == name:
                return kind
        return LOOPBACK if name.startswith("Loopback") else None

    @property
    def type_names(self) -> tuple[str, ...]:
        """The words that may start an interface name on this model."""
        return tuple(dict.fromkeys([kind.name for _, kind in self.ports] + ["Loopback"]))


C7206VXR = Platform(
    name="7206VXR",
    ports=(
        ("FastEthernet0/0", FAST_ETHERNET),
        ("FastEthernet0/1", FAST_ETHERNET),
        ("FastEthernet1/0", FAST_ETHERNET),
    ),
    family="7200",
    image="C7200-JK9O3S-M",
    image_file="slot0:c7200-jk9o3s-mz.122-11.T.bin",
    processor="cisco 7206VXR (NPE300) processor (revision D) with 229376K/65536K bytes of memory.",
    rom="System Bootstrap, Version 12.2(4r)B2, RELEASE SOFTWARE (fc2)",
    memory_kilobytes=294_912,
    nvram_kilobytes=125,
    nvram_bytes=129_016,
    flash_line="8192K bytes of Flash internal SIMM (Sector size 256K).",
    extra_lines=(
        "R7000 CPU at 262Mhz, Implementation 39, Rev 2.1, 256KB L2, 2048KB L3 Cache",
        "6 slot VXR midplane, Version 2.1",
    ),
    head_end=True,
)

C1710 = Platform(
    name="1710",
    ports=(("Ethernet0", ETHERNET_QUICC), ("FastEthernet0", FAST_ETHERNET_QUICC)),
    family="C1700",
    image="C1710-K9O3SY-M",
    image_file="flash:c1710-k9o3sy-mz.122-11.T.bin",
    processor="cisco 1710 (MPC855T) processor (revision 0x200) with 55706K/9830K bytes of memory.",
    rom="System Bootstrap, Version 12.2(1r)XE1, RELEASE SOFTWARE (fc1)",
    memory_kilobytes=65_536,
    nvram_kilobytes=32,
    nvram_bytes=29_688,
    flash_line="16384K bytes of processor board System flash (Read/Write)",
    module_lines=("1 Virtual Private Network (VPN) Module(s)",),
)

PLATFORMS = {platform.name: platform for platform in (C7206VXR, C1710)}


def mac_for(node: int, port: int) -> Mac:
    """The burned-in address of a port, by the ordinal numbers of node and port in the lab."""
    return Mac(0x0007_5000_0000 | node << 8 | port)
