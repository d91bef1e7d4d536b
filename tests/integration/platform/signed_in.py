"""Somebody who signed in to the cluster with an IAM role, as everybody does on AWS."""

import base64
import json
from typing import Any, Self

import urllib3

from tests.integration.platform.checkout import Checkout

CLUSTER = "mlplatform-dev"
TENANT, OTHER_TENANT = "iris", "other-tenant"
TEAM = "data-science"
REVIEWS = "/apis/authorization.k8s.io/v1"


def role_arn(name: str) -> str:
    """ARN of a role of the emulated account."""
    return f"arn:aws:iam::123456789012:role/{name}"


def sign(dev: Checkout, role: str = "") -> str:
    """Return the token that `aws eks get-token` makes for a role; for whoever deploys, without one."""
    keys: tuple[str, ...] = ()
    if role:
        assumed = dev.aws("sts").assume_role(RoleArn=role_arn(role), RoleSessionName="test")["Credentials"]
        keys = (
            f"AWS_ACCESS_KEY_ID={assumed['AccessKeyId']}",
            f"AWS_SECRET_ACCESS_KEY={assumed['SecretAccessKey']}",
            f"AWS_SESSION_TOKEN={assumed['SessionToken']}",
        )
    done = dev.command("env", *keys, "aws", "eks", "get-token", "--cluster-name", CLUSTER)
    return json.loads(done.stdout)["status"]["token"]


class Person:
    """Somebody with nothing but a token and what DescribeCluster tells."""

    def __init__(self, endpoint: str, authority: str, token: str) -> None:
        self._endpoint = endpoint
        self._headers = {"Authorization": f"Bearer {token}"}
        self._pool = urllib3.PoolManager(ca_cert_data=authority)

    @classmethod
    def of(cls, dev: Checkout, token: str) -> Self:
        """Somebody with this token before the cluster of dev."""
        described = dev.aws("eks").describe_cluster(name=CLUSTER)["cluster"]
        authority = base64.b64decode(described["certificateAuthority"]["data"]).decode()
        return cls(described["endpoint"], authority, token)

    def asks(self, method: str, path: str, body: object = None, **headers: str) -> urllib3.BaseHTTPResponse:
        """Send one request."""
        content = "application/merge-patch+json" if method == "PATCH" else "application/json"
        sent = {"Content-Type": content} | self._headers | headers
        return self._pool.request(method, self._endpoint + path, body=json.dumps(body) if body else None, headers=sent)

    def may(self, verb: str, resource: str, namespace: str) -> bool:
        """Ask the API server whether it would allow this; a resource is `name/subresource.group`."""
        name, _, group = resource.partition(".")
        name, _, subresource = name.partition("/")
        about = {"verb": verb, "resource": name, "subresource": subresource, "group": group, "namespace": namespace}
        answer: Any = self.asks("POST", f"{REVIEWS}/selfsubjectaccessreviews", {"spec": {"resourceAttributes": about}})
        assert answer.status in {201, 401}, answer.data
        return answer.status == 201 and answer.json()["status"]["allowed"]

    def rights(self, namespace: str) -> list[str]:
        """What `kubectl auth can-i --list` shows of a namespace, a line for each rule."""
        asked = {"spec": {"namespace": namespace}}
        told: Any = self.asks("POST", f"{REVIEWS}/selfsubjectrulesreviews", asked).json()["status"]
        objects = {
            f"{' '.join(sorted(one['verbs']))}: {resource}{f'.{group}' if group else ''}"
            f"{f' {names}' if (names := one.get('resourceNames')) else ''}"
            for one in told["resourceRules"]
            for group in one["apiGroups"]
            for resource in one["resources"]
        }
        paths = {
            f"{' '.join(sorted(one['verbs']))}: {path}"
            for one in told["nonResourceRules"]
            for path in one["nonResourceURLs"]
        }
        return [*sorted(objects), *sorted(paths), *(["incomplete"] if told["incomplete"] else [])]
