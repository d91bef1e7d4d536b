"""Quotas that say how many GPUs an account may run."""

from tests.sandbox.aws.server.account import Account, error

P_INSTANCES = {"ServiceCode": "ec2", "QuotaCode": "L-417A185B"}


def test_the_account_may_run_gpus_that_a_new_account_may_not(account: Account) -> None:
    quotas = account.client("service-quotas")
    assert quotas.get_service_quota(**P_INSTANCES)["Quota"]["Value"] == 192
    assert quotas.get_aws_default_service_quota(**P_INSTANCES)["Quota"]["Value"] == 0


def test_a_request_for_more_is_taken_and_not_granted(account: Account) -> None:
    quotas = account.client("service-quotas")
    request = quotas.request_service_quota_increase(**P_INSTANCES, DesiredValue=384)["RequestedQuota"]
    assert request["Status"] == "PENDING"
    assert quotas.get_service_quota(**P_INSTANCES)["Quota"]["Value"] == 192


def test_an_unknown_quota_is_refused(account: Account) -> None:
    with error("NoSuchResourceException"):
        account.client("service-quotas").get_service_quota(ServiceCode="ec2", QuotaCode="L-NONE")
