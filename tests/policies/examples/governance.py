"""Examples for the policies on what every team is asked for."""

import json

from policies.governance import provider_allowed_region, resource_required_tags, stateful_resource_protected
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_TAGS = {"cost-center": "research", "owner": "ml-platform"}


def _provider(tags: object = None, **props: object) -> Given:
    default = {} if tags is None else {"defaultTags": tags if tags is UNKNOWN else json.dumps({"tags": tags})}
    return Given("pulumi:providers:aws", default | props, "aws")


def _template(*specifications: object) -> Given:
    return Given("aws:ec2/launchTemplate:LaunchTemplate", {"tagSpecifications": list(specifications)})


def _node_class(tags: object) -> Given:
    return Given("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {"spec": {"tags": tags}})


def _tagged(kind: str, tags: object = _TAGS) -> object:
    return {"resourceType": kind, "tags": tags}


def _allowing(region: str, *regions: str) -> Given:
    return Given("pulumi:providers:aws", {"region": region}, config={"regions": list(regions)})


EXAMPLES = [
    Examples(
        stateful_resource_protected.POLICY,
        passing=[
            Given("aws:kms/key:Key", {}, protect=True),
            Given("aws:s3/bucketPolicy:BucketPolicy", {}),
            Given("aws:s3/bucket:Bucket", {"bucket": UNKNOWN}, protect=True),
        ],
        failing=[
            Given(kind, {})
            for kind in (
                "aws:dynamodb/table:Table",
                "aws:ecr/repository:Repository",
                "aws:efs/fileSystem:FileSystem",
                "aws:eks/cluster:Cluster",
                "aws:fsx/lustreFileSystem:LustreFileSystem",
                "aws:kms/key:Key",
                "aws:rds/cluster:Cluster",
                "aws:rds/instance:Instance",
            )
        ],
        absent=Given("aws:s3/bucket:Bucket", {}),
        absence_fails=True,
        unknown=Given("aws:s3/bucket:Bucket", {"bucket": UNKNOWN}),  # protection itself is never unknown
    ),
    Examples(
        resource_required_tags.POLICY,
        passing=[
            _provider(_TAGS | {"more": "1"}),
            _template(_tagged("instance"), _tagged("volume")),
            _template(_tagged("network-interface", {}), _tagged("volume"), _tagged("instance")),
            _node_class(_TAGS),
            Given("aws:s3/bucket:Bucket", {"tags": {}}),
            Given(
                "pulumi:providers:aws",
                {"defaultTags": json.dumps({"tags": {"CostCentre": "1"}})},
                config={"tags": ["CostCentre"]},
            ),
        ],
        failing=[
            _provider({}),
            _provider({"owner": "ml-platform"}),
            _provider({"cost-center": "research", "owner": ""}),
            _template(),
            _template(_tagged("instance")),
            _template(_tagged("volume")),
            _template(_tagged("instance", {"owner": "x"}), _tagged("volume")),
            _node_class({"owner": "x"}),
            Given(
                "pulumi:providers:aws", {"defaultTags": json.dumps({"tags": _TAGS})}, config={"tags": ["CostCentre"]}
            ),
        ],
        absent=_provider(),
        absence_fails=True,
        unknown=_provider(UNKNOWN),
    ),
    Examples(
        provider_allowed_region.POLICY,
        passing=[
            _provider(region="eu-west-1"),
            _allowing("eu-west-1", "eu-west-1", "eu-central-1"),
            Given("pulumi:providers:kubernetes", {}),
        ],
        failing=[_provider(region=""), _allowing("us-east-1", "eu-west-1")],
        absent=_provider(),
        absence_fails=True,
        unknown=_provider(region=UNKNOWN),
    ),
]
