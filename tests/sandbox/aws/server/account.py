"""The emulated account as a test sees it."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from sandbox.aws.server.serving import serve

REGION = "eu-west-1"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


@dataclass(frozen=True)
class Account:
    """Endpoint and credentials of a server."""

    endpoint: str
    credentials: dict[str, str]
    state: Path

    def client(self, service: str, **credentials: str) -> Any:
        keys = credentials or {
            "aws_access_key_id": self.credentials["access_key_id"],
            "aws_secret_access_key": self.credentials["secret_access_key"],
            "aws_session_token": self.credentials["session_token"],
        }
        # One attempt: what fails here must not be hidden by a retry.
        config = Config(retries={"total_max_attempts": 1})
        session: Any = boto3.Session(region_name=REGION)
        return session.client(service, endpoint_url=self.endpoint, config=config, **keys)

    def vpc(self, cidr: str) -> str:
        return self.client("ec2").create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]

    def subnets(self, vpc: str, *cidrs: str) -> list[str]:
        """Create one subnet per zone."""
        ec2 = self.client("ec2")
        return [
            ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=REGION + "abc"[index])["Subnet"]["SubnetId"]
            for index, cidr in enumerate(cidrs)
        ]

    def role(self, name: str) -> str:
        return self.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]


@contextmanager
def served(state: Path) -> Generator[Account]:
    """Serve a new account, without a Kubernetes API server, on a free port."""
    server = serve("127.0.0.1", 0, state, state / "missing.kubeconfig")
    Thread(target=server.serve_forever, daemon=True).start()
    yield Account(f"http://127.0.0.1:{server.server_port}", json.loads((state / "credentials.json").read_text()), state)
    server.shutdown()


def error(code: str) -> Any:
    """Expect an AWS error with this code."""
    return pytest.raises(ClientError, match=rf"\({code}\)")
