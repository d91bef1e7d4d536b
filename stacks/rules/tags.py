"""Rules of tags."""

from collections.abc import Iterator

from stacks.model import Settings
from stacks.reading.errors import Problem

MAX_TAGS = 50


def tags(settings: Settings) -> Iterator[Problem]:
    """A number that AWS takes, and no key that is reserved."""
    if len(settings.tags) > MAX_TAGS - 5:
        yield Problem(("tags",), f"AWS allows {MAX_TAGS} tags per resource and the platform adds up to 5; drop some")
    for key in settings.tags:
        if key.lower().startswith(("aws:", "mlplatform:")):
            yield Problem(("tags", key), f"a tag key may not start with {key.split(':')[0]}:; it is reserved")
