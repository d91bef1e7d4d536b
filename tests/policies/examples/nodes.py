"""Examples for the policies on nodes: who gets in, what they are called, what they start from."""

from policies.ec2 import launch_template_no_key_pair, launch_template_no_public_ip
from policies.eks import node_group_no_remote_access, node_group_supported_image, node_group_tenant_label
from policies.karpenter import node_class_no_public_ip, node_pool_tenant_label
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_PROTECTED = "node-restriction.kubernetes.io/tenant"


def _node_group(**props: object) -> Given:
    return Given("aws:eks/nodeGroup:NodeGroup", props, "nodes")


def _template(**props: object) -> Given:
    return Given("aws:ec2/launchTemplate:LaunchTemplate", props, "template")


def _interface(*public: object) -> Given:
    return _template(networkInterfaces=[{"deviceIndex": 0.0, "associatePublicIpAddress": each} for each in public])


def _node_class(**spec: object) -> Given:
    return Given("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {"spec": spec}, "class")


def _pool(labels: object) -> Given:
    return Given(
        "kubernetes:karpenter.sh/v1:NodePool", {"spec": {"template": {"metadata": {"labels": labels}}}}, "pool"
    )


_PUBLIC = _template(networkInterfaces=[{"associatePublicIpAddress": True}])
_PRIVATE = _template(networkInterfaces=[{"associatePublicIpAddress": False}])

EXAMPLES = [
    Examples(
        node_group_no_remote_access.POLICY,
        passing=[_node_group(instanceTypes=["m7i.large"])],
        failing=[
            _node_group(remoteAccess={"ec2SshKey": "ops"}),
            _node_group(remoteAccess={"ec2SshKey": "ops", "sourceSecurityGroupIds": ["sg-1"]}),
            _node_group(remoteAccess={"ec2SshKey": UNKNOWN}),
        ],
        absent=_node_group(),
        absence_fails=False,
        unknown=_node_group(remoteAccess=UNKNOWN),  # asked for, whatever it says
    ),
    Examples(
        launch_template_no_key_pair.POLICY,
        passing=[_template(name="nodes"), _template(keyName=None)],
        failing=[_template(keyName="ops")],
        absent=_template(),
        absence_fails=False,
        unknown=_template(keyName=UNKNOWN),  # the key of an `aws.ec2.KeyPair` of the same program
    ),
    Examples(
        launch_template_no_public_ip.POLICY,
        passing=[_interface("false"), _PRIVATE, _template(networkInterfaces=[{"deviceIndex": 0.0}])],
        failing=[
            _interface("true"),
            _PUBLIC,
            _interface("false", "true"),
            _interface(UNKNOWN, "true"),
            _template(networkInterfaces={"associatePublicIpAddress": "true"}),
        ],
        absent=_template(),
        absence_fails=False,
        unknown=_interface(UNKNOWN),
    ),
    Examples(
        node_class_no_public_ip.POLICY,
        passing=[_node_class(associatePublicIPAddress=False)],
        failing=[_node_class(associatePublicIPAddress=True), _node_class(associatePublicIPAddress="true")],
        absent=_node_class(),
        absence_fails=False,
        unknown=_node_class(associatePublicIPAddress=UNKNOWN),
    ),
    Examples(
        node_group_tenant_label.POLICY,
        passing=[_node_group(labels={_PROTECTED: "iris"}), _node_group(labels={"mlplatform.io/node-pool": "gpu"})],
        failing=[
            _node_group(labels={"tenant": "iris"}),
            _node_group(labels={"mlplatform.io/tenant": "iris"}),
            _node_group(labels={_PROTECTED: "iris", "example.com/tenant": "iris"}),
            _node_group(labels={"node-restriction.kubernetes.io.example.com/tenant": "iris"}),
            _node_group(labels={"mlplatform.io/tenant": UNKNOWN}),
        ],
        absent=_node_group(),
        absence_fails=False,
        unknown=_node_group(labels=UNKNOWN),
    ),
    Examples(
        node_pool_tenant_label.POLICY,
        passing=[_pool({_PROTECTED: "iris"}), _pool({"mlplatform.io/gpu": "l4"})],
        failing=[_pool({"tenant": "iris"}), _pool({"mlplatform.io/tenant": "iris", _PROTECTED: "iris"})],
        absent=_pool(None),
        absence_fails=False,
        unknown=_pool(UNKNOWN),
    ),
    Examples(
        node_group_supported_image.POLICY,
        passing=[
            _node_group(amiType="AL2023_x86_64_STANDARD"),
            _node_group(amiType="AL2023_ARM_64_NVIDIA"),
            _node_group(amiType="BOTTLEROCKET_x86_64_NVIDIA"),
        ],
        failing=[
            _node_group(amiType="AL2_x86_64"),
            _node_group(amiType="AL2_x86_64_GPU"),
            _node_group(amiType="CUSTOM"),
            _node_group(amiType="WINDOWS_CORE_2022_x86_64"),
        ],
        absent=_node_group(),
        absence_fails=False,
        unknown=_node_group(amiType=UNKNOWN),
    ),
]
