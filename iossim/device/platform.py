"""Hardware: which ports a box has, how it names itself, and which image it runs.

Values are read off public descriptions of the models. A model has forms like everything that differs between releases: with
another release it has another image, and the processor and the memory that the image needs. A platform says nothing of
protocols; how its values are worded is `device.software`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from iossim.cli.release import Forms, Release
from iossim.device.interface import parent_of
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
FAST_ETHERNET_GT = PortType("FastEthernet", 100_000, 10, "MV96340 Ethernet")
TRUNKS = ("FastEthernet",)
"""The kinds of ports that can have subinterfaces."""
LOOPBACK = PortType("Loopback", 8_000_000, 500, "Loopback", 1514)


@dataclass(frozen=True, slots=True)
class Platform:
    """One model. Of `nvram_kilobytes` there are `nvram_bytes` left for the start-up configuration.

    `version` is what an image calls itself when its release is told without a maintenance number; with a `calendar` it has
    a clock that runs without power.
    """

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
    image_octets: int
    flash_octets: int
    version: str = ""
    nvram_name: str = "non-volatile configuration memory"
    module_lines: tuple[str, ...] = ()
    extra_lines: tuple[str, ...] = ()
    head_end: bool = False
    calendar: bool = False

    def fitted(self, names: tuple[str, ...]) -> Platform:
        """The model with just these ports, in this order; KeyError for a port of a type that it does not have."""
        kinds = {kind.name: kind for _, kind in self.ports}
        return replace(self, ports=tuple((name, kinds[name.rstrip("0123456789/")]) for name in names))

    def port_type(self, name: str) -> PortType | None:
        """The type of a port, or of that of a subinterface, by its full name; loopbacks exist on every model."""
        name = parent_of(name) or name
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
    image_octets=16_863_968,
    flash_octets=20_578_304,
    extra_lines=(
        "R7000 CPU at 262Mhz, Implementation 39, Rev 2.1, 256KB L2, 2048KB L3 Cache",
        "6 slot VXR midplane, Version 2.1",
    ),
    head_end=True,
    calendar=True,
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
    image_octets=9_845_296,
    flash_octets=16_777_216,
    module_lines=("1 Virtual Private Network (VPN) Module(s)",),
)

C7206VXR_15 = replace(
    C7206VXR,
    image="C7200-ADVENTERPRISEK9-M",
    image_file="slot0:c7200-adventerprisek9-mz.151-4.M.bin",
    version="15.1(4)M",
    processor="Cisco 7206VXR (NPE400) processor (revision A) with 491520K/32768K bytes of memory.",
    rom="System Bootstrap, Version 12.3(4r)T3, RELEASE SOFTWARE (fc1)",
    memory_kilobytes=524_288,
    nvram_name="NVRAM",
    image_octets=46_312_384,
    flash_octets=66_060_288,
    extra_lines=(
        "R7000 CPU at 350MHz, Implementation 39, Rev 3.3, 256KB L2, 4096KB L3 Cache",
        "6 slot VXR midplane, Version 2.1",
    ),
)

C2811 = Platform(
    name="2811",
    ports=(("FastEthernet0/0", FAST_ETHERNET_GT), ("FastEthernet0/1", FAST_ETHERNET_GT)),
    family="2800",
    image="C2800NM-ADVENTERPRISEK9-M",
    image_file="flash:c2800nm-adventerprisek9-mz.151-4.M.bin",
    version="15.1(4)M",
    processor="Cisco 2811 (revision 53.51) with 249856K/12288K bytes of memory.",
    rom="System Bootstrap, Version 12.4(13r)T, RELEASE SOFTWARE (fc1)",
    memory_kilobytes=262_144,
    nvram_kilobytes=239,
    nvram_bytes=245_752,
    flash_line="62720K bytes of ATA CompactFlash (Read/Write)",
    image_octets=55_337_012,
    flash_octets=64_012_288,
    module_lines=("1 Virtual Private Network (VPN) Module",),
)

PLATFORMS = {
    "7206VXR": Forms[Platform | None](C7206VXR, ("15.0", C7206VXR_15)),
    "1710": Forms[Platform | None](C1710, ("12.4", None)),
    "2811": Forms[Platform | None](None, ("12.3(8)T", C2811)),
}
"""The models by name; None where there is no image of a release."""


def platform_of(name: str, release: Release) -> Platform:
    """A model with the image of a release; ValueError where there is none."""
    found = PLATFORMS[name].on(release)
    if found is None:
        there = [other for other, forms in PLATFORMS.items() if forms.on(release) is not None]
        raise ValueError(f"there is no image of {release} for a {name}; there is one for {' and '.join(there)}")
    return found


def mac_for(node: int, port: int) -> Mac:
    """The burned-in address of a port, by the ordinal numbers of node and port in the lab."""
    return Mac(0x0007_5000_0000 | node << 8 | port)
