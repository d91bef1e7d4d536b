"""The controllers that the sandbox runs. Adding one: docs/sandbox-controllers.md."""

from pathlib import Path
from typing import Final

from sandbox.controllers import instance_types
from sandbox.controllers.controller import Controller
from sandbox.environment import REGION

CONTROLLERS: Final = (
    Controller(
        name="karpenter",
        image="public.ecr.aws/karpenter/controller",
        tool="karpenter",
        ports=("health", "metrics"),
        health_path="/readyz",
        environment={
            "KUBECONFIG": "{kubeconfig}",
            "DISABLE_LEADER_ELECTION": "true",
            "HEALTH_PROBE_PORT": "{health}",
            "METRICS_PORT": "{metrics}",
            "INSTANCE_TYPES": "{directory}/instance-types.json",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:{aws}",
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "{access_key_id}",
            "AWS_SECRET_ACCESS_KEY": "{secret_access_key}",
            "AWS_SESSION_TOKEN": "{session_token}",
        },
        prepare=instance_types.prepare,
    ),
    Controller(
        name="kserve",
        image="kserve/kserve-controller",
        tool="kserve",
        ports=("health", "metrics", "webhook"),
        health_path="/readyz",
        arguments=(
            "--kubeconfig={kubeconfig}",
            "--metrics-port={metrics}",
            "--health-port={health}",
            "--webhook-port={webhook}",
        ),
        # controller-runtime looks for the webhooks' certificate below the directory for temporary files.
        environment={"TMPDIR": "{directory}"},
        webhook_services=("kserve-webhook-server-service",),
    ),
    Controller(
        # Not the real one: it would need proxies. kwok says of routes what it would say, so that models become ready.
        name="envoy-gateway",
        image="docker.io/envoyproxy/gateway",
        tool="kwok",
        ports=("health",),
        health_path="/readyz",
        arguments=(
            # The chart's service account may update a status, but not patch it as kwok does.
            "--kubeconfig={admin_kubeconfig}",
            f"--config={Path(__file__).parent / 'envoy-gateway.yaml'}",
            "--server-address=127.0.0.1:{health}",
            # Nodes and pods have a kwok of their own.
            "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=none",
            "--node-lease-duration-seconds=0",
        ),
        environment={"KWOK_WORKDIR": "{directory}"},
    ),
)


def port_names() -> tuple[str, ...]:
    """Names of all ports that the controllers need."""
    return tuple(controller.port_name(role) for controller in CONTROLLERS for role in controller.ports)
