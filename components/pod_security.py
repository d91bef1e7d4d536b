"""Pod Security: the labels that make the API server refuse dangerous pods, and a security context that passes."""


def labels(level: str, kubernetes_version: str) -> dict[str, str]:
    """Namespace labels for one Pod Security level, pinned so that an upgrade changes nothing by surprise."""
    version = f"v{kubernetes_version}"
    return {
        f"pod-security.kubernetes.io/{mode}{suffix}": value
        for mode in ("enforce", "audit", "warn")
        for suffix, value in (("", level), ("-version", version))
    }


def restricted_pod() -> dict[str, object]:
    """Pod security context that the level `restricted` accepts."""
    return {
        "runAsNonRoot": True,
        "runAsUser": 10001,
        "runAsGroup": 10001,
        "fsGroup": 10001,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def restricted_container() -> dict[str, object]:
    """Container security context that the level `restricted` accepts, with a read-only root file system."""
    return {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "privileged": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
