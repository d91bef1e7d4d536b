"""Placement groups: known by name, kept while instances run in them."""

from tests.sandbox.aws.server.account import Account, error


def test_a_group_with_instances_is_kept_until_they_are_gone(account: Account) -> None:
    ec2 = account.client("ec2")
    ec2.create_placement_group(GroupName="close", Strategy="cluster")
    (subnet,) = account.subnets(account.vpc("10.61.0.0/16"), "10.61.0.0/24")
    (instance,) = ec2.run_instances(
        ImageId="ami-0123456789abcdef0", InstanceType="g6.8xlarge", SubnetId=subnet, MinCount=1, MaxCount=1,
        Placement={"GroupName": "close"},
    )["Instances"]  # fmt: skip
    with error("InvalidPlacementGroup.InUse"):
        ec2.delete_placement_group(GroupName="close")
    ec2.terminate_instances(InstanceIds=[instance["InstanceId"]])
    ec2.delete_placement_group(GroupName="close")
    with error("InvalidPlacementGroup.Unknown"):
        ec2.describe_placement_groups(GroupNames=["close"])


def test_instances_start_in_groups_that_exist_only(account: Account) -> None:
    with error("InvalidPlacementGroup.Unknown"):
        account.client("ec2").run_instances(
            ImageId="ami-0123456789abcdef0", MinCount=1, MaxCount=1, Placement={"GroupName": "nowhere"}
        )


def test_a_name_is_taken_once_and_a_strategy_is_one_of_three(account: Account) -> None:
    ec2 = account.client("ec2")
    ec2.create_placement_group(GroupName="apart", Strategy="spread")
    with error("InvalidPlacementGroup.Duplicate"):
        ec2.create_placement_group(GroupName="apart", Strategy="cluster")
    with error("InvalidParameterValue"):
        ec2.create_placement_group(GroupName="odd", Strategy="scattered")
