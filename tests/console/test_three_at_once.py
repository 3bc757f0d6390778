"""Three people on one router: one pages, one configures, the third reloads it. Each sees what is theirs."""

from __future__ import annotations

import pickle

from desk import Desk, booted

from iossim.cli.terminal import State
from tests.frontends.served import run, served

LOCAL = "192.0.2.7"


def visitors() -> tuple[Desk, Desk, Desk]:
    """The console, and two clients from outside, all privileged."""
    lab = booted()
    console = Desk(lab).privileged()
    others = []
    for _ in range(2):
        line = lab.free_line("r1")
        assert line is not None
        lab.connect("r1", line, LOCAL)
        desk = Desk(lab, "r1", line)
        desk.enter("lab", "enable", "cisco")
        others.append(desk)
    console.read()
    return console, others[0], others[1]


def test_two_at_work_while_a_third_reloads() -> None:
    """The page stops in the middle, the configuration half done; both connections end, and the router comes back."""
    console, reader, writer = visitors()
    assert reader.enter("terminal length 10", "show running-config").endswith(" --More-- ")
    writer.enter("configure terminal", "interface Loopback5")
    assert writer.keys("description half a li").endswith("half a li")
    assert reader.press(" ").endswith(" --More-- ")
    assert "vty 1" in console.enter("show users")
    assert console.enter("reload").endswith("Save? [yes/no]: ")
    console.enter("no")
    assert reader.press("enter").endswith(" --More-- ")
    assert writer.keys("ne").endswith("ne")
    console.press("enter")
    console.wait(5)
    assert (reader.terminal.state, writer.terminal.state) == (State.DARK, State.DARK)
    assert reader.press(" ") == writer.press("enter") == ""
    console.wait(150)
    assert console.enter("", "enable", "cisco", "show running-config | include Loopback").endswith("Loopback\nr1#")
    for desk in (reader, writer):
        console.lab.disconnect("r1", desk.line)
    assert console.lab.free_line("r1") == "vty 0"


def test_one_changes_what_another_reads() -> None:
    """A listing is what it was when it was asked for; the next one has the change; the log tells who."""
    console, reader, writer = visitors()
    reader.enter("terminal length 10", "show running-config")
    writer.enter("configure terminal", "line vty 0 4", "exec-timeout 33 0", "end")
    shown = "".join(reader.press(" ") for _ in range(8))
    assert "exec-timeout 33 0" not in shown
    assert reader.enter("show running-config | include 33 0") == (
        "show running-config | include 33 0\n exec-timeout 33 0\nr1#"
    )
    assert f"Configured from console by vty1 ({LOCAL})" in console.read()


def test_a_message_from_one_to_all_and_a_line_cleared() -> None:
    """`send` breaks into what the others do; `clear line` ends one of them and no other."""
    console, reader, writer = visitors()
    writer.enter("configure terminal")
    reader.keys("show cl")
    console.enter("send *")
    console.keys("lunch")
    assert console.press("c-z") == "^Z\nSend message? [confirm]"
    console.press("enter")
    assert "*** Message from tty0 to all terminals:\n***\nlunch" in reader.read()
    assert "lunch" in writer.read()
    assert reader.enter("ock").startswith("ock\n")
    console.enter("clear line vty 0", "")
    assert reader.terminal.state is State.CLOSED
    assert writer.enter("do show users").count("vty") == 1


def test_reload_in_warns_everybody() -> None:
    """Whoever is here sees the warning, in configuration or at a page."""
    console, reader, writer = visitors()
    reader.enter("terminal length 10", "show running-config")
    writer.enter("configure terminal")
    console.enter("reload in 2", "")
    console.lab.advance(65_000_000)
    texts = [desk.read() for desk in (console, reader, writer)]
    assert all("*** --- SHUTDOWN in 0:01:00 ---" in text for text in texts)
    console.enter("reload cancel")
    assert all("*** --- SHUTDOWN ABORTED ---" in desk.read() for desk in (reader, writer))
    assert reader.press("q").endswith("r1#")


def test_all_of_it_is_state() -> None:
    """A copy made in the middle goes on as the original does."""
    console, reader, writer = visitors()
    reader.enter("terminal length 10", "show running-config")
    writer.enter("configure terminal")
    twin = pickle.loads(pickle.dumps(console.lab))
    for lab in (console.lab, twin):
        lab.type("r1", [" ", "q", *"show clock", "enter"], reader.line)
        lab.type("r1", [*"hostname r9", "enter"], writer.line)
        lab.advance(5_000_000)
    assert twin.fingerprint() == console.lab.fingerprint()
    assert twin.router("r1").hostname == "r9"


def test_real_clients_over_telnet() -> None:
    """The same by the doors: two clients from outside, and the console reloads; both connections end."""

    async def story() -> None:
        async with served() as box:
            reader = await box.logged_in(enable=True)
            writer = await box.logged_in(enable=True)
            reader.send("terminal length 10\rshow running-config\r")
            await reader.until(" --More-- ")
            writer.send("configure terminal\rinterface Loopback5\rdescription ha")
            await writer.until("description ha")
            box.lab.type("r1", ["enter", *"enable", "enter", *"cisco", "enter", *"reload", "enter"])
            reader.send(" ")
            await reader.until(" --More-- ")
            box.lab.type("r1", [*"no", "enter"])
            box.lab.type("r1", ["enter"])
            box.lab.advance(5_000_000)
            await reader.all()
            await writer.all()
            box.lab.advance(200_000_000)
            await (await box.logged_in()).gone()

    run(story())
