"""S3 buckets."""

from typing import Any

from sandbox.aws.provider.api import tag_list, tag_map
from sandbox.aws.provider.failures import code_of
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging
from sandbox.provider.values import Properties

# Hosted zones of S3's website endpoints are facts of AWS; the emulated account has a few regions only.
_ZONES = {"eu-west-1": "Z1BKCTXD74EZPE", "us-east-1": "Z3AQBSTGFYJSTF", "eu-central-1": "Z21DNDUVLTQW6Q"}
_NO_LOCATION = "us-east-1"


def _create(call: Call) -> str:
    parameters: dict[str, Any] = {"Bucket": call["bucket"]}
    if call.region != _NO_LOCATION:
        parameters["CreateBucketConfiguration"] = {"LocationConstraint": call.region}
    if call["objectLockEnabled"]:
        parameters["ObjectLockEnabledForBucket"] = True
    call.client.create_bucket(**parameters)
    return call["bucket"]


def _tags(call: Call) -> list[dict[str, str]]:
    try:
        return call.client.get_bucket_tagging(Bucket=call.id)["TagSet"]
    except Exception as error:
        if code_of(error) == "NoSuchTagSet":
            return []
        raise


def _is_locked(call: Call) -> bool:
    try:
        answer = call.client.get_object_lock_configuration(Bucket=call.id)
    except Exception as error:
        if code_of(error) == "ObjectLockConfigurationNotFoundError":
            return False
        raise
    return answer["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled"


def _read(call: Call) -> Properties:
    region = call.client.get_bucket_location(Bucket=call.id).get("LocationConstraint") or _NO_LOCATION
    return {
        "bucket": call.id,
        "arn": f"arn:{call.aws.partition}:s3:::{call.id}",
        "bucketDomainName": f"{call.id}.s3.amazonaws.com",
        "bucketRegionalDomainName": f"{call.id}.s3.{region}.amazonaws.com",
        "bucketRegion": region,
        "hostedZoneId": _ZONES.get(region, ""),
        "objectLockEnabled": _is_locked(call),
        **tag_map(_tags(call)),
    }


def _add_tags(call: Call, tags: dict[str, str]) -> None:
    merged = {tag["Key"]: tag["Value"] for tag in _tags(call)} | tags
    call.client.put_bucket_tagging(Bucket=call.id, Tagging={"TagSet": tag_list(merged)})


def _remove_tags(call: Call, keys: list[str]) -> None:
    kept = [tag for tag in _tags(call) if tag["Key"] not in keys]
    call.client.put_bucket_tagging(Bucket=call.id, Tagging={"TagSet": kept})


def _configure(call: Call) -> None:
    if not call.old and call.tags:
        _add_tags(call, call.tags)


def _delete(call: Call) -> None:
    if call["forceDestroy"]:
        _empty(call)
    call.client.delete_bucket(Bucket=call.id)


def _empty(call: Call) -> None:
    for page in call.client.get_paginator("list_object_versions").paginate(Bucket=call.id):
        versions = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        objects = [{"Key": version["Key"], "VersionId": version["VersionId"]} for version in versions]
        if objects:
            # As the real provider: it lifts governance retention; nobody can lift compliance retention.
            bypass = {"BypassGovernanceRetention": True} if call["objectLockEnabled"] else {}
            call.client.delete_objects(Bucket=call.id, Delete={"Objects": objects, "Quiet": True}, **bypass)


TYPES = (
    ResourceType(
        sdk_type="aws:s3/bucket:Bucket",
        service="s3",
        create=_create,
        read=_read,
        update=_configure,
        configure=True,
        delete=_delete,
        name=Name("bucket", 63, prefix_property="bucketPrefix", lower=True),
        settings=frozenset({"forceDestroy"}),
        tagging=Tagging(add=_add_tags, remove=_remove_tags),
        # Most are deprecated in the SDK: the sandbox knows the resource that took the place of each.
        not_emulated=frozenset(
            {
                "accelerationStatus",
                "acl",
                "bucketNamespace",
                "corsRules",
                "grants",
                "lifecycleRules",
                "logging",
                "objectLockConfiguration",
                "policy",
                "replicationConfiguration",
                "requestPayer",
                "serverSideEncryptionConfiguration",
                "versioning",
                "website",
            }
        ),
    ),
)
