"""Files: the flash memory of a box, and the two configurations under their names (ios-cli 6.1)."""

from __future__ import annotations

import pickle

from desk import Desk

IMAGE = "c7200-jk9o3s-mz.122-11.T.bin"


def names(listing: str) -> list[str]:
    """The names in a directory."""
    return [line.split()[-1] for line in listing.splitlines() if "-rw-" in line]


def test_a_configuration_is_kept_and_comes_back() -> None:
    """Saved as a file, it survives the power; copied to the running configuration its lines are added."""
    desk = Desk().configuring("interface fa0/0", "description before", "end")
    text = desk.enter("copy run slot0:good", "")
    assert "Destination filename [good]? \n" in text
    assert " bytes copied in 0.2" in text
    desk.lab.do("power off r1")
    desk.lab.do("power on r1")
    desk.wait(150)
    desk = Desk(pickle.loads(pickle.dumps(desk.lab))).privileged()
    assert names(desk.enter("dir")) == [IMAGE, "good"]
    assert " description before\n" in desk.enter("more slot0:good")
    assert "description before" not in desk.enter("show run interface fa0/0")
    desk.enter("copy slot0:good running-config", "")
    assert " description before\n" in desk.enter("show run interface fa0/0")


def test_a_file_is_not_overwritten_unasked() -> None:
    """Any answer but Enter and `y` leaves the old one."""
    desk = Desk().privileged()
    desk.enter("copy run slot0:a", "")
    text = desk.enter("copy start slot0:a", "")
    assert text.endswith(
        "%Warning:There is a file already existing with this name\nDo you want to over write? [confirm]"
    )
    desk.press("n")
    assert names(desk.enter("dir /all")) == [IMAGE, "a"]
    desk.enter("copy start slot0:a", "")
    desk.press("y")
    desk.settle()
    assert names(desk.enter("dir /all")) == [IMAGE, "[a]", "a"]


def test_deleted_files_stay_until_a_squeeze() -> None:
    """They take room, can be had back, and are gone for good in the end."""
    desk = Desk().privileged()
    room = desk.enter("dir").splitlines()[-2]
    desk.enter("copy run slot0:a", "", "delete a", "")
    assert desk.press("enter").endswith("r1#")
    assert names(desk.enter("dir")) == [IMAGE]
    desk.enter("undelete 2")
    assert names(desk.enter("dir")) == [IMAGE, "a"]
    desk.enter("delete slot0:a", "")
    desk.press("enter")
    assert desk.enter("dir").splitlines()[-2] != room
    desk.enter("squeeze slot0:")
    desk.press("enter")
    assert "Squeeze of slot0 complete\n" in desk.press("enter")
    assert desk.enter("dir /all").splitlines()[-2] == room
    assert desk.enter("undelete 2").splitlines()[1].startswith("%Error undeleting")


def test_the_image_that_runs_stays() -> None:
    """It cannot be deleted, nor copied where a configuration belongs."""
    desk = Desk().privileged()
    desk.enter(f"delete slot0:{IMAGE}", "")
    assert f"%Error deleting slot0:{IMAGE} (Device or resource busy)\n" in desk.press("enter")
    assert "(Invalid argument)" in desk.enter(f"copy slot0:{IMAGE} startup-config", "")
    assert "(Not enough space on device)" in desk.enter(f"copy slot0:{IMAGE} slot0:second", "")


def test_where_one_is() -> None:
    """`cd` and `pwd` are those of the EXEC; names without a device begin there."""
    desk = Desk().privileged()
    assert desk.enter("pwd") == "pwd\nslot0:\nr1#"
    desk.enter("cd nvram:")
    assert names(desk.enter("dir")) == ["startup-config"]
    assert "hostname r1" in desk.enter("more startup-config")
    assert "*     129016" in desk.enter("show file systems")
    desk.enter("cd")
    assert desk.enter("pwd") == "pwd\nslot0:\nr1#"
    assert desk.enter("cd disk9:").splitlines()[1].startswith("%Error changing directory")


def test_a_saved_configuration_can_be_deleted_by_its_name() -> None:
    """`delete nvram:startup-config` is an erase."""
    desk = Desk().privileged()
    desk.enter("delete nvram:startup-config", "")
    desk.press("enter")
    assert "startup-config is not present" in desk.enter("show startup-config")


def test_from_a_server_that_is_none() -> None:
    """`copy tftp` asks for everything, tries, and gives up."""
    desk = Desk().privileged()
    text = desk.enter("copy tftp running-config", "10.0.12.2", "conf", "")
    assert (
        "Source filename []? conf\nDestination filename [running-config]? \nAccessing tftp://10.0.12.2/conf...\n"
        in text
    )
    assert text.endswith("%Error opening tftp://10.0.12.2/conf (Timed out)\nr1#")


def test_a_file_system_alone_is_asked_for_a_name() -> None:
    """The colon may be left out, and the file is then asked for at both ends."""
    desk = Desk().privileged()
    desk.enter("copy run flash", "kept")
    assert desk.enter("copy flash run", "kept").endswith(
        "Source filename []? kept\nDestination filename [running-config]? "
    )
    assert " bytes copied in " in desk.enter("")
    text = desk.enter("copy flash tftp", "lost")
    assert text.endswith("%Error opening slot0:lost (File not found)\nr1#")
    assert desk.enter("copy flash tftp", "kept", "10.0.12.2").endswith("Destination filename [kept]? ")


def test_requests_go_to_the_server_from_where_they_are_told() -> None:
    """`configure network` is an older name of a copy; `ip tftp source-interface` says from where the requests come."""
    desk = Desk().configuring("ip tftp source-interface FastEthernet0/0", "end").privileged()
    text = desk.enter("debug ip packet", "configure network", "10.0.12.2", "")
    assert "'copy <url> system:/running-config'\nAddress or name of remote host []? 10.0.12.2\n" in text
    assert "Source filename [r1-confg]? \nAccessing tftp://10.0.12.2/r1-confg...\n" in text
    assert text.count("IP: s=10.0.1.1 (local), d=10.0.12.2 (FastEthernet0/1)") == 5
