"""boto3 clients of the emulated account, one for each service and region."""

from functools import cached_property
from threading import Lock
from typing import Any, cast


class Aws:
    """The emulated account, seen from one default region."""

    def __init__(self, endpoint: str, region: str) -> None:
        self._endpoint = endpoint
        self.region = region
        self._clients: dict[tuple[str, str], Any] = {}
        self._lock = Lock()

    # boto3 makes its clients at run time from AWS's descriptions of the services, hence Any.
    def client(self, service: str, region: str | None = None) -> Any:  # noqa: ANN401
        """A cached client; boto3 itself is imported when the first one is asked for (0.2 s)."""
        key = (service, region or self.region)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._new_client(*key)
            return self._clients[key]

    def _new_client(self, service: str, region: str) -> Any:  # noqa: ANN401
        import boto3  # noqa: PLC0415 see `client`
        from botocore.config import Config  # noqa: PLC0415

        config = Config(
            connect_timeout=5, read_timeout=60, max_pool_connections=32, retries={"mode": "standard", "max_attempts": 3}
        )
        make_client = cast("Any", boto3).client
        return make_client(service, region_name=region, endpoint_url=self._endpoint, config=config)

    @cached_property
    def identity(self) -> dict[str, str]:
        """Account, Arn and UserId of the caller."""
        return self.client("sts").get_caller_identity()

    @property
    def account(self) -> str:
        """Number of the emulated account."""
        return self.identity["Account"]

    @property
    def partition(self) -> str:
        """`aws`, or what the region belongs to."""
        return {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(self.region.rsplit("-", 2)[0], "aws")

    def arn(self, service: str, resource: str, region: str | None = None) -> str:
        """The ARN of a regional resource in this account."""
        return f"arn:{self.partition}:{service}:{region or self.region}:{self.account}:{resource}"
