"""Who can read whose objects: S3's and KMS's answer to the call that a pod or a service would make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reachability import iam
from reachability.iam import Decision, Document, Request
from reachability.inventory import Bucket, Role
from reachability.resources import Resource
from reachability.truth import both


@dataclass(frozen=True)
class Place:
    """Where the calls come from."""

    account_id: str
    region: str
    cluster_arn: str


def read_objects(role: Role, bucket: Bucket, prefix: str, place: Place, endpoints: Sequence[Document] = ()) -> Decision:
    """Whether a role gets objects below a prefix, decrypted, through one of these endpoints of S3 if there are any."""
    context = _context(role, place)
    request = Request("s3:GetObject", f"{bucket.arn}/{prefix}object", role.arn, context)
    by_s3 = iam.decide(iam.identity_decision(role.policies, role.boundary, request), bucket.policy, request)
    if by_s3.allowed is False:
        return by_s3
    passed = [iam.passes(endpoint, request) for endpoint in endpoints]
    if passed and all(one.allowed is False for one in passed):
        return passed[0]
    if bucket.key is None:
        return by_s3
    by_kms = decrypts(role, bucket, bucket.key, place)
    return Decision(both(by_s3.allowed, by_kms.allowed), by_s3.because if by_kms.allowed else by_kms.because)


def decrypts(role: Role, bucket: Bucket, key: Resource, place: Place) -> Decision:
    """Whether a role may have S3 decrypt objects of a bucket with a key."""
    key_arn = key.text("arn") or f"arn:aws:kms:{place.region}:{place.account_id}:key/{key.name}"
    through = {
        **_context(role, place),
        "kms:viaservice": f"s3.{place.region}.amazonaws.com",
        # With the bucket keys that the platform turns on; without them it is the object, which the same patterns cover.
        "kms:encryptioncontext:aws:s3:arn": bucket.arn,
        "kms:grantisforawsresource": "false",
    }
    decrypt = Request("kms:Decrypt", key_arn, role.arn, through)
    key_policy = Document(key.name, key.text("policy"))
    return iam.decide_by_key_policy(iam.identity_decision(role.policies, role.boundary, decrypt), key_policy, decrypt)


def _context(role: Role, place: Place) -> dict[str, str | None]:
    """The request of somebody who does everything right: from the VPC, by TLS, with the tags that EKS gives pods."""
    in_pod: Mapping[str, str | None] = {
        "kubernetes-namespace": role.namespace,
        "kubernetes-service-account": role.service_account,
        "eks-cluster-arn": place.cluster_arn if role.namespace else None,
    }
    return {
        "aws:principalarn": role.arn,
        "aws:principalaccount": place.account_id,
        "aws:principalisawsservice": "false",
        "aws:viaawsservice": "false",
        "aws:securetransport": "true",
        "aws:vpceaccount": place.account_id,
        "aws:resourceaccount": place.account_id,
        "aws:sourceaccount": None,
        "aws:sourcearn": None,
        **{f"aws:principaltag/{tag}": value for tag, value in in_pod.items()},
    }
