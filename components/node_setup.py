"""User data of nodes: what Amazon Linux 2023 does before a node joins, as a pure function.

`nodeadm` merges the parts of all NodeConfigs, Karpenter's and EKS's own among them, and starts the kubelet when
cloud-init has run the scripts (awslabs/amazon-eks-ami, nodeadm-run.service, read 2026-11).
"""

import json

GP3_MIBPS = 125
"""MiB/s that every gp3 volume has for nothing."""
PARALLEL_PULL_MIBPS = 600
"""Below it a parallel pull may take longer than an ordinary one; nodeadm's examples, amazon-eks-ami, 2026-07."""
NODE_CONFIG = "application/node.eks.aws"
ON_EVERY_BOOT = 'text/x-shellscript-per-boot; charset="us-ascii"'

# As nodeadm's own template for containerd 2 (config2.template.toml, read 2026-11) names runtimes; containerd derives
# the program from the type: `io.containerd.runsc.v1` is `containerd-shim-runsc-v1`.
RUNTIME = """\
version = 3

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.{handler}]
runtime_type = "io.containerd.{handler}.v1"
"""

# A GPU that something uses cannot be switched, and an A100 in a virtual machine may need a reboot after it. Parts do
# not outlive a reboot. A node with undivided GPUs must not join: its pods would get whole ones.
DIVIDE_GPUS = """\
#!/bin/bash
set -euo pipefail
trap 'poweroff' ERR
for _ in $(seq 60); do nvidia-smi --list-gpus && break; sleep 5; done
divided() {{ ! nvidia-smi --query-gpu=mig.mode.current --format=csv,noheader | grep --quiet --invert-match Enabled; }}
if ! divided; then
  systemctl stop nvidia-persistenced nvidia-fabricmanager || true
  nvidia-smi --multi-instance-gpu=1
  divided || {{ reboot; exit; }}
  systemctl start nvidia-fabricmanager nvidia-persistenced || true
fi
nvidia-smi mig --create-gpu-instance={parts} --default-compute-instance
"""


def user_data(
    *,
    local_disks: bool = False,
    parallel_image_pull: bool = False,
    mig_profile: tuple[str, int] | None = None,
    runtime_handler: str | None = None,
) -> str | None:
    """User data as a MIME archive; None where a node needs none of its own. `mig_profile`: its name, parts of a GPU."""
    spec: dict[str, object] = {}
    if local_disks:
        spec["instance"] = {"localStorage": {"strategy": "RAID0"}}
    if parallel_image_pull:
        spec["featureGates"] = {"FastImagePull": True}
    if runtime_handler:
        spec["containerd"] = {"config": RUNTIME.format(handler=runtime_handler)}
    parts: list[tuple[str, str]] = []
    if spec:
        # JSON is YAML too.
        config = {"apiVersion": "node.eks.aws/v1alpha1", "kind": "NodeConfig", "spec": spec}
        parts.append((NODE_CONFIG, json.dumps(config, indent=2)))
    if mig_profile:
        name, count = mig_profile
        parts.append((ON_EVERY_BOOT, DIVIDE_GPUS.format(parts=",".join([name] * count))))
    return _archive(parts) if parts else None


def _archive(parts: list[tuple[str, str]]) -> str:
    head = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="//"\n'
    return head + "".join(f"\n--//\nContent-Type: {kind}\n\n{content}" for kind, content in parts) + "\n--//--\n"
