"""A small exercise on disk, to be changed by tests."""

from __future__ import annotations

from pathlib import Path

YAML = """\
exercise: "9.1"
title: A small one
source: [D5]
level: 1
minutes: 5
about: Shut an interface, and tell.
objectives: [Know what a route is.]
vary:
  home:
    - {home: soho-2, lan: 10.81.2.16/29}
    - {home: soho-4, lan: 10.81.2.32/29}
steps:
  - id: shut
    kind: do
    title: Shut it
    text: Take the LAN of ${home} down.
    hints: [Where is it?, shutdown]
    explain: A connected route needs its interface.
    source: D5
    claims: [{kind: shows, device: "${home}", command: show interfaces FastEthernet0, lines: administratively down}]
    checks:
      - {kind: holds, that: "no route ${home} ${lan}"}
      - {kind: config, name: down, device: "${home}", lines: "interface FastEthernet0\\n shutdown"}
  - id: metric
    kind: question
    title: A number
    text: The metric of 10.81.2.24 on gateway-1?
    hints: [In the brackets.]
    explain: It is computed.
    source: D5
    claims: [{kind: shows, device: gateway-1, command: show ip route, lines: "[170/2588160]"}]
    answer: {kind: number, fact: metric gateway-1 10.81.2.24/29}
  - id: cut
    kind: predict
    title: The cable
    text: The cable will be cut.
    hints: [Think.]
    explain: So it is.
    source: D5
    claims: [{kind: holds, that: sa soho-vp gateway-1}]
    asks:
      route: {text: Does gateway-1 still know 10.81.2.24?, answer: {kind: choice, of: {"yes": it does, "no": it does not},
              fact: whether route gateway-1 10.81.2.24/29}}
      home: {text: Does home 1 keep its tunnel?, answer: {kind: choice, of: {"yes": it does, "no": it does not},
             fact: whether sa soho-vp gateway-1}}
    event: [cut x-over]
    watch: 30s
    reason:
      text: Why?
      answer: {kind: choice, of: {a: EIGRP lost its neighbor, b: the tunnel is gone}, is: a}
"""

SOLUTION = """\
${home}#configure terminal
${home}(config)#interface FastEthernet0
${home}(config-if)#shutdown
${home}(config-if)#end
[check shut]
[answer metric 2588160]
[answer cut.route no]
[answer cut.home yes]
[answer cut.reason a]
"""


def small(folder: Path, old: str = "", new: str = "") -> Path:
    """The exercise in a folder, with one change in its file."""
    assert old in YAML
    place = folder / "9-tests" / "01-small"
    (place / "mistakes").mkdir(parents=True, exist_ok=True)
    (place / "exercise.yaml").write_text(YAML.replace(old, new) if old else YAML)
    (place / "solution.session").write_text(SOLUTION)
    return place
