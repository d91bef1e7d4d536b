"""Trust in identity providers (OIDC): who issues the tokens, and which claims a statement demands of them."""

from policies.iam.documents import is_allow
from policies.properties import Properties

GITHUB = "token.actions.githubusercontent.com"
_PROVIDER = ":oidc-provider/"


def issuers(statement: Properties) -> list[str]:
    """The issuers whose tokens an Allow statement takes, as they stand before the colon in its condition keys."""
    if not is_allow(statement):
        return []
    providers = statement.texts("Principal", "Federated")
    return [provider.partition(_PROVIDER)[2] for provider in providers if _PROVIDER in provider]


def demanded(statement: Properties, claim: str, *operators: str) -> list[str]:
    """The values that a statement demands of a claim, by one of these operators."""
    return [
        value
        for operator, keys in statement.items("Condition")
        if operator.lower() in operators
        for key, values in keys.items()
        if key.lower() == claim.lower()
        for value in values.texts()
    ]
