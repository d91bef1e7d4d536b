"""What another stack declares cannot be judged here, and that is said; what is shared is reported where it is."""

from policies.eks import node_group_private_subnets
from policies.iam import node_role_minimal
from policies.karpenter import node_class_private_subnets
from policies.kms import key_one_tenant
from tests.policies.examples import tenant_roles
from tests.policies.judging import UNKNOWN, Given, judge

_SUBNET = Given("aws:ec2/subnet:Subnet", {"vpcId": "vpc-1", "mapPublicIpOnLaunch": False}, "private")


def _nodes(*subnet_ids: str, role: str = "arn:aws:iam::123456789012:role/node") -> Given:
    props = {"subnetIds": list(subnet_ids), "nodeRoleArn": role}
    return Given("aws:eks/nodeGroup:NodeGroup", props, "nodes", {"subnetIds": ["private"]})


def test_subnets_of_another_stack_are_not_evaluated() -> None:
    assert judge(node_group_private_subnets.POLICY, _SUBNET, _nodes(UNKNOWN)).not_evaluated == ""
    verdict = judge(node_group_private_subnets.POLICY, _SUBNET, _nodes(UNKNOWN, "subnet-2"))

    assert "not all subnets in `subnetIds` of nodes are declared in this stack" in verdict.not_evaluated


def test_subnets_that_karpenter_selects_by_an_id_of_another_stack_are_not_evaluated() -> None:
    spec = {"subnetSelectorTerms": [{"id": "subnet-2"}]}
    node_class = Given("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {"spec": spec}, "class")
    verdict = judge(node_class_private_subnets.POLICY, _SUBNET, node_class)

    assert "`subnetSelectorTerms` of class name subnets outside this stack" in verdict.not_evaluated


def test_a_role_of_another_stack_is_not_evaluated() -> None:
    verdict = judge(node_role_minimal.POLICY, _nodes())

    assert "the role in `nodeRoleArn` of nodes is not declared in this stack" in verdict.not_evaluated


def test_a_role_that_two_node_groups_share_is_reported_once() -> None:
    role = Given("aws:iam/role:Role", {"name": "node", "managedPolicyArns": ["arn:aws:iam::aws:policy/S3"]}, "role")
    verdict = judge(node_role_minimal.POLICY, role, _nodes(), _nodes())

    assert verdict.urns == [role.urn]


def test_a_shared_key_is_reported_at_the_key_so_that_an_exception_can_name_it() -> None:
    [examples] = [each for each in tenant_roles.EXAMPLES if each.policy is key_one_tenant.POLICY]
    stack = examples.failing[0]
    assert isinstance(stack, list)
    [key] = [each for each in stack if each.type == "aws:kms/key:Key"]

    assert judge(key_one_tenant.POLICY, *stack).urns == [key.urn]
