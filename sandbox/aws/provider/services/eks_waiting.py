"""What EKS resources have in common: states, updates and tags."""

from collections.abc import Callable

from sandbox.aws.provider.api import parts
from sandbox.aws.provider.failures import is_gone
from sandbox.aws.provider.resource_type import Call, Tagging
from sandbox.aws.provider.waiting import wait
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties

_SECONDS = 300.0
_UNDER_WAY = {"CREATING", "UPDATING", "DELETING", "PENDING"}

EKS_TAGGING = Tagging(
    add=lambda call, tags: call.client.tag_resource(resourceArn=call.outputs["arn"], tags=tags),
    remove=lambda call, keys: call.client.untag_resource(resourceArn=call.outputs["arn"], tagKeys=keys),
)


def wait_for_status(call: Call, describe: Callable[[], Properties], what: str, wanted: str = "") -> Properties:
    """The description once nothing is under way; `DELETED` waits until there is none."""

    def ask() -> Properties:
        try:
            return describe()
        except Exception as error:
            if wanted == "DELETED" and is_gone(error):
                return {"status": wanted}
            raise

    def is_done(answer: Properties) -> bool:
        return answer["status"] == wanted if wanted else answer["status"] not in _UNDER_WAY

    return wait(call, ask, is_done, what, _SECONDS)


def update_and_wait(call: Call, answer: Properties, **of: str) -> None:
    """Wait for an EKS update; `of` names the part of the cluster that it is about."""
    update = answer["update"]["id"]
    names = {"name": call["clusterName"] or call.id, "updateId": update, **of}
    done = wait(
        call, lambda: call.client.describe_update(**names)["update"], lambda u: u["status"] != "InProgress",
        f"update of {call.id}", _SECONDS,
    )  # fmt: skip
    if done["status"] != "Successful":
        details = "; ".join(f"{e['errorCode']}: {e['errorMessage']}" for e in parts(done, "errors"))
        message = f"update of {call.id} ended as {done['status']}: {details}"
        raise ProviderError(message)
