"""S3: tags of a new bucket, and no access to what moto would take for another operation."""

from werkzeug import Response

from sandbox.aws.server.bucket_policies import lets
from sandbox.aws.server.calls import AwsError, Call, succeeded
from sandbox.aws.server.shapes import Shape, items, part

_MISTAKEN = "moto would take it for an operation on the bucket itself."
# moto knows a sub-resource by its name in the query; a name that it does not know falls through to listing, creating or
# deleting the bucket.
REFUSED = dict.fromkeys(
    (
        *(f"{verb}Bucket{kind}Configuration" for verb in ("Get", "Put", "Delete") for kind in ("Analytics", "Metrics")),
        *(f"{verb}BucketIntelligentTieringConfiguration" for verb in ("Get", "Put", "Delete")),
        "ListBucketAnalyticsConfigurations",
        "ListBucketIntelligentTieringConfigurations",
        "ListBucketMetricsConfigurations",
        "DeleteBucketInventoryConfiguration",
        "GetBucketRequestPayment",
        "PutBucketRequestPayment",
        "GetBucketAbac",
        "PutBucketAbac",
        "CreateSession",
        "CreateBucketMetadataConfiguration",
        "GetBucketMetadataConfiguration",
        "DeleteBucketMetadataConfiguration",
        "CreateBucketMetadataTableConfiguration",
        "GetBucketMetadataTableConfiguration",
        "DeleteBucketMetadataTableConfiguration",
        "UpdateBucketMetadataAnnotationTableConfiguration",
        "UpdateBucketMetadataInventoryTableConfiguration",
        "UpdateBucketMetadataJournalTableConfiguration",
    ),
    _MISTAKEN,
)


# What every new bucket has since 2023; moto still makes open ones.
PUBLIC_ACCESS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
ENCRYPTION: Shape = {
    "Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}
}
OWNERSHIP = "BucketOwnerEnforced"
SMALLEST_TRANSITION = "all_storage_classes_128K"


def create_bucket(call: Call) -> Response:
    """Create the bucket with its tags, which moto drops, and with the safe settings of today."""
    response = call.forward()
    if succeeded(response):
        s3, name = call.backend("s3"), call.params["Bucket"]
        s3.put_public_access_block(name, dict.fromkeys(PUBLIC_ACCESS, "true"))
        s3.put_bucket_encryption(name, ENCRYPTION)
        s3.put_bucket_ownership_controls(name, call.params.get("ObjectOwnership") or OWNERSHIP)
        if tags := items(part(call.params, "CreateBucketConfiguration"), "Tags"):
            s3.put_bucket_tagging(name, {tag["Key"]: tag["Value"] for tag in tags})
    return response


def delete_bucket_encryption(call: Call) -> Response:
    """Go back to S3's own keys: a bucket is never without encryption."""
    response = call.forward()
    if succeeded(response):
        call.backend("s3").put_bucket_encryption(call.params["Bucket"], ENCRYPTION)
    return response


def put_lifecycle(call: Call) -> Response:
    """Let moto check the rules, and keep them as they were sent: moto drops some of their fields."""
    response = call.forward()
    if succeeded(response):
        size = call.params.get("TransitionDefaultMinimumObjectSize", SMALLEST_TRANSITION)
        sent = part(call.params, "LifecycleConfiguration") | {"TransitionDefaultMinimumObjectSize": size}
        call.backend("s3").get_bucket(call.params["Bucket"]).lifecycle_as_sent = sent
    return response


def get_lifecycle(call: Call) -> Response:
    """Return the rules as they were sent."""
    response = call.forward()
    if not succeeded(response):
        return response
    return call.answer(call.backend("s3").get_bucket(call.params["Bucket"]).lifecycle_as_sent)


def put_replication(call: Call) -> Response:
    """Let moto check the bucket, and keep the rules as they were sent: moto drops most of their fields."""
    response = call.forward()
    if succeeded(response):
        sent = part(call.params, "ReplicationConfiguration")
        call.backend("s3").get_bucket(call.params["Bucket"]).replication_as_sent = sent
    return response


def get_replication(call: Call) -> Response:
    """Return the rules as they were sent."""
    response = call.forward()
    if not succeeded(response):
        return response
    sent = call.backend("s3").get_bucket(call.params["Bucket"]).replication_as_sent
    return call.answer({"ReplicationConfiguration": sent})


def put_logging(call: Call) -> Shape:
    """Refuse a target that S3 would refuse; moto breaks on policies that deny everybody something."""
    s3 = call.backend("s3")
    bucket, status = s3.get_bucket(call.params["Bucket"]), part(call.params, "BucketLoggingStatus")
    if "LoggingEnabled" in status and (why := _refused(s3.buckets, status["LoggingEnabled"]["TargetBucket"])):
        raise AwsError("InvalidTargetBucketForLogging", why)
    bucket.logging_as_sent = status
    return {}


def _refused(buckets: Shape, target: str) -> str:
    if target not in buckets:
        return "The target bucket for logging does not exist."
    if buckets[target].object_lock_enabled:
        return "The target bucket for logging cannot have Object Lock enabled."
    if not lets(buckets[target], "logging.s3.amazonaws.com", "s3:PutObject"):
        return "The policy of the target bucket must let logging.s3.amazonaws.com put objects."
    return ""


def put_object_lock(call: Call) -> Shape:
    """Set or drop the default retention; moto refuses to change that of a bucket that has objects."""
    bucket = call.backend("s3").get_bucket(call.params["Bucket"])
    if not bucket.is_versioned:
        message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"
        raise AwsError("InvalidBucketState", message)
    retention = part(part(part(call.params, "ObjectLockConfiguration"), "Rule"), "DefaultRetention")
    if "Days" in retention and "Years" in retention:
        raise AwsError("MalformedXML", "The XML you provided was not well-formed or did not validate.")
    bucket.object_lock_enabled = True
    bucket.default_lock_mode = retention.get("Mode")
    bucket.default_lock_days = retention.get("Days")
    bucket.default_lock_years = retention.get("Years")
    return {}


def get_logging(call: Call) -> Response:
    """Return the settings as they were sent."""
    response = call.forward()
    if not succeeded(response):
        return response
    bucket = call.backend("s3").get_bucket(call.params["Bucket"])
    return call.answer(getattr(bucket, "logging_as_sent", {}))


OPERATIONS = {
    "CreateBucket": create_bucket,
    "DeleteBucketEncryption": delete_bucket_encryption,
    "PutBucketLifecycleConfiguration": put_lifecycle,
    "GetBucketLifecycleConfiguration": get_lifecycle,
    "PutBucketReplication": put_replication,
    "GetBucketReplication": get_replication,
    "PutBucketLogging": put_logging,
    "PutObjectLockConfiguration": put_object_lock,
    "GetBucketLogging": get_logging,
}
