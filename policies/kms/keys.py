"""Keys that resources name."""

from policies.properties import NotEvaluatedError, Properties

_OF_AWS = "alias/aws/"


def has_customer_key(properties: Properties, key: str) -> bool:
    """Whether a key is named that is not one of AWS's own; those are named by an alias, which is always known."""
    if not properties.has(key):
        return False
    try:
        return _OF_AWS not in properties.text(key)
    except NotEvaluatedError:
        return True
