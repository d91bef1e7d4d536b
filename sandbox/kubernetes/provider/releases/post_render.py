"""Helm's post-renderer: `python -m sandbox.kubernetes.provider.releases.post_render REPORT`, manifest on stdin."""

import json
import os
import sys
from pathlib import Path

from sandbox.controllers.webhooks import targets
from sandbox.kubernetes.provider.releases.manifests import without_webhooks
from sandbox.layout import Layout


def main() -> None:
    """Print the manifest without webhooks that nobody answers; write what was left out to the report."""
    state = Path(os.environ.get("MLPLATFORM_SANDBOX") or ".sandbox").absolute()
    manifest, left_out = without_webhooks(sys.stdin.read(), targets(Layout(state.parent)))
    Path(sys.argv[1]).write_text(json.dumps(left_out))
    sys.stdout.write(manifest)


if __name__ == "__main__":
    main()
