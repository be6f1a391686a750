"""The policies of a question, by layer."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any, Optional

from .. import IamEvalError, PolicySet, UNKNOWN
from .failure import Failure, placed
from .source import Source, read

_LAYERS = (
    "identity",
    "permissions_boundary",
    "session",
    "service_control",
    "resource_control",
    "resource",
    "vpc_endpoint",
    "trust",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags that name files, one for each layer."""
    group = parser.add_argument_group(
        "policies",
        "A layer that is not given does not restrict, but for the identity policies: nothing says then "
        "whether they would grant. `--identity` without files says that there are none.",
    )
    many: dict[str, Any] = {"nargs": "+", "action": "append", "metavar": "FILE"}
    group.add_argument(
        "--identity", **{**many, "nargs": "*"}, help="the policies of the user and its groups, or of the role"
    )
    group.add_argument("--boundary", metavar="FILE", help="the permissions boundary")
    group.add_argument("--session", **many, help="the policies passed when the session was made")
    group.add_argument(
        "--scp", **many, help="service control policies: once for each level, from the root down, with all its files"
    )
    group.add_argument("--rcp", **many, help="resource control policies: once for each level, from the root down")
    group.add_argument("--resource-policy", metavar="FILE", help="the policy of the resource")
    group.add_argument("--vpc-endpoint", metavar="FILE", help="the policy of the VPC endpoint")
    group.add_argument("--trust", metavar="FILE", help="the trust policy of the role to be assumed")
    group.add_argument(
        "--unknown",
        action="append",
        default=[],
        choices=_LAYERS,
        metavar="LAYER",
        help=f"a layer of which nobody knows what it holds: {', '.join(_LAYERS)}",
    )


@dataclass(frozen=True)
class Policies:
    """A compiled set, and the file of each policy by the name that errors have for it."""

    set: PolicySet
    sources: dict[str, Source]

    @property
    def names(self) -> dict[str, str]:
        """What each policy's file is called."""
        return {place: source.name for place, source in self.sources.items()}

    def source(self, layer: str, level: Optional[int], policy: int) -> Source:
        """The file of a policy that a report names by layer, level and number."""
        tries = [f"{layer}[{level}][{policy}]"] if level is not None else [f"{layer}[{policy}]", layer]
        return next(self.sources[place] for place in tries if place in self.sources)

    def of_layer(self, layer: str, level: Optional[int]) -> list[Source]:
        """The files of a layer, or of one level of it."""
        start = layer if level is None else f"{layer}[{level}]"
        return [source for place, source in self.sources.items() if place == start or place.startswith(f"{start}[")]


def add_binding_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags that name files of the layers that bind one caller."""
    group = parser.add_argument_group("policies", "A layer that is not given does not restrict.")
    many: dict[str, Any] = {"nargs": "+", "action": "append", "metavar": "FILE"}
    group.add_argument("--identity", **many, help="the policies of the user and its groups, or of the role")
    group.add_argument("--boundary", metavar="FILE", help="the permissions boundary")
    group.add_argument("--session", **many, help="the policies passed when the session was made")
    group.add_argument(
        "--scp", **many, help="service control policies: once for each level, from the root down, with all its files"
    )
    parser.set_defaults(rcp=None, resource_policy=None, vpc_endpoint=None, trust=None, unknown=[])


@dataclass(frozen=True)
class Layers:
    """The documents by layer, and the file of each by the name that errors have for it."""

    documents: dict[str, Any]
    sources: dict[str, Source]

    @property
    def names(self) -> dict[str, str]:
        """What each policy's file is called."""
        return {place: source.name for place, source in self.sources.items()}


def read_binding(given: argparse.Namespace) -> Layers:
    """Reads the files of the layers that bind one caller, at least one."""
    layers = read_layers(given)
    if not layers.documents:
        raise Failure("expected --identity, --boundary, --session or --scp")
    return layers


def build(given: argparse.Namespace) -> Policies:
    """Reads the files and compiles them."""
    layers = read_layers(given)
    try:
        return Policies(PolicySet(**layers.documents), layers.sources)
    except IamEvalError as error:
        raise placed(error, layers.names) from None


def read_layers(given: argparse.Namespace) -> Layers:
    """Reads the files."""
    sources: dict[str, Source] = {}
    layers: dict[str, Any] = {}

    def one(layer: str, name: Optional[str]) -> None:
        if name is not None:
            sources[layer] = read(name)
            layers[layer] = sources[layer].data

    def several(place: str, names: list[str]) -> list[bytes]:
        files = {f"{place}[{at}]": read(name) for at, name in enumerate(names)}
        sources.update(files)
        return [source.data for source in files.values()]

    def levels(layer: str, given: Optional[list[list[str]]]) -> None:
        if given is not None:
            layers[layer] = [several(f"{layer}[{level}]", names) for level, names in enumerate(given)]

    def flat(layer: str, given: Optional[list[list[str]]]) -> None:
        if given is not None:
            layers[layer] = several(layer, [name for names in given for name in names])

    flat("identity", given.identity)
    one("permissions_boundary", given.boundary)
    flat("session", given.session)
    levels("service_control", given.scp)
    levels("resource_control", given.rcp)
    one("resource", given.resource_policy)
    one("vpc_endpoint", given.vpc_endpoint)
    one("trust", given.trust)
    for layer in given.unknown:
        if layer in layers:
            raise Failure(f"expected the {layer} layer once, found it given and unknown")
        layers[layer] = UNKNOWN
    return Layers(layers, sources)
