"""A tenant on a cluster whose kubeconfig is known only after another resource exists, as with EKS."""

import os
from pathlib import Path

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict

text = Path(os.environ["KUBECONFIG"]).read_text()
first = kubernetes.Provider("first", kubeconfig=text, enable_server_side_apply=True)
marker = kubernetes.core.v1.ConfigMap(
    "marker", metadata={"namespace": "default"}, opts=pulumi.ResourceOptions(provider=first)
)
cluster = kubernetes.Provider(
    "cluster",
    kubeconfig=marker.metadata.uid.apply(lambda _uid: text),
    cluster_identifier="sandbox",
    enable_server_side_apply=True,
)
on_cluster = pulumi.ResourceOptions(provider=cluster)
tenant = kubernetes.core.v1.Namespace("tenant", metadata={"name": "engine-test"}, opts=on_cluster)
place: ObjectMetaArgsDict = {"namespace": tenant.metadata.name}
secret = kubernetes.core.v1.Secret(
    "secret", metadata=place, string_data={"password": pulumi.Output.secret("hunter2hunter2")}, opts=on_cluster
)
deny = kubernetes.networking.v1.NetworkPolicy(
    "deny", metadata=place, spec={"pod_selector": {}, "policy_types": ["Ingress", "Egress"]}, opts=on_cluster
)
web = kubernetes.apps.v1.Deployment(
    "web",
    metadata=place,
    spec={
        "selector": {"match_labels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "web", "resources": {"requests": {"cpu": "1000m"}}}]},
        },
    },
    opts=on_cluster,
)
pulumi.export("available", web.status.available_replicas)
pulumi.export("password", secret.data)
