"""Helm's post-renderer: `python -m sandbox.kubernetes.provider.releases.post_render REPORT`, manifest on stdin."""

import json
import sys
from pathlib import Path

from sandbox.kubernetes.provider.releases.manifests import without_webhooks


def main() -> None:
    """Print the manifest without webhooks; write what was left out to the report."""
    manifest, left_out = without_webhooks(sys.stdin.read())
    Path(sys.argv[1]).write_text(json.dumps(left_out))
    sys.stdout.write(manifest)


if __name__ == "__main__":
    main()
