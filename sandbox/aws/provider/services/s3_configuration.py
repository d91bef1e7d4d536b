"""Settings of S3 buckets, each a resource of its own with the bucket's name as its id."""

from collections.abc import Callable
from typing import Any

from sandbox.aws.provider.api import camel, deep_camel, deep_pascal, part, parts, pascal
from sandbox.aws.provider.resource_type import Call, GoneError, ResourceType
from sandbox.provider.values import Properties

_BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _setting(
    name: str,
    *,
    put: Callable[[Call], dict[str, Any]],
    put_operation: str,
    get: Callable[[Call, Any], Properties],
    get_operation: str,
    delete: Callable[[Call], object],
    **more: Any,  # noqa: ANN401 fields of ResourceType
) -> ResourceType:
    def write(call: Call) -> str:
        getattr(call.client, put_operation)(Bucket=call["bucket"], **put(call))
        return call["bucket"]

    def read(call: Call) -> Properties:
        bucket = call.id.partition(",")[0]
        return {"id": bucket, "bucket": bucket, **get(call, getattr(call.client, get_operation)(Bucket=bucket))}

    return ResourceType(
        sdk_type=f"aws:s3/{name[0].lower()}{name[1:]}:{name}",
        service="s3",
        create=write,
        read=read,
        update=write,
        delete=delete,
        **more,
    )


def _removal(operation: str) -> Callable[[Call], object]:
    return lambda call: getattr(call.client, operation)(Bucket=call.id.partition(",")[0])


def _versioning(_call: Call, answer: Any) -> Properties:  # noqa: ANN401
    status = answer.get("Status")
    if status is None and answer.get("MFADelete") is None:
        raise GoneError
    told = {"status": status} | ({"mfaDelete": answer["MFADelete"]} if "MFADelete" in answer else {})
    return {"versioningConfiguration": told}


def _suspend(call: Call) -> None:
    if call["versioningConfiguration"]["status"] == "Enabled":
        call.client.put_bucket_versioning(Bucket=call.id, VersioningConfiguration={"Status": "Suspended"})


def _encryption_to_api(call: Call) -> dict[str, Any]:
    rules: list[Properties] = []
    for rule in call["rules"]:
        default = part(rule, "applyServerSideEncryptionByDefault")
        algorithm = pascal(default, sseAlgorithm="SSEAlgorithm", kmsMasterKeyId="KMSMasterKeyID")
        rules.append(
            ({"ApplyServerSideEncryptionByDefault": algorithm} if algorithm else {})
            | pascal(rule, "bucketKeyEnabled")
            | ({"BlockedEncryptionTypes": {"EncryptionType": rule["blockedEncryptionTypes"]}}
               if rule.get("blockedEncryptionTypes") else {})
        )  # fmt: skip
    return {"ServerSideEncryptionConfiguration": {"Rules": rules}}


def _encryption(_call: Call, answer: Any) -> Properties:  # noqa: ANN401
    rules: list[Properties] = []
    for rule in answer["ServerSideEncryptionConfiguration"]["Rules"]:
        default = part(rule, "ApplyServerSideEncryptionByDefault")
        told = camel(default, sseAlgorithm="SSEAlgorithm", kmsMasterKeyId="KMSMasterKeyID")
        rules.append(
            {
                "applyServerSideEncryptionByDefault": {k: v for k, v in told.items() if v},
                "bucketKeyEnabled": rule.get("BucketKeyEnabled", False),
            }
        )
    return {"rules": rules}


def _lifecycle_to_api(call: Call) -> dict[str, Any]:
    rules = deep_pascal(call["rules"])
    for rule in rules:
        rule["ID"] = rule.pop("Id")
        rule["Filter"] = _filter_to_api(rule.get("Filter") or {"Prefix": rule.pop("Prefix", "")})
        for name in ("NoncurrentVersionTransitions", "Transitions"):
            if not rule.get(name):
                rule.pop(name, None)
        expiration = rule.get("NoncurrentVersionExpiration")
        if expiration and isinstance(expiration.get("NoncurrentDays"), str):
            expiration["NoncurrentDays"] = int(expiration["NoncurrentDays"])
    size = pascal(call.inputs, "transitionDefaultMinimumObjectSize")
    return {"LifecycleConfiguration": {"Rules": rules}, **size}


def _filter_to_api(given: Properties) -> Properties:
    both = given.get("And")
    if both and "Tags" in both:
        both["Tags"] = [{"Key": key, "Value": value} for key, value in both["Tags"].items()]
    return {name: value for name, value in given.items() if value not in (None, {})} or {"Prefix": ""}


def _lifecycle(_call: Call, answer: Any) -> Properties:  # noqa: ANN401
    rules: list[Properties] = deep_camel(answer["Rules"])
    for rule in rules:
        rule["id"] = rule.pop("iD")
        both = part(part(rule, "filter"), "and")
        if "tags" in both:
            both["tags"] = {tag["key"]: tag["value"] for tag in parts(both, "tags")}
    return {"rules": rules, "transitionDefaultMinimumObjectSize": answer.get("TransitionDefaultMinimumObjectSize")}


def _logging_to_api(call: Call) -> dict[str, Any]:
    enabled = pascal(call.inputs, "targetBucket", "targetPrefix")
    if call["targetObjectKeyFormat"]:
        enabled["TargetObjectKeyFormat"] = deep_pascal(call["targetObjectKeyFormat"])
    return {"BucketLoggingStatus": {"LoggingEnabled": enabled}}


def _logging(_call: Call, answer: Any) -> Properties:  # noqa: ANN401
    if "LoggingEnabled" not in answer:
        raise GoneError
    enabled = answer["LoggingEnabled"]
    told = camel(enabled, "targetBucket", "targetPrefix")
    return told | {"targetObjectKeyFormat": deep_camel(enabled.get("TargetObjectKeyFormat"))}


def _object_lock_to_api(call: Call) -> dict[str, Any]:
    lock: dict[str, Any] = {"ObjectLockEnabled": "Enabled"}
    if call["rule"]:
        lock["Rule"] = deep_pascal(call["rule"])
    return {"ObjectLockConfiguration": lock}


def _object_lock(_call: Call, answer: Any) -> Properties:  # noqa: ANN401
    lock = answer["ObjectLockConfiguration"]
    retention = part(part(lock, "Rule"), "DefaultRetention")
    told = {name: value for name, value in deep_camel(retention).items() if value}
    return {"objectLockEnabled": lock["ObjectLockEnabled"], "rule": {"defaultRetention": told} if told else None}


def _retain_nothing(call: Call) -> None:
    call.client.put_object_lock_configuration(Bucket=call.id, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})


def _replication_to_api(call: Call) -> dict[str, Any]:
    rules = deep_pascal(call["rules"])
    for rule in rules:
        if "Id" in rule:
            rule["ID"] = rule.pop("Id")
        rule["Filter"] = _filter_to_api(rule.get("Filter") or {})
        encryption = rule["Destination"].get("EncryptionConfiguration")
        if encryption:
            encryption["ReplicaKmsKeyID"] = encryption.pop("ReplicaKmsKeyId")
    return {"ReplicationConfiguration": {"Role": call["role"], "Rules": rules}}


def _replication(_call: Call, answer: Any) -> Properties:  # noqa: ANN401
    told = answer["ReplicationConfiguration"]
    rules: list[Properties] = deep_camel(told["Rules"])
    for rule in rules:
        rule["id"] = rule.pop("iD", None)
        encryption = part(part(rule, "destination"), "encryptionConfiguration")
        if encryption:
            encryption["replicaKmsKeyId"] = encryption.pop("replicaKmsKeyID")
        both = part(part(rule, "filter"), "and")
        if "tags" in both:
            both["tags"] = {tag["key"]: tag["value"] for tag in parts(both, "tags")}
    return {"role": told["Role"], "rules": rules}


def _stop_logging(call: Call) -> None:
    call.client.put_bucket_logging(Bucket=call.id, BucketLoggingStatus={})


TYPES = (
    _setting(
        "BucketVersioning",
        put=lambda call: {
            "VersioningConfiguration": pascal(call["versioningConfiguration"], "status", mfaDelete="MFADelete")
        },
        put_operation="put_bucket_versioning",
        get=_versioning,
        get_operation="get_bucket_versioning",
        delete=_suspend,
        not_emulated=frozenset({"expectedBucketOwner", "mfa"}),
    ),
    _setting(
        "BucketPublicAccessBlock",
        put=lambda call: {"PublicAccessBlockConfiguration": pascal(call.inputs, *_BLOCKS)},
        put_operation="put_public_access_block",
        get=lambda _call, answer: camel(answer["PublicAccessBlockConfiguration"], *_BLOCKS),
        get_operation="get_public_access_block",
        delete=_removal("delete_public_access_block"),
        settings=frozenset({"skipDestroy"}),
    ),
    _setting(
        "BucketServerSideEncryptionConfiguration",
        put=_encryption_to_api,
        put_operation="put_bucket_encryption",
        get=_encryption,
        get_operation="get_bucket_encryption",
        delete=_removal("delete_bucket_encryption"),
        write_only=frozenset({"rules.blockedEncryptionTypes"}),
        not_emulated=frozenset({"expectedBucketOwner"}),
    ),
    _setting(
        "BucketOwnershipControls",
        put=lambda call: {"OwnershipControls": {"Rules": [deep_pascal(call["rule"])]}},
        put_operation="put_bucket_ownership_controls",
        get=lambda _call, answer: {"rule": deep_camel(answer["OwnershipControls"]["Rules"][0])},
        get_operation="get_bucket_ownership_controls",
        delete=_removal("delete_bucket_ownership_controls"),
    ),
    _setting(
        "BucketLifecycleConfiguration",
        put=_lifecycle_to_api,
        put_operation="put_bucket_lifecycle_configuration",
        get=_lifecycle,
        get_operation="get_bucket_lifecycle_configuration",
        delete=_removal("delete_bucket_lifecycle"),
        settings=frozenset({"timeouts"}),
        not_emulated=frozenset({"expectedBucketOwner"}),
    ),
    _setting(
        "BucketPolicy",
        put=lambda call: {"Policy": call["policy"]},
        put_operation="put_bucket_policy",
        get=lambda _call, answer: {"policy": answer["Policy"]},
        get_operation="get_bucket_policy",
        delete=_removal("delete_bucket_policy"),
        documents=frozenset({"policy"}),
    ),
    _setting(
        "BucketReplicationConfig",
        put=_replication_to_api,
        put_operation="put_bucket_replication",
        get=_replication,
        get_operation="get_bucket_replication",
        delete=_removal("delete_bucket_replication"),
        not_emulated=frozenset({"token"}),
    ),
    _setting(
        "BucketLogging",
        put=_logging_to_api,
        put_operation="put_bucket_logging",
        get=_logging,
        get_operation="get_bucket_logging",
        delete=_stop_logging,
        not_emulated=frozenset({"expectedBucketOwner", "targetGrants"}),
    ),
    _setting(
        "BucketObjectLockConfiguration",
        put=_object_lock_to_api,
        put_operation="put_object_lock_configuration",
        get=_object_lock,
        get_operation="get_object_lock_configuration",
        delete=_retain_nothing,
        not_emulated=frozenset({"expectedBucketOwner", "token"}),
    ),
)
