"""What a user of `pulumi up` reads when the API server refuses a pool, a node class or a model."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.integration.platform.checkout import Checkout
from tests.integration.platform.declared import Wrong

# Refused by the CRDs' schemas, by their rules, and by KServe's webhook.
WRONG = [
    Wrong(
        "NodePool",
        ("template", "spec", "taints", 0, "effect"),
        "NoWay",
        'spec.template.spec.taints[0].effect: Unsupported value: "NoWay"',
    ),
    Wrong("EC2NodeClass", ("role",), "nodes", "must specify exactly one of ['role', 'instanceProfile']"),
    Wrong("InferenceService", ("predictor", "modle"), {}, "spec.predictor.modle: unknown field"),
    Wrong(
        "InferenceService",
        ("predictor", "minReplicas"),
        5,
        'admission webhook "inferenceservice.kserve-webhook-server.validator" denied the request: '
        "'MinReplicas' cannot be greater than MaxReplicas",
    ),
]
PROGRAM = """\
import json, os
from pathlib import Path
import pulumi_kubernetes as kubernetes
from pulumi import ResourceOptions

inputs = json.loads(Path("object.json").read_text())
kubernetes.apiextensions.CustomResource(
    "wrong", api_version=inputs["apiVersion"], kind=inputs["kind"], metadata={"name": "wrong"}, spec=inputs["spec"],
    opts=ResourceOptions(
        provider=kubernetes.Provider("cluster", kubeconfig=Path(os.environ["KUBECONFIG"]).read_text())
    ),
)
"""
# The API server is to speak, not the platform's own policies.
PULUMI = ("env", "-u", "PULUMI_OPTION_POLICY_PACK", "pulumi", "-C", "refused")


@pytest.fixture(scope="module")
def program(dev: Checkout) -> Generator[Path]:
    """A program with one object, in a stack of its own; where the object is written."""
    folder = dev.root / "refused"
    folder.mkdir(exist_ok=True)
    (folder / "Pulumi.yaml").write_text("name: refused\nruntime: python\n")
    (folder / "__main__.py").write_text(PROGRAM)
    dev.command(*PULUMI, "stack", "select", "--create", "refused")
    yield folder / "object.json"
    dev.command(*PULUMI, "destroy", "--yes", "--skip-preview", "--non-interactive", "--remove")


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_refusal_names_the_resource_the_field_and_the_rule(dev: Checkout, program: Path, wrong: Wrong) -> None:
    program.write_text(json.dumps(wrong.object()))
    done = dev.command(*PULUMI, "up", "--yes", "--skip-preview", "--non-interactive", check=False)
    assert done.returncode
    diagnosis = done.stdout.partition("Diagnostics:")[2]
    assert f":{wrong.kind} (wrong)" in diagnosis
    assert wrong.rule in diagnosis
    for noise in ("Traceback", ".py", "<nil>"):
        assert noise not in done.stdout + done.stderr
