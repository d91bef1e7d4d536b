"""Runs in the analyzer's own environment: what network-config-analyzer says about every manifest file of a folder."""

import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from nca.nca_cli import nca_main  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

answers: dict[str, object] = {}
for file in sorted(Path(sys.argv[1]).glob("*.yaml")):
    said = StringIO()
    name = str(file)
    with redirect_stdout(said), redirect_stderr(StringIO()):
        nca_main(["--connectivity", name, "--ns_list", name, "--pod_list", name, "-o", "json"])
    text = said.getvalue()
    answers[file.stem], _ = json.JSONDecoder().raw_decode(text, text.index("\n[") + 1)
json.dump(answers, sys.stdout)
