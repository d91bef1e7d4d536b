"""IAM, KMS and log groups: updates that keep what they do not name, and the checks that moto leaves out."""

import json

from tests.sandbox.aws.server.account import Account, error

ALLOW = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}


def test_a_change_of_the_session_duration_keeps_the_description(account: Account) -> None:
    iam = account.client("iam")
    account.role("described")
    iam.update_role(RoleName="described", Description="Reads models.")
    iam.update_role(RoleName="described", MaxSessionDuration=7200)
    role = iam.get_role(RoleName="described")["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("Reads models.", 7200)


def test_an_attached_policy_cannot_be_deleted(account: Account) -> None:
    iam = account.client("iam")
    account.role("attached")
    arn = iam.create_policy(PolicyName="attached", PolicyDocument=json.dumps(ALLOW))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="attached", PolicyArn=arn)
    with error("DeleteConflict"):
        iam.delete_policy(PolicyArn=arn)
    iam.detach_role_policy(RoleName="attached", PolicyArn=arn)
    iam.delete_policy(PolicyArn=arn)


def test_a_role_needs_a_trust_policy(account: Account) -> None:
    with error("MalformedPolicyDocument"):
        account.client("iam").create_role(RoleName="open", AssumeRolePolicyDocument='{"trust": "everybody"}')


def test_a_key_remembers_how_often_it_is_rotated(account: Account) -> None:
    kms = account.client("kms")
    metadata = kms.create_key()["KeyMetadata"]
    assert (metadata["KeyUsage"], metadata["MultiRegion"]) == ("ENCRYPT_DECRYPT", False)
    kms.enable_key_rotation(KeyId=metadata["KeyId"], RotationPeriodInDays=90)
    assert kms.get_key_rotation_status(KeyId=metadata["KeyId"])["RotationPeriodInDays"] == 90


def test_a_log_group_can_change_its_key(account: Account) -> None:
    logs, key = account.client("logs"), "arn:aws:kms:eu-west-1:123456789012:key/1"
    logs.create_log_group(logGroupName="/models")
    logs.associate_kms_key(logGroupName="/models", kmsKeyId=key)
    assert logs.describe_log_groups(logGroupNamePrefix="/models")["logGroups"][0]["kmsKeyId"] == key
    logs.disassociate_kms_key(logGroupName="/models")
    assert "kmsKeyId" not in logs.describe_log_groups(logGroupNamePrefix="/models")["logGroups"][0]
