"""Sets of ports, by protocol."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

PROTOCOLS = ("TCP", "UDP", "SCTP")
LAST = 65535
Interval = tuple[int, int]


@dataclass(frozen=True)
class Ports:
    """Which ports of which protocols; intervals are sorted and do not touch."""

    intervals: Mapping[str, tuple[Interval, ...]] = field(default_factory=dict[str, tuple[Interval, ...]])

    @staticmethod
    def of(protocol: str, first: int = 1, last: int | None = None) -> "Ports":
        """One port, or those from the first to the last."""
        return Ports({protocol: ((first, first if last is None else last),)})

    def __bool__(self) -> bool:
        return any(self.intervals.values())

    def __contains__(self, port: tuple[str, int]) -> bool:
        protocol, number = port
        return any(first <= number <= last for first, last in self.intervals.get(protocol, ()))

    @staticmethod
    def union(sets: "Iterable[Ports]") -> "Ports":
        """What is in one of them."""
        found: dict[str, list[Interval]] = {}
        for each in sets:
            for protocol, intervals in each.intervals.items():
                found.setdefault(protocol, []).extend(intervals)
        return Ports({protocol: _merged(found[protocol]) for protocol in PROTOCOLS if protocol in found})

    def __and__(self, other: "Ports") -> "Ports":
        return Ports(
            {
                protocol: common
                for protocol in PROTOCOLS
                if (common := _common(self.intervals.get(protocol, ()), other.intervals.get(protocol, ())))
            }
        )

    def __sub__(self, other: "Ports") -> "Ports":
        return Ports(
            {
                protocol: left
                for protocol, intervals in self.intervals.items()
                if (left := _common(intervals, _gaps(other.intervals.get(protocol, ()))))
            }
        )

    def __str__(self) -> str:
        if self == EVERY:
            return "all ports"
        return ", ".join(
            f"{protocol} {first if first == last else f'{first}-{last}'}"
            for protocol, intervals in self.intervals.items()
            for first, last in intervals
        )


def _merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for first, last in sorted(intervals):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def _common(ours: Iterable[Interval], theirs: Iterable[Interval]) -> tuple[Interval, ...]:
    theirs = tuple(theirs)
    found = ((max(a, c), min(b, d)) for a, b in ours for c, d in theirs)
    return _merged((first, last) for first, last in found if first <= last)


def _gaps(intervals: Iterable[Interval]) -> Iterator[Interval]:
    first = 1
    for start, end in intervals:
        yield first, start - 1
        first = end + 1
    yield first, LAST


NONE = Ports()
EVERY = Ports(dict.fromkeys(PROTOCOLS, ((1, LAST),)))
