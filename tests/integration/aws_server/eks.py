"""EKS of a sandbox as a test sees it."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.integration.lifecycle.clone import Clone
from tests.sandbox.aws.server.account import REGION, Account

VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


class Eks:
    """A sandbox with a network and roles for clusters."""

    def __init__(self, clone: Clone, account: Account) -> None:
        self.clone = clone
        self.account = account
        self.api: Any = account.client("eks")
        self.vpc = account.vpc("10.0.0.0/16")
        self.subnets = account.subnets(self.vpc, "10.0.0.0/24", "10.0.1.0/24")
        self.cluster_role, self.node_role = account.role("cluster"), account.role("node")

    def create_cluster(self, name: str, **parameters: object) -> dict[str, Any]:
        return self.api.create_cluster(
            name=name,
            roleArn=self.cluster_role,
            resourcesVpcConfig={"subnetIds": self.subnets, "endpointPrivateAccess": True},
            **{"version": "1.35", "accessConfig": {"authenticationMode": "API"}, **parameters},
        )["cluster"]

    def delete_cluster(self, name: str) -> None:
        for nodegroup in self.api.list_nodegroups(clusterName=name)["nodegroups"]:
            self.api.delete_nodegroup(clusterName=name, nodegroupName=nodegroup)
        self.api.delete_cluster(name=name)

    def create_nodegroup(self, name: str, *, size: int = 1, **parameters: Any) -> dict[str, Any]:
        scaling = {"minSize": 0, "maxSize": 5, "desiredSize": size}
        return self.api.create_nodegroup(
            clusterName="dev",
            nodegroupName=name,
            subnets=self.subnets,
            nodeRole=self.node_role,
            scalingConfig=scaling,
            **{"instanceTypes": ["m7i.large"], **parameters},
        )["nodegroup"]

    def nodes(self, nodegroup: str) -> list[dict[str, Any]]:
        selector = f"eks.amazonaws.com/nodegroup={nodegroup}"
        return json.loads(self.clone.kubectl("get", "nodes", "-l", selector, "-o", "json"))["items"]

    def token(self, role: str, session: str) -> str:
        """Return the token that the AWS CLI makes for a role."""
        assumed = self.account.client("sts").assume_role(RoleArn=role, RoleSessionName=session)["Credentials"]
        environment = {
            "AWS_ENDPOINT_URL": self.account.endpoint,
            "AWS_ACCESS_KEY_ID": assumed["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": assumed["SecretAccessKey"],
            "AWS_SESSION_TOKEN": assumed["SessionToken"],
            "AWS_DEFAULT_REGION": REGION,
        }
        command = [str(Path(sys.executable).with_name("aws")), "eks", "get-token", "--cluster-name", "dev"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)["status"]["token"]

    def kubectl_as(self, token: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run kubectl with nothing but what DescribeCluster tells and a token."""
        described = self.api.describe_cluster(name="dev")["cluster"]
        authority = self.clone.root / "cluster-authority.pem"
        authority.write_bytes(base64.b64decode(described["certificateAuthority"]["data"]))
        command = [
            str(self.clone.layout.bin / "kubectl"),
            "--kubeconfig=/dev/null",
            f"--server={described['endpoint']}",
            f"--certificate-authority={authority}",
            f"--token={token}",
            *arguments,
        ]
        return subprocess.run(command, capture_output=True, text=True, check=False)
