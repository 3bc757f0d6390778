"""From the running configuration to `CryptoConfig`: the only place where declarations and meaning meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import INTERFACE
from iossim.device.config import RunningConfig, SectionKey, Statement
from iossim.features.crypto.ipsec import config as ipsec
from iossim.features.crypto.isakmp import config as isakmp
from iossim.features.crypto.maps import config as maps
from iossim.features.crypto.maps import manual_config as manual
from iossim.features.crypto.pki import config as pki
from iossim.features.crypto.wanted import (
    CryptoConfig,
    CryptoMap,
    Keepalive,
    MapEntry,
    NamedKey,
    Policy,
    PresharedKey,
    SessionKey,
    StoredCertificate,
    TransformSet,
    Trustpoint,
)


def read(config: RunningConfig) -> CryptoConfig:
    """What the configuration says of IPsec."""
    keepalive = config.args(isakmp.KEEPALIVE) or config.args(isakmp.KEEPALIVE_STYLED)
    return CryptoConfig(
        enabled=config.on(isakmp.ENABLE),
        identity=config.value(isakmp.IDENTITY, (), "kind"),
        policies=_policies(config),
        keys=_keys(config),
        named_keys=_named_keys(config),
        keepalive=None if keepalive is None else _keepalive(keepalive),
        seconds=_stored(config, ipsec.LIFETIME_SECONDS, (), "value"),
        kilobytes=_stored(config, ipsec.LIFETIME_KILOBYTES, (), "value"),
        transform_sets=_transform_sets(config),
        dynamic_maps=_dynamic_maps(config),
        maps=_maps(config),
        applied=_applied(config),
        df_bits=_df_bits(config),
        trustpoints=_trustpoints(config),
    )


def _keepalive(args: Args) -> Keepalive:
    return Keepalive(args["seconds"], args["retry"], args.get("style") == "periodic")


def _stored(config: RunningConfig, line: ConfigLine, section: SectionKey, name: str) -> Any:
    args = config.args(line, section)
    return None if args is None else args.get(name)


def _policies(config: RunningConfig) -> tuple[Policy, ...]:
    found: list[Policy] = []
    for statement in config.all(isakmp.POLICY):
        section = statement.under(())
        found.append(
            Policy(
                statement.args["priority"],
                config.value(isakmp.ENCRYPTION, section, "algorithm"),
                config.value(isakmp.HASH, section, "algorithm"),
                config.value(isakmp.AUTHENTICATION, section, "method"),
                config.value(isakmp.GROUP, section, "number"),
                config.value(isakmp.LIFETIME, section, "seconds"),
            )
        )
    return tuple(found)


def _keys(config: RunningConfig) -> tuple[PresharedKey, ...]:
    return tuple(PresharedKey(one.args["secret"], one.args["peer"], one.args["mask"]) for one in config.all(isakmp.KEY))


def _named_keys(config: RunningConfig) -> tuple[NamedKey, ...]:
    return tuple(NamedKey(one.args["secret"], one.args["host"]) for one in config.all(isakmp.NAMED_KEY))


def _transform_sets(config: RunningConfig) -> Mapping[str, TransformSet]:
    found: dict[str, TransformSet] = {}
    for statement in config.all(ipsec.TRANSFORM_SET):
        name = statement.args["name"]
        transport = config.value(ipsec.MODE, statement.under(()), "mode") == "transport"
        found[name] = TransformSet(name, ipsec.transforms_of(statement.args), transport)
    return found


def _dynamic_maps(config: RunningConfig) -> Mapping[str, CryptoMap]:
    entries: dict[str, list[MapEntry]] = {}
    for statement in config.all(maps.DYNAMIC):
        name = statement.args["name"]
        entry = _entry(config, statement.under(()), maps.DYNAMIC_LINES, name, statement.args["sequence"])
        entries.setdefault(name, []).append(entry)
    return {name: CryptoMap(name, tuple(found)) for name, found in entries.items()}


def _maps(config: RunningConfig) -> Mapping[str, CryptoMap]:
    local = {one.args["name"]: one.args["interface"] for one in config.all(maps.LOCAL_ADDRESS)}
    entries: dict[str, list[MapEntry]] = {}
    for statement in config.all(maps.MAP):
        name, sequence = statement.args["name"], statement.args["sequence"]
        template = statement.args.get("template")
        if template is not None:
            entry = MapEntry(name, sequence, template=template)
        else:
            entry = _entry(config, statement.under(()), maps.STATIC_LINES, name, sequence)
        entries.setdefault(name, []).append(entry)
    for statement in config.all(manual.MANUAL):
        entries.setdefault(statement.args["name"], []).append(_manual(config, statement))
    return {
        name: CryptoMap(name, tuple(sorted(found, key=lambda entry: entry.sequence)), local.get(name, ""))
        for name, found in entries.items()
    }


def _manual(config: RunningConfig, statement: Statement) -> MapEntry:
    section, lines = statement.under(()), manual.MANUAL_LINES
    acl, sets = config.args(lines["acl"], section) or {}, config.args(lines["sets"], section) or {}
    keys = {
        one.args["direction"]: SessionKey(one.args["spi"], one.args["cipher"], one.args.get("authenticator", ""))
        for one in config.all(manual.SESSION_KEY, section)
    }
    return MapEntry(
        statement.args["name"],
        statement.args["sequence"],
        description=_stored(config, lines["description"], section, "text") or "",
        peers=tuple(one.args["address"] for one in config.all(lines["peer"], section)),
        transform_sets=tuple(sets.get("names", ())),
        acl=_list(acl),
        manual=True,
        inbound=keys.get("inbound"),
        outbound=keys.get("outbound"),
    )


def _list(acl: Args) -> str:
    return str(next((acl[kind] for kind in ("number", "expanded", "name") if kind in acl), ""))


def _entry(
    config: RunningConfig, section: SectionKey, lines: Mapping[str, ConfigLine], name: str, sequence: int
) -> MapEntry:
    acl = config.args(lines["acl"], section) or {}
    sets = config.args(lines["sets"], section) or {}
    return MapEntry(
        name,
        sequence,
        description=_stored(config, lines["description"], section, "text") or "",
        peers=tuple(one.args["address"] for one in config.all(lines["peer"], section)),
        transform_sets=tuple(sets.get("names", ())),
        acl=_list(acl),
        pfs=_stored(config, lines["pfs"], section, "group") or "",
        seconds=_stored(config, lines["seconds"], section, "value"),
        kilobytes=_stored(config, lines["kilobytes"], section, "value"),
        reverse_route=config.on(lines["reverse-route"], section),
        per_host=config.on(lines["per-host"], section),
        pre_classify=config.on(lines["pre-classify"], section),
    )


def _applied(config: RunningConfig) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for section in config.sections(INTERFACE):
        args = config.args(maps.APPLIED, section)
        if args is not None:
            found[str(section[-1][1])] = args["name"]
    return found


def _df_bits(config: RunningConfig) -> Mapping[str, str]:
    """What an interface says goes before what is said for all."""
    everywhere = config.value(ipsec.DF_BIT, (), "handling")
    found: dict[str, str] = {}
    for section in config.sections(INTERFACE):
        handling = _stored(config, ipsec.DF_BIT_HERE, section, "handling") or everywhere
        if handling != ipsec.COPIED and config.args(maps.APPLIED, section) is not None:
            found[str(section[-1][1])] = handling
    return found


def _trustpoints(config: RunningConfig) -> Mapping[str, Trustpoint]:
    found: dict[str, Trustpoint] = {}
    chains = {one.args["name"]: one.under(()) for one in config.all(pki.CHAIN_OF)}
    for statement in config.all(pki.TRUST):
        name, section = statement.args["name"], statement.under(())
        certificates = _certificates(config, chains[name]) if name in chains else ()
        found[name] = Trustpoint(
            name,
            _stored(config, pki.ENROLLMENT_URL, section, "location") or "",
            config.on(pki.CRL_OPTIONAL, section),
            _stored(config, pki.CRL_QUERY, section, "location") or "",
            config.value(pki.RETRY_COUNT, section, "number"),
            config.value(pki.RETRY_PERIOD, section, "minutes"),
            certificates,
        )
    return found


def _certificates(config: RunningConfig, chain: SectionKey) -> tuple[StoredCertificate, ...]:
    found: list[StoredCertificate] = []
    for statement in config.all(pki.CERTIFICATE, chain):
        lines = config.all(pki.OCTETS, statement.under(chain))
        octets = "".join(group for line in lines for group in line.args["octets"])
        found.append(
            StoredCertificate(str(statement.args["serial"]).upper(), octets.upper(), bool(statement.args.get("ca")))
        )
    return tuple(found)
