"""Trails of a stack: which buckets they write to, which buckets' objects they watch."""

from policies.properties import Properties
from policies.resources import Resource

TRAIL = "aws:cloudtrail/trail:Trail"
_OBJECTS = "AWS::S3::Object"


def watches(trail: Resource, bucket: Resource) -> bool:
    """Whether a trail records all reads and writes of a bucket's objects."""
    advanced = trail.properties.each("advancedEventSelectors")
    basic = trail.properties.each("eventSelectors")
    return any(_advanced(trail, selector, bucket) for selector in advanced) or any(
        _basic(trail, selector, bucket) for selector in basic
    )


def _advanced(trail: Resource, selector: Properties, bucket: Resource) -> bool:
    fields = {field.text("field"): field for field in selector.each("fieldSelectors")}
    if {"readOnly", "eventName"} & fields.keys() or not {"eventCategory", "resources.type"} <= fields.keys():
        return False
    is_about_objects = "Data" in fields["eventCategory"].texts("equals") and _OBJECTS in fields["resources.type"].texts(
        "equals"
    )
    if "resources.ARN" not in fields or not is_about_objects:
        return is_about_objects
    arns = fields["resources.ARN"]
    return _came_from(trail, "advancedEventSelectors", bucket) or _covers(arns.texts("startsWiths"), bucket)


def _basic(trail: Resource, selector: Properties, bucket: Resource) -> bool:
    if selector.text("readWriteType") not in ("", "All"):
        return False
    objects = [data for data in selector.each("dataResources") if data.text("type") == _OBJECTS]
    return bool(objects) and (
        _came_from(trail, "eventSelectors", bucket) or any(_covers(data.texts("values"), bucket) for data in objects)
    )


def _came_from(trail: Resource, key: str, bucket: Resource) -> bool:
    return bucket.urn in trail.dependencies.get(key, frozenset())


def _covers(prefixes: list[str], bucket: Resource) -> bool:
    # `arn:aws:s3` and `arn:aws:s3:::` stand for all buckets, `arn:aws:s3:::models-` for those whose names begin so.
    objects = f"{bucket.properties.text('bucket')}/"
    return any(prefix.endswith(":s3") or _begins(objects, prefix) for prefix in prefixes)


def _begins(objects: str, prefix: str) -> bool:
    _, of_s3, below = prefix.partition(":s3:::")
    return bool(of_s3) and objects.startswith(below)
