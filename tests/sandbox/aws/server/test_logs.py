"""CloudWatch Logs operations that moto lacks or gets wrong."""

from tests.sandbox.aws.server.account import Account, error


def test_a_protected_log_group_is_deleted_only_after_its_protection_has_been_taken_away(account: Account) -> None:
    logs = account.client("logs")
    logs.create_log_group(logGroupName="audit", deletionProtectionEnabled=True)
    with error("ValidationException"):
        logs.delete_log_group(logGroupName="audit")
    logs.put_log_group_deletion_protection(logGroupIdentifier="audit", deletionProtectionEnabled=False)
    logs.delete_log_group(logGroupName="audit")
    assert logs.describe_log_groups(logGroupNamePrefix="audit")["logGroups"] == []


def test_a_log_group_tells_its_class(account: Account) -> None:
    logs = account.client("logs")
    logs.create_log_group(logGroupName="rare", logGroupClass="INFREQUENT_ACCESS")
    assert logs.describe_log_groups(logGroupNamePrefix="rare")["logGroups"][0]["logGroupClass"] == "INFREQUENT_ACCESS"
