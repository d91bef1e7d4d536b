"""The engine and the AWS stand-in together do what Pulumi documents."""

import json
from collections.abc import Callable
from typing import Any

from tests.integration.language_host.conftest import Project

Aws = Callable[[str], Any]
HEAD = "import json\nimport pulumi_aws as aws\nfrom pulumi import ComponentResource, ResourceOptions as Opts\n"
TRUST = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}]}'


def program(project: Project, *lines: str) -> None:
    project.program(HEAD + "\n".join(lines))


def up(project: Project) -> str:
    return project.run("up", "--yes", "--skip-preview")


def resources(project: Project) -> dict[str, Any]:
    deployment = json.loads(project.run("stack", "export"))["deployment"]
    assert not deployment.get("pending_operations")
    return {one["urn"].rsplit("::", 1)[1]: one for one in deployment["resources"]}


def test_a_deployment_repeated_changes_nothing_and_its_destruction_leaves_nothing(project: Project, aws: Aws) -> None:
    program(
        project,
        "vpc = aws.ec2.Vpc('net', cidr_block='10.0.0.0/16')",
        "subnet = aws.ec2.Subnet('sub', vpc_id=vpc.id, cidr_block='10.0.1.0/24')",
        "pulumi.export('subnet', subnet.id)",
        "pulumi.export('account', aws.get_caller_identity().account_id)",
    )
    foretold = project.run("preview", "--diff")
    assert "vpcId" in foretold
    up(project)
    assert project.run("stack", "output", "subnet").startswith("subnet-")
    assert project.run("stack", "output", "account").strip() == "123456789012"
    project.run("preview", "--expect-no-changes")
    project.run("refresh", "--yes", "--expect-no-changes")
    vpc = resources(project)["net"]["id"]
    project.run("destroy", "--yes", "--skip-preview")
    assert not aws("ec2").describe_vpcs(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Vpcs"]


def test_secret_inputs_are_secret_in_state_and_outputs(project: Project) -> None:
    program(
        project,
        "group = aws.cloudwatch.LogGroup('log', tags={'code': pulumi.Output.secret('hunter2-of-the-test')})",
        "pulumi.export('tags', group.tags)",
    )
    assert "hunter2-of-the-test" not in up(project)
    assert "hunter2-of-the-test" not in project.run("stack", "export")
    assert "[secret]" in project.run("stack", "output")
    assert "hunter2-of-the-test" in project.run("stack", "output", "tags", "--show-secrets")
    project.run("preview", "--expect-no-changes")


def test_a_protected_resource_is_not_destroyed(project: Project, aws: Aws) -> None:
    program(project, "bucket = aws.s3.Bucket('keep', opts=Opts(protect=True))", "pulumi.export('name', bucket.bucket)")
    up(project)
    name = project.run("stack", "output", "name").strip()
    assert "protect" in project.fail("destroy", "--yes", "--skip-preview")
    aws("s3").get_bucket_location(Bucket=name)


def test_a_renamed_resource_with_an_alias_stays_the_same(project: Project) -> None:
    program(project, "aws.s3.Bucket('old')")
    up(project)
    before = resources(project)["old"]["id"]
    program(project, "aws.s3.Bucket('new', bucket=None, opts=Opts(aliases=[pulumi.Alias(name='old')]))")
    up(project)
    assert resources(project)["new"]["id"] == before


def test_a_change_that_cannot_be_made_in_place_replaces_the_resource_and_what_needs_it(project: Project) -> None:
    text = "vpc = aws.ec2.Vpc('net', cidr_block='{}')\naws.ec2.SecurityGroup('group', vpc_id=vpc.id)"
    program(project, text.format("10.0.0.0/16"))
    up(project)
    before = resources(project)
    program(project, text.format("10.1.0.0/16"))
    assert "+-" in project.run("preview", "--diff")
    up(project)
    after = resources(project)
    assert all(before[name]["id"] != after[name]["id"] for name in ("net", "group"))


def test_what_depends_on_a_failed_resource_is_not_made_and_the_next_run_converges(project: Project, aws: Aws) -> None:
    text = """
vpc = aws.ec2.Vpc('net', cidr_block='10.0.0.0/16', tags={{'test': 'failing'}})
subnet = aws.ec2.Subnet('sub', vpc_id=vpc.id, cidr_block='{}')
aws.sqs.Queue('later', opts=Opts(depends_on=[subnet]))
"""
    program(project, text.format("192.168.0.0/24"))
    said = project.fail("up", "--yes", "--skip-preview")
    assert "CreateSubnet: InvalidSubnet.Range" in said
    assert "Traceback" not in said
    kept = resources(project)
    assert "net" in kept
    assert not {"sub", "later"} & kept.keys()
    program(project, text.format("10.0.0.0/24"))
    up(project)
    assert resources(project)["net"]["id"] == kept["net"]["id"]
    tagged = [{"Name": "tag:test", "Values": ["failing"]}]
    assert len(aws("ec2").describe_vpcs(Filters=tagged)["Vpcs"]) == 1


def test_a_half_made_resource_is_kept_and_finished_by_the_next_run(project: Project, aws: Aws) -> None:
    text = f"aws.iam.Role('half', name='half-made', assume_role_policy='''{TRUST}''', managed_policy_arns=['POLICY'])"
    program(project, text.replace("POLICY", "arn:aws:iam::123456789012:policy/no-such"))
    assert "NoSuchEntity" in project.fail("up", "--yes", "--skip-preview")
    assert resources(project)["half"]["id"] == "half-made"
    program(project, text.replace("POLICY", "arn:aws:iam::aws:policy/ReadOnlyAccess"))
    up(project)
    attached = aws("iam").list_attached_role_policies(RoleName="half-made")["AttachedPolicies"]
    assert [one["PolicyName"] for one in attached] == ["ReadOnlyAccess"]
    project.run("preview", "--expect-no-changes")


def test_outputs_of_a_component_reach_its_consumers(project: Project) -> None:
    program(
        project,
        "class Store(ComponentResource):",
        "    def __init__(self, name):",
        "        super().__init__('test:index:Store', name)",
        "        self.arn = aws.s3.Bucket(f'{name}-bucket', opts=Opts(parent=self)).arn",
        "        self.register_outputs({'arn': self.arn})",
        "store = Store('models')",
        "aws.sqs.Queue('events', tags={'bucket': store.arn})",
        "pulumi.export('arn', store.arn)",
    )
    up(project)
    arn = project.run("stack", "output", "arn").strip()
    assert arn.startswith("arn:aws:s3:::models-bucket-")
    assert resources(project)["events"]["outputs"]["tags"] == {"bucket": arn}


def test_a_change_behind_pulumis_back_is_seen_by_refresh_and_repaired_by_up(project: Project, aws: Aws) -> None:
    program(project, "aws.cloudwatch.LogGroup('log', name='drifting', retention_in_days=30)")
    up(project)
    aws("logs").put_retention_policy(logGroupName="drifting", retentionInDays=1)
    project.fail("refresh", "--yes", "--expect-no-changes")
    assert "retentionInDays" in project.run("preview", "--diff")
    up(project)
    assert aws("logs").describe_log_groups(logGroupNamePrefix="drifting")["logGroups"][0]["retentionInDays"] == 30


def test_a_resource_that_vanished_is_made_again(project: Project, aws: Aws) -> None:
    program(project, "aws.cloudwatch.LogGroup('log', name='vanishing')")
    up(project)
    aws("logs").delete_log_group(logGroupName="vanishing")
    project.run("refresh", "--yes")
    assert "log" not in resources(project)
    up(project)
    assert aws("logs").describe_log_groups(logGroupNamePrefix="vanishing")["logGroups"]


def test_ignored_changes_are_left_alone(project: Project) -> None:
    text = "aws.cloudwatch.LogGroup('log', name='ignored', retention_in_days={}, opts=Opts(ignore_changes={}))"
    program(project, text.format(30, ["retentionInDays"]))
    up(project)
    program(project, text.format(90, ["retentionInDays"]))
    project.run("preview", "--expect-no-changes")


def test_default_tags_of_the_provider_reach_every_resource(project: Project) -> None:
    program(
        project,
        "tagged = aws.Provider('tagged', region='eu-west-1', default_tags={'tags': {'owner': 'ml'}})",
        "group = aws.cloudwatch.LogGroup('log', tags={'own': 'yes'}, opts=Opts(provider=tagged))",
        "pulumi.export('all', group.tags_all)",
    )
    up(project)
    assert json.loads(project.run("stack", "output", "all")) == {"owner": "ml", "own": "yes"}
    project.run("preview", "--expect-no-changes")


def test_an_existing_resource_can_be_imported(project: Project, aws: Aws) -> None:
    aws("logs").create_log_group(logGroupName="found")
    program(project, "aws.cloudwatch.LogGroup('log', name='found', opts=Opts(import_='found'))")
    up(project)
    assert resources(project)["log"]["id"] == "found"
    project.run("preview", "--expect-no-changes")


def test_types_that_the_sandbox_does_not_know_are_refused_by_name(project: Project) -> None:
    program(project, "aws.sns.Topic('topic')")
    assert "aws:sns/topic:Topic" in project.fail("preview")


def test_a_wrong_type_of_a_property_fails_the_preview_with_its_path(project: Project) -> None:
    program(project, "aws.ec2.Vpc('net', cidr_block=10)")
    assert "cidrBlock" in project.fail("preview")
