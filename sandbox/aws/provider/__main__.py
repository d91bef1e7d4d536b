"""`python -m sandbox.aws.provider`: the plugin process that the engine starts."""

import sandbox.provider.fast_start  # noqa: F401, I001  # pyright: ignore[reportUnusedImport] must come before whatever imports the SDK

import os
import sys

from sandbox.aws.provider.loopback import require_loopback
from sandbox.aws.provider.provider import AwsProvider
from sandbox.provider.errors import ProviderError
from sandbox.provider.serve import serve


def main() -> None:
    """Serve, or say why not."""
    try:
        endpoint = require_loopback(os.environ)
    except ProviderError as error:
        sys.exit(str(error))
    serve(AwsProvider(endpoint))


main()
