"""The pods of a tenant's egress proxy."""

from collections.abc import Mapping

from pulumi_kubernetes.apps.v1 import DeploymentSpecArgsDict
from pulumi_kubernetes.core.v1 import ContainerArgsDict, PodSecurityContextArgsDict, SecurityContextArgsDict

from components import versions

PORT = 3128
PROXIES: Mapping[str, str] = {"app.kubernetes.io/name": "egress-proxy"}
"""Labels of the pods; their namespace says whose they are."""
_REPLICAS = 2
_CONFIG = "/etc/envoy"
_POD: PodSecurityContextArgsDict = {
    "run_as_non_root": True,
    "run_as_user": 10001,
    "run_as_group": 10001,
    "fs_group": 10001,
    "seccomp_profile": {"type": "RuntimeDefault"},
}
_CONTAINER: SecurityContextArgsDict = {
    "allow_privilege_escalation": False,
    "capabilities": {"drop": ["ALL"]},
    "privileged": False,
    "read_only_root_filesystem": True,
    "run_as_non_root": True,
    "seccomp_profile": {"type": "RuntimeDefault"},
}


def deployment_spec(config_checksum: str) -> DeploymentSpecArgsDict:
    """Two replicas on different nodes, which are replaced one after the other when their configuration changes."""
    return {
        "replicas": _REPLICAS,
        "selector": {"match_labels": PROXIES},
        "strategy": {"type": "RollingUpdate", "rolling_update": {"max_unavailable": 0, "max_surge": 1}},
        "template": {
            "metadata": {"labels": PROXIES, "annotations": {"mlplatform.io/config-checksum": config_checksum}},
            "spec": {
                "service_account_name": "proxy",
                "automount_service_account_token": False,
                "enable_service_links": False,
                "security_context": _POD,
                "topology_spread_constraints": [
                    {
                        "max_skew": 1,
                        "topology_key": key,
                        "when_unsatisfiable": "ScheduleAnyway",
                        "label_selector": {"match_labels": PROXIES},
                    }
                    for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
                ],
                "containers": [_envoy()],
                "volumes": [{"name": "config", "config_map": {"name": "proxy"}}],
            },
        },
    }


def _envoy() -> ContainerArgsDict:
    return {
        "name": "envoy",
        "image": versions.EGRESS_PROXY_IMAGE,
        "args": ["--config-path", f"{_CONFIG}/envoy.json", "--disable-hot-restart", "--log-level", "error"],
        "ports": [{"name": "http", "container_port": PORT, "protocol": "TCP"}],
        "readiness_probe": {"tcp_socket": {"port": PORT}, "period_seconds": 5},
        "liveness_probe": {"tcp_socket": {"port": PORT}, "period_seconds": 20, "failure_threshold": 3},
        # Envoy stops at once; callers find the other replica first.
        "lifecycle": {"pre_stop": {"sleep": {"seconds": 10}}},
        "resources": {
            "requests": {"cpu": "50m", "memory": "64Mi"},
            "limits": {"cpu": "500m", "memory": "256Mi"},
        },
        "security_context": _CONTAINER,
        "volume_mounts": [{"name": "config", "mount_path": _CONFIG, "read_only": True}],
    }
