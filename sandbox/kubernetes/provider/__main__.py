"""The plugin process: `python -m sandbox.kubernetes.provider`."""

import sandbox.provider.fast_start  # noqa: F401 # pyright: ignore[reportUnusedImport] must come before whatever imports the SDK
from sandbox.kubernetes.provider.provider import KubernetesProvider
from sandbox.provider.serve import serve

if __name__ == "__main__":
    serve(KubernetesProvider())
