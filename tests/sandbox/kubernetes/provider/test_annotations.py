import pytest

from sandbox.kubernetes.provider.annotations import timeout


@pytest.mark.parametrize(("text", "seconds"), [("90", 90), ("5m", 300), ("1h30m", 5400), ("", 600), ("soon", 600)])
def test_the_time_to_wait_is_read_from_the_annotation(text: str, seconds: float):
    assert timeout({"annotations": {"pulumi.com/timeoutSeconds": text}}, custom=0) == seconds


def test_the_resource_option_goes_before_the_annotation():
    assert timeout({"annotations": {"pulumi.com/timeoutSeconds": "90"}}, custom=5) == 5
