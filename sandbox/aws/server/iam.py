"""IAM: updates that keep what they do not name, and the checks that moto leaves out."""

from moto.iam.policy_validation import IAMTrustPolicyDocumentValidator
from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import Shape


def create_role(call: Call) -> Response:
    """Refuse a trust policy that is none."""
    IAMTrustPolicyDocumentValidator(call.params["AssumeRolePolicyDocument"]).validate()
    return call.forward()


def update_role(call: Call) -> Shape:
    """Change description or session duration; moto resets the one that the request leaves out."""
    iam, params = call.backend("iam"), call.params
    role = iam.get_role(params["RoleName"])
    description = params.get("Description", role.description)
    iam.update_role(role.name, description, params.get("MaxSessionDuration", role.max_session_duration))
    return {}


def delete_policy(call: Call) -> Response:
    """Refuse while the policy is attached or has versions besides its default one."""
    policy = call.backend("iam").get_policy(call.params["PolicyArn"])
    if policy.attachment_count:
        raise AwsError("DeleteConflict", "Cannot delete a policy attached to entities.")
    if len(policy.versions) > 1:
        message = (
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions."
        )
        raise AwsError("DeleteConflict", message)
    return call.forward()


def remove_role_from_instance_profile(call: Call) -> Response:
    """Say that the role is not in the profile, where moto breaks."""
    profile = call.backend("iam").get_instance_profile(call.params["InstanceProfileName"])
    if call.params["RoleName"] not in {role.name for role in profile.roles}:
        raise AwsError("NoSuchEntity", f"The role {call.params['RoleName']} is not in the instance profile.")
    return call.forward()


def list_of_role(call: Call) -> Response:
    """Miss the role, where moto lists nothing."""
    call.backend("iam").get_role(call.params["RoleName"])
    return call.forward()


def list_of_policy(call: Call) -> Response:
    """Miss the policy, where moto lists nothing."""
    call.backend("iam").get_policy(call.params["PolicyArn"])
    return call.forward()


OPERATIONS = {
    "CreateRole": create_role,
    "DeletePolicy": delete_policy,
    "ListEntitiesForPolicy": list_of_policy,
    "ListInstanceProfilesForRole": list_of_role,
    "RemoveRoleFromInstanceProfile": remove_role_from_instance_profile,
    "UpdateRole": update_role,
}
