"""Questions to AWS that answer in pages."""

from collections.abc import Mapping
from typing import Any


def pages(client: Any, operation: str, key: str, **filters: str) -> list[Mapping[str, Any]]:  # noqa: ANN401
    """All items of a describe operation; a filter's values are separated by commas."""
    wanted = [{"Name": name, "Values": values.split(",")} for name, values in filters.items()]
    arguments = {"Filters": wanted} if wanted else {}
    return [item for page in client.get_paginator(operation).paginate(**arguments) for item in page[key]]
