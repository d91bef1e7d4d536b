"""What of a stack decides about data: roles with all their policies, buckets with theirs, keys."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from reachability import managed_policies
from reachability.iam import Document
from reachability.resources import Holders, Json, Resource, of_type


@dataclass(frozen=True)
class Role:
    """An IAM role."""

    name: str
    arn: str
    policies: Sequence[Document]
    boundary: Document | None
    namespace: str | None
    """Namespace of the pods that get this role; None for a role of a service or of nodes."""
    service_account: str | None


@dataclass(frozen=True)
class Bucket:
    """A bucket."""

    name: str
    arn: str
    policy: Document | None
    key: Resource | None
    """Customer managed key that encrypts the objects."""


def roles(resources: Sequence[Resource], account_id: str, partition: str) -> list[Role]:
    """Every role that the stack declares."""
    inline = Holders(of_type(resources, "aws:iam/rolePolicy:RolePolicy"), "role")
    attached = Holders(of_type(resources, "aws:iam/rolePolicyAttachment:RolePolicyAttachment"), "role")
    pods = Holders(of_type(resources, "aws:eks/podIdentityAssociation:PodIdentityAssociation"), "roleArn")
    policies = of_type(resources, "aws:iam/policy:Policy")
    own = {name: one for one in policies for name in (one.urn, one.text("arn"), one.text("id")) if name}
    found: list[Role] = []
    for role in of_type(resources, "aws:iam/role:Role"):
        identity = next(iter(pods.of(role, "arn")), None)
        name = role.text("name") or role.name
        documents = [Document(one.name, one.text("policy")) for one in inline.of(role, "name", "id")]
        documents += [_policy(one, "policyArn", own) for one in attached.of(role, "name", "id")]
        found.append(
            Role(
                name=name,
                arn=role.text("arn") or f"arn:{partition}:iam::{account_id}:role/{name}",
                policies=documents,
                boundary=_policy(role, "permissionsBoundary", own) if role.values.get("permissionsBoundary") else None,
                namespace=identity.text("namespace") if identity else None,
                service_account=identity.text("serviceAccount") if identity else None,
            )
        )
    return found


def _policy(holder: Resource, key: str, own: Mapping[str, Resource]) -> Document:
    for name in (holder.text(key) or "", *holder.sources.get(key, ())):
        if name in own:
            return Document(own[name].name, own[name].text("policy"))
    arn = holder.text(key) or ""
    return Document(arn.rpartition("/")[2] or holder.name, managed_policies.text_of(arn))


def buckets(resources: Sequence[Resource], partition: str) -> list[Bucket]:
    """Every bucket that the stack declares."""
    encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    policies = Holders(of_type(resources, "aws:s3/bucketPolicy:BucketPolicy"), "bucket")
    rules = Holders(of_type(resources, encryption), "bucket")
    keys = of_type(resources, "aws:kms/key:Key")
    by_name = {name: key for key in keys for name in (key.urn, key.text("arn")) if name}
    found: list[Bucket] = []
    for bucket in of_type(resources, "aws:s3/bucket:Bucket"):
        name = bucket.text("bucket") or bucket.name
        policy = next(iter(policies.of(bucket, "bucket", "id")), None)
        named = [name for one in rules.of(bucket, "bucket", "id") for name in _keys(one)]
        found.append(
            Bucket(
                name=name,
                arn=f"arn:{partition}:s3:::{name}",
                policy=Document(policy.name, policy.text("policy")) if policy else None,
                key=next((by_name[one] for one in named if one in by_name), None),
            )
        )
    return found


def _keys(encryption: Resource) -> Iterator[str]:
    yield from encryption.sources.get("rules", ())
    for rule in cast("list[Json]", encryption.values.get("rules") or []):
        yield str(cast("Json", rule.get("applyServerSideEncryptionByDefault") or {}).get("kmsMasterKeyId"))
