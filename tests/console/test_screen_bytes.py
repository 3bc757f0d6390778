"""What goes over the wire at a real router's lines, to the byte (ios-cli 1.3, 2.7, 4, 6.3). CR is left out for reading."""

from __future__ import annotations

import pytest
from desk import Desk, booted

from iossim.cli.pager import ERASE
from iossim.cli.terminal import State
from iossim.lab import Lab

SECOND = 1_000_000
AVAILABLE = "\n" * 32 + "r1 con0 is now available\n\n\n\n\n\nPress RETURN to get started.\n\n\n"


def test_type_ahead_during_a_ping() -> None:
    """Keys wait while the command runs; then each is echoed at the prompt it belongs to."""
    desk = Desk().privileged()
    desk.press(*"ping 10.0.12.2", "enter", *"show privilege", "enter", *"disa")
    desk.settle()
    text = desk.read() + desk.wait(3)
    assert text.endswith(" ms\nr1#show privilege\nCurrent privilege level is 15\nr1#disa")


def test_an_interrupted_ping_counts_what_was_sent() -> None:
    """Ctrl-Shift-6 ends it with the line of success so far, and the prompt."""
    desk = Desk().privileged()
    assert desk.press(*"ping 10.0.1.77", "enter").endswith("timeout is 2 seconds:\n")
    assert desk.wait(3) == "."
    assert desk.press("c-^") == "\nSuccess rate is 0 percent (0/2)\nr1#"


def test_two_hundred_pasted_lines() -> None:
    """A configuration pasted at once: every line is echoed behind its prompt, and all of them hold."""
    desk = Desk().privileged()
    lines = [f"access-list {100 + number} permit ip host 10.1.{number}.1 any" for number in range(98)]
    lines += [
        line for number in range(34) for line in (f"interface Loopback{number}", f"description number {number}", "!")
    ]
    assert len(lines) == 200
    desk.lab.type("r1", [key for line in ("configure terminal", *lines, "end") for key in (*line, "enter")])
    desk.settle()
    text = desk.read()
    assert all(f"r1(config)#{line}\n" in text or f"r1(config-if)#{line}\n" in text for line in lines)
    shown = desk.enter("show running-config").splitlines()
    assert all(line in (one.strip() for one in shown) for line in lines if line != "!")


def test_a_message_breaks_into_the_line() -> None:
    """A new line, the text, nothing behind it; what is typed goes on there, and is one line all the same."""
    desk = Desk().privileged()
    desk.keys("show priv")
    desk.lab.do("cut x-over")
    text = desk.wait(6)
    assert text.startswith("\n*Mar 12 09:0") and text.endswith("changed state to down")
    assert desk.keys("ilege") == "ilege"
    assert desk.press("enter") == "\nCurrent privilege level is 15\nr1#"


def test_what_a_command_logs_comes_behind_what_it_prints() -> None:
    """The logger gets the processor when the command has let go of it: at the prompt, or where the command waits."""
    desk = Desk().privileged()
    asked = desk.enter("write erase")
    assert asked.endswith("Continue? [confirm]")
    text = desk.press("enter")
    assert text.startswith("\n[OK]\nErase of nvram: complete\nr1#\n*Mar 12 09:0")
    assert text.endswith("%SYS-7-NV_BLOCK_INIT: Initalized the geometry of nvram")
    desk.enter("clear counters FastEthernet0/1")
    text = desk.press("enter")
    assert text.startswith("\nr1#\n*Mar 12 09:0")
    assert text.endswith("%CLEAR-5-COUNTERS: Clear counter on interface FastEthernet0/1 by console")
    desk.enter("reload")
    desk.enter("no")
    assert "%SYS-5-RELOAD: Reload requested by console." in desk.press("enter")


def test_synchronous_messages_redraw_the_line() -> None:
    """With `logging synchronous` the message waits for the line to be entered; the prompt follows it."""
    desk = Desk().configuring("line con 0", "logging synchronous", "end")
    desk.read()
    desk.keys("show priv")
    desk.lab.do("cut x-over")
    assert desk.wait(6) == ""
    text = desk.enter("ilege")
    assert text.startswith("ilege\nCurrent privilege level is 15\n")
    assert "%LINK-3-UPDOWN" in text and text.endswith("\nr1#")
    desk.lab.do("restore x-over")
    assert desk.wait(6).endswith("changed state to up\nr1#")


def test_a_page_and_its_erasure() -> None:
    """The screen's lines but one, ` --More-- `, the eraser, a line, a filter with its notice."""
    desk = Desk().privileged()
    desk.enter("terminal length 5")
    page = desk.enter("show version")
    assert page.count("\n") == 5 and page.endswith(" --More-- ")
    line = desk.press("enter")
    assert line.startswith(ERASE) and line.endswith(" --More-- ") and line.count("\n") == 1
    assert desk.press("/") == f"{ERASE}/"
    assert desk.enter("of non-vol").startswith(
        "of non-vol\nfiltering...\n125K bytes of non-volatile configuration memory.\n"
    )
    assert desk.terminal.state in (State.MORE, State.LINE)


def test_a_long_line_scrolls() -> None:
    """At the margin the text goes left by ten columns, its first visible character is a dollar."""
    desk = Desk().configuring()
    desk.keys("access-list 101 permit tcp 131.108.2.5 255.255.255.0 131.108.1.20 255.255.255.0 eq 25")
    shown = desk.terminal.screen.current
    assert shown.startswith("r1(config)#$") and len(shown) < 80
    desk.press("c-a")
    assert desk.terminal.screen.current.startswith("r1(config)#access-list 101 permit")
    assert desk.terminal.screen.current.rstrip().endswith("$")


def test_the_console_is_left_and_taken() -> None:
    """`exit` clears the screen by blank lines; Return brings banner, password and prompt."""
    desk = Desk().configuring("banner motd #today#", "line con 0", "password lab", "login", "end")
    desk.read()
    assert desk.enter("exit") == f"exit\n{AVAILABLE}"
    assert desk.press("enter") == "\n\ntoday\n\nUser Access Verification\n\nPassword: "
    assert desk.enter("lab") == "\nr1>"


def test_nobody_types() -> None:
    """After its `exec-timeout` a console is as after `exit`."""
    desk = Desk().configuring("line con 0", "exec-timeout 0 30", "end")
    desk.wait(1)
    desk.press("enter")
    assert desk.wait(29) == ""
    assert desk.wait(2) == AVAILABLE


def test_tab_and_question_mark_start_a_new_line() -> None:
    """Neither edits in place."""
    desk = Desk().privileged()
    desk.keys("sh ver")
    assert desk.press("tab") == "\nr1#sh version "
    assert desk.press("c-u") != ""
    desk.read()
    assert desk.keys("sh zz") == "sh zz"
    assert desk.press("tab") == "\n\ar1#sh zz"
    assert desk.press("?") == "?\n% Unrecognized command\nr1#sh zz"


BOOT_7200 = (
    "\nSystem Bootstrap, Version 12.2(4r)B2, RELEASE SOFTWARE (fc2)\n",
    "C7200 platform with ", "Self decompressing the image : ", " [OK]\n",
    "\nCisco Internetwork Operating System Software \nIOS (tm) 7200 Software (C7200-JK9O3S-M), Version 12.2(11)T, "
    "RELEASE SOFTWARE (fc1)\n",
    "\ncisco 7206VXR (NPE300) processor (revision D) with 229376K/65536K bytes of memory.\n",
    "\nR7000 CPU at 262Mhz, Implementation 39, Rev 2.1, 256KB L2, 2048KB L3 Cache\n",
    "\n6 slot VXR midplane, Version 2.1\n", "\nBridging software.\nX.25 software, Version 3.0.0.\n",
    "\n2 FastEthernet/IEEE 802.3 interface(s)\n", "\n125K bytes of non-volatile configuration memory.\n",
    "\n8192K bytes of Flash internal SIMM (Sector size 256K).\n", "\n\nPress RETURN to get started!\n\n\n",
)  # fmt: skip
BOOT_1700 = (
    "\nSystem Bootstrap, Version ", "C1700 platform with ", " [OK]\n", "IOS (tm) C1700 Software (C1710-K9O3SY-M), Version ",
    "\ncisco 1710 (MPC855T) processor (revision 0x200) with 55706K/9830K bytes of memory.\n",
    "\n1 Ethernet/IEEE 802.3 interface(s)\n", "\n1 FastEthernet/IEEE 802.3 interface(s)\n",
    "\n1 Virtual Private Network (VPN) Module(s)\n", "\n32K bytes of non-volatile configuration memory.\n",
    "\n16384K bytes of processor board System flash (Read/Write)\n", "\n\nPress RETURN to get started!\n\n\n",
)  # fmt: skip
AFTER = ("%LINK-3-UPDOWN: Interface FastEthernet0", "%SYS-5-CONFIG_I: Configured from memory by console",
         "%SYS-5-RESTART: System restarted --\nCisco Internetwork Operating System Software")  # fmt: skip


@pytest.mark.parametrize(("device", "pieces"), [("gateway-1", BOOT_7200), ("soho-vp", BOOT_1700)])
def test_a_boot_prints_itself(device: str, pieces: tuple[str, ...]) -> None:
    """Bootstrap, image, hardware, `Press RETURN`, then the messages that have waited: in this order."""
    lab = Lab.open("headend", "cold")
    desk = Desk(lab, device)
    text = desk.wait(120)
    places = [text.find(piece) for piece in pieces]
    assert -1 not in places and places == sorted(places)
    last = places[-1]
    assert all(text.find(message, last) > last for message in AFTER)


def test_mistakes_in_nvram_are_printed_at_boot() -> None:
    """The line, the caret under the fault, the message; the rest of the configuration is read."""
    lab = booted()
    router = lab.router("r1")
    router.startup = router.startup.replace("ip classless", "ip classy\nip classless\nlogging")
    lab.do("crash r1")
    text = Desk(lab).wait(150)
    assert "ip classy\n        ^\n% Invalid input detected at '^' marker.\n\n" in text
    assert "logging\n% Incomplete command.\n\n" in text
    assert text.index("% Invalid") < text.index("Press RETURN to get started!")
    assert "hostname r1" in Desk(lab).privileged().enter("show running-config")


def test_keys_before_there_is_a_prompt() -> None:
    """What is typed while the box boots is lost; Return at the start screen begins."""
    lab = Lab.open("pair", "cold")
    desk = Desk(lab)
    desk.keys("show version")
    desk.wait(150)
    assert desk.press("enter").endswith("\n\nr1>")


def test_configure_takes_what_is_saved() -> None:
    """`memory` at the question of `configure` reads the start-up configuration; `network` asks for a server."""
    desk = Desk().configuring("no ip classless", "end")
    desk.enter("configure", "memory")
    assert "\nip classless\n" in desk.enter("show running-config")
    assert desk.enter("configure", "network").endswith("\nAddress or name of remote host []? ")
    desk.press("c-c")
    assert desk.enter("configure", "paper").endswith('paper\n?Must be "terminal", "memory" or "network"\nr1#')


def test_one_line_in_full() -> None:
    """`show line N` is its row, and what `show terminal` says there."""
    text = Desk().privileged().enter("show line 2")
    assert "\n      2 VTY " in text and text.count(" VTY ") == 1
    assert '\nLine 2, Location: "", Type: ""\nLength: 24 lines, Width: 80 columns\n' in text
    assert "\nTime since activation: never\n" in text
