"""`show environment`, `show diag`, `show context`: the box as hardware (12.2 forms).

What is measured is a constant of the model: nothing of a lab's boxes gets warm or breaks. How long adapters are in, and how
often measurements have been saved, follow from the time since the boot. Left out: contents of EEPROMs in hexadecimal, limits
and tables of `show environment`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from iossim.device.ages import age
from iossim.device.platform import Platform

SLOT = re.compile(r"(\d+)/")
SAVING = 600_000_000
"""Microseconds between two savings of what is measured."""
TEMPERATURES = (("chassis inlet", 25), ("chassis outlet 1", 29), ("chassis outlet 2", 36), ("chassis outlet 3", 44))
VOLTAGES = (("+3.45 V", "+3.43 V"), ("+5.15 V", "+5.13 V"), ("+12.15 V", "+12.21 V"), ("-11.95 V", "-11.93 V"))
ADAPTERS = {1: "FastEthernet (TX-ISL)", 2: "Dual FastEthernet (RJ-45) I/O Card"}
"""What holds so many ports of a modular box."""


@dataclass(frozen=True, slots=True)
class HardwareView:
    """A model, its serial number, and the time since the boot (microseconds)."""

    platform: Platform
    serial: int
    uptime: int


def show_environment(_: HardwareView) -> Iterator[str]:
    """`show environment`."""
    yield "All measured values are normal"


def show_environment_all(view: HardwareView) -> Iterator[str]:
    """`show environment all`."""
    yield "Power Supplies:"
    yield "        Power supply 1 is AC Power Supply. Unit is on."
    yield "        Power supply 2 is AC Power Supply. Unit is on."
    yield "Temperature readings:"
    for place, degrees in TEMPERATURES:
        yield f"        {place:<16} measured at {degrees}C/{degrees * 9 // 5 + 32}F"
    yield "Voltage readings:"
    for nominal, measured in VOLTAGES:
        yield f"        {nominal:<8} measured at {measured}"
    yield f"Envm stats saved {view.uptime // SAVING} time(s) since reload"


def show_diag(view: HardwareView) -> Iterator[str]:
    """`show diag`: what is in the slots."""
    slots: dict[int, int] = {}
    for name, _ in view.platform.ports:
        found = SLOT.search(name)
        number = int(found[1]) if found is not None else 0
        slots[number] = slots.get(number, 0) + 1
    for slot, ports in slots.items():
        modular = view.platform.head_end
        name = ADAPTERS[ports] if modular else f"C{view.platform.name} Mainboard"
        since = f"{age(view.uptime)} ago" if modular else "unknown"
        yield f"Slot {slot}:"
        yield f"        {name} Port adapter, {ports} port{'s' if ports > 1 else ''}"
        yield "        Port adapter is analyzed "
        yield f"        Port adapter insertion time {since}"
        yield "        EEPROM contents at hardware discovery:"
        yield f"        Hardware revision 1.0           Serial number    {view.serial * 8 + slot:010}"
        yield ""


def show_context(_: HardwareView) -> Iterator[str]:
    """`show context`: no box of a lab crashes."""
    yield "No valid exception information to display."
