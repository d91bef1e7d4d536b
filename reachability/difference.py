"""What a change opens and closes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reachability import ports
from reachability.matrix import Reading, Way
from reachability.ports import Ports


@dataclass(frozen=True)
class Change:
    """What a source reaches of a target, before and after."""

    source: str
    target: str
    before: Ports
    after: Ports
    because: tuple[str, ...]
    """Rules that open it afterwards."""

    @property
    def opens(self) -> bool:
        """Whether something is reached that was not."""
        return self.after & self.before != self.after


@dataclass(frozen=True)
class ReadingChange:
    """That a tenant reads another's model, before or after."""

    reader: str
    owner: str
    before: bool
    after: bool
    because: str


def ways(before: Iterable[Way], after: Iterable[Way]) -> Iterator[Change]:
    """Every way that differs."""
    old, new = ({(way.source, way.target): way for way in ways} for ways in (before, after))
    for source, target in sorted(old.keys() | new.keys()):
        was, is_ = old.get((source, target)), new.get((source, target))
        change = Change(
            source,
            target,
            was.ports if was else ports.NONE,
            is_.ports if is_ else ports.NONE,
            is_.because if is_ else (),
        )
        if change.before != change.after:
            yield change


def readings(before: Iterable[Reading], after: Iterable[Reading]) -> Iterator[ReadingChange]:
    """Every pair whose one reads the other's model on one side only; *may read* counts as reading."""
    old, new = ({(one.reader, one.owner): one.decision.because for one in side} for side in (before, after))
    for reader, owner in sorted(old.keys() ^ new.keys()):
        pair = (reader, owner)
        yield ReadingChange(reader, owner, pair in old, pair in new, new.get(pair, ""))
