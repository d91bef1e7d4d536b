"""GPU node pools: idle means no nodes, full means the cap, and nobody without a GPU to use gets in."""

from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.accelerators import ACCELERATORS
from components.gpu_node_pool import GpuNodePool, GpuNodePoolArgs
from tests.components.support import named, record_component
from tests.recording import Recording

SLICED = {"strategy": "time-slicing", "pods_per_gpu": 4}


def pool(**changes: object) -> Recording:
    args: GpuNodePoolArgs = {
        "pool_name": "gpu",
        "cluster_name": "ml-dev",
        "partition": "aws",
        "kubernetes_version": "1.36",
        "ami_release": "1.36.2-20260818",
        "ami_alias": "al2023@v20260818",
        "gpu_driver": "580",
        "instance_profile_name": "node",
        "subnet_ids": ["subnet-1"],
        "key_arn": "arn:key",
        "instance_types": ["g6.2xlarge"],
    }
    return record_component(lambda opts: GpuNodePool("pool", {**args, **changes}, opts))  # pyright: ignore[reportArgumentType]


def node_pool(recording: Recording) -> Any:
    (found,) = named(recording, "NodePool").values()
    return found["spec"]


def node_group(recording: Recording) -> Any:
    (found,) = named(recording, "NodeGroup").values()
    return found


def test_karpenter_provisions_unless_told_otherwise() -> None:
    assert list(named(pool(), "NodePool")) == ["pool-node-pool"]
    assert named(pool(), "NodeGroup") == {}
    assert named(pool(provisioning="managed"), "NodePool") == {}


def test_an_idle_managed_pool_has_no_nodes() -> None:
    scaling = node_group(pool(provisioning="managed"))["scalingConfig"]
    assert (scaling["minSize"], scaling["desiredSize"]) == (0, 0)


def test_an_autoscaler_may_change_the_size_without_a_diff() -> None:
    (group,) = pool(provisioning="managed").of_type("aws:eks/nodeGroup:NodeGroup")
    assert group.options.ignore_changes == ("scalingConfig.desiredSize",)


def test_an_idle_karpenter_pool_loses_its_nodes() -> None:
    assert node_pool(pool(idle_minutes=7))["disruption"]["consolidateAfter"] == "7m"


def test_running_models_are_moved_only_where_the_pool_says_so() -> None:
    assert node_pool(pool())["disruption"]["consolidationPolicy"] == "WhenEmpty"
    moved = pool(consolidation="WhenEmptyOrUnderutilized")
    assert node_pool(moved)["disruption"]["consolidationPolicy"] == "WhenEmptyOrUnderutilized"


@pytest.mark.parametrize("provisioning", ["karpenter", "managed"])
def test_only_workloads_that_tolerate_this_very_pool_get_in(provisioning: str) -> None:
    recorded = pool(provisioning=provisioning)
    if provisioning == "managed":
        taints, effect = node_group(recorded)["taints"], "NO_SCHEDULE"
    else:
        taints, effect = node_pool(recorded)["template"]["spec"]["taints"], "NoSchedule"
    assert taints == [
        {"key": "nvidia.com/gpu", "value": "true", "effect": effect},
        {"key": "mlplatform.io/node-pool", "value": "gpu", "effect": effect},
    ]


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(sorted(ACCELERATORS)), st.integers(1, 64), st.integers(1, 8))
def test_no_managed_pool_exceeds_its_caps(instance_type: str, max_gpus: int, max_nodes: int) -> None:
    gpus = ACCELERATORS[instance_type].gpus
    if gpus > max_gpus:
        return
    recorded = pool(provisioning="managed", instance_types=[instance_type], max_gpus=max_gpus, max_nodes=max_nodes)
    most = node_group(recorded)["scalingConfig"]["maxSize"]
    assert 1 <= most <= max_nodes
    assert most * gpus <= max_gpus


def test_a_managed_pool_in_a_capacity_block_starts_there_and_nowhere_else() -> None:
    recorded = pool(
        provisioning="managed",
        instance_types=["p5.48xlarge"],
        max_gpus=16,
        capacity=["reserved"],
        reservation_ids=["cr-0123456789abcdef0"],
        capacity_block=True,
    )
    group, (template,) = node_group(recorded), named(recorded, "LaunchTemplate").values()
    assert group["capacityType"] == "CAPACITY_BLOCK"
    assert "instanceTypes" not in group, "EKS takes it from the launch template only"
    assert template["instanceType"] == "p5.48xlarge"
    assert template["instanceMarketOptions"] == {"marketType": "capacity-block"}
    target = {"capacityReservationId": "cr-0123456789abcdef0"}
    assert template["capacityReservationSpecification"] == {"capacityReservationTarget": target}


def test_a_managed_pool_in_an_ordinary_reservation_is_on_demand() -> None:
    recorded = pool(provisioning="managed", capacity=["reserved"], reservation_ids=["cr-0123456789abcdef0"])
    (template,) = named(recorded, "LaunchTemplate").values()
    assert node_group(recorded)["capacityType"] == "ON_DEMAND"
    assert node_group(recorded)["instanceTypes"] == ["g6.2xlarge"]
    assert "instanceMarketOptions" not in template
    assert "capacityReservationSpecification" in template


def test_a_managed_pool_keeps_its_fewest_nodes() -> None:
    scaling = node_group(pool(provisioning="managed", min_nodes=2, max_gpus=4))["scalingConfig"]
    assert scaling == {"minSize": 2, "desiredSize": 2, "maxSize": 4}


def test_karpenter_holds_the_caps_in_gpus_and_nodes() -> None:
    assert node_pool(pool(max_gpus=3))["limits"] == {"nvidia.com/gpu": "3", "nodes": "3"}
    assert node_pool(pool(max_gpus=3, max_nodes=2))["limits"] == {"nvidia.com/gpu": "2", "nodes": "2"}
    four = pool(instance_types=["g6.12xlarge"], max_gpus=15, max_nodes=2, sharing=SLICED)
    assert node_pool(four)["limits"] == {"nvidia.com/gpu": "32", "nodes": "2"}


def test_a_cap_in_nodes_that_karpenter_cannot_hold_is_refused() -> None:
    mixed = {"instance_types": ["g6.2xlarge", "g6.12xlarge"], "max_gpus": 8}
    with pytest.raises(ValueError, match="max_nodes of pool gpu only holds with types that have the same number"):
        pool(**mixed, max_nodes=7)
    assert node_pool(pool(**mixed, max_nodes=8))["limits"] == {"nvidia.com/gpu": "8", "nodes": "8"}


def test_a_pool_that_could_never_start_a_node_is_refused() -> None:
    with pytest.raises(ValueError, match="max_gpus 1 of pool gpu is less than one node has"):
        pool(instance_types=["p5.48xlarge"])


def test_a_pool_that_may_cost_more_than_it_should_is_refused_with_figures() -> None:
    with pytest.raises(ValueError, match=r"pool gpu may cost 0\.98 USD \(1 x g6\.2xlarge, .*, more than .* 0\.50"):
        pool(max_usd_per_hour=0.5)
    assert pool(max_usd_per_hour=1).resources


def test_capacity_zones_and_age_are_what_the_pool_says() -> None:
    template = node_pool(pool(capacity=["reserved", "spot"], zones=["eu-west-1b"], expire_hours=24))["template"]["spec"]
    asked = {each["key"]: each["values"] for each in template["requirements"]}
    assert asked["karpenter.sh/capacity-type"] == ["reserved", "spot"]
    assert asked["topology.kubernetes.io/zone"] == ["eu-west-1b"]
    assert template["expireAfter"] == "24h"
    anywhere = node_pool(pool())["template"]["spec"]["requirements"]
    assert "topology.kubernetes.io/zone" not in [each["key"] for each in anywhere]


def test_a_reservation_is_used_by_id_or_by_its_tags() -> None:
    recorded = pool(reservation_ids=["cr-0123456789abcdef0"], reservation_tags={"team": "research"})
    (node_class,) = named(recorded, "EC2NodeClass").values()
    terms = [{"id": "cr-0123456789abcdef0"}, {"tags": {"team": "research"}}]
    assert node_class["spec"]["capacityReservationSelectorTerms"] == terms
    (node_class,) = named(pool(), "EC2NodeClass").values()
    assert "capacityReservationSelectorTerms" not in node_class["spec"]


def test_a_pool_of_one_tenant_carries_a_label_that_no_node_can_give_itself() -> None:
    template = node_pool(pool(tenant="iris"))["template"]
    assert template["metadata"]["labels"]["node-restriction.kubernetes.io/tenant"] == "iris"
    assert "node-restriction.kubernetes.io/tenant" not in node_pool(pool())["template"]["metadata"]["labels"]


def test_the_bill_of_a_pool_of_one_tenant_is_the_tenants() -> None:
    (of_tenant,) = named(pool(tenant="iris"), "EC2NodeClass").values()
    (of_all,) = named(pool(), "EC2NodeClass").values()
    assert of_tenant["spec"]["tags"] == of_all["spec"]["tags"] | {"mlplatform:tenant": "iris"}


def test_karpenter_knows_how_many_pods_fit_on_a_node_whose_gpus_are_shared() -> None:
    (overlay,) = named(pool(sharing=SLICED, instance_types=["g6.12xlarge"], max_gpus=4), "NodeOverlay").values()
    assert overlay["spec"]["capacity"] == {"nvidia.com/gpu": "16"}
    assert named(pool(), "NodeOverlay") == {}


@pytest.mark.parametrize("provisioning", ["karpenter", "managed"])
def test_nodes_tell_the_device_plugin_how_pods_share_their_gpus(provisioning: str) -> None:
    recorded = pool(provisioning=provisioning, sharing={"strategy": "mps", "pods_per_gpu": 4}, max_gpus=3)
    if provisioning == "managed":
        labels = node_group(recorded)["labels"]
    else:
        labels = node_pool(recorded)["template"]["metadata"]["labels"]
        assert node_pool(recorded)["limits"] == {"nvidia.com/gpu": "12", "nodes": "3"}
    assert labels == {
        "mlplatform.io/node-pool": "gpu",
        "nvidia.com/gpu.present": "true",
        "mlplatform.io/gpu": "l4",
        "mlplatform.io/gpu-memory-mib": "22888",
        "mlplatform.io/nvidia-driver": "580",
        "nvidia.com/device-plugin.config": "gpu",
        "nvidia.com/gpu.sharing-strategy": "mps",
        "nvidia.com/gpu.replicas": "4",
        "nvidia.com/mps.capable": "true",
    }


def test_a_divided_gpu_counts_in_parts_and_its_nodes_are_told_how_to_divide_it() -> None:
    mig = {"strategy": "mig", "pods_per_gpu": 7, "mig_profile": "1g.5gb"}
    asked = {"sharing": mig, "instance_types": ["p4d.24xlarge"], "max_gpus": 16}
    recorded = pool(**asked)
    assert node_pool(recorded)["limits"] == {"nvidia.com/gpu": "112", "nodes": "2"}
    (overlay,) = named(recorded, "NodeOverlay").values()
    assert overlay["spec"]["capacity"] == {"nvidia.com/gpu": "56"}
    labels = node_pool(recorded)["template"]["metadata"]["labels"]
    assert labels["nvidia.com/mig.config"] == "all-1g.5gb"
    assert labels["nvidia.com/gpu.replicas"] == "7"
    (node_class,) = named(recorded, "EC2NodeClass").values()
    told = node_class["spec"]["userData"]
    assert ",".join(["1g.5gb"] * 7) in told
    managed = pool(**asked, provisioning="managed", min_nodes=1)
    (template,) = named(managed, "LaunchTemplate").values()
    assert b64decode(template["userData"]).decode() == told
    assert node_group(managed)["labels"] == labels


def test_images_lie_on_local_disks_and_are_pulled_in_parallel_where_the_pool_says_so() -> None:
    fast = {"local_disks": True, "parallel_image_pull": True}
    (node_class,) = named(pool(**fast), "EC2NodeClass").values()
    assert node_class["spec"]["instanceStorePolicy"] == "RAID0"
    assert '"FastImagePull": true' in node_class["spec"]["userData"]
    assert "localStorage" not in node_class["spec"]["userData"], "Karpenter says it"
    (template,) = named(pool(**fast, provisioning="managed"), "LaunchTemplate").values()
    told = b64decode(template["userData"]).decode()
    assert '"strategy": "RAID0"' in told
    assert '"FastImagePull": true' in told
    (node_class,) = named(pool(), "EC2NodeClass").values()
    assert not {"instanceStorePolicy", "userData"} & node_class["spec"].keys()
    (template,) = named(pool(provisioning="managed"), "LaunchTemplate").values()
    assert "userData" not in template


@pytest.mark.parametrize("provisioning", ["karpenter", "managed"])
def test_a_volume_is_as_fast_as_the_pool_says(provisioning: str) -> None:
    recorded = pool(provisioning=provisioning, disk_throughput_mibps=600)
    if provisioning == "managed":
        (template,) = named(recorded, "LaunchTemplate").values()
        mappings = template["blockDeviceMappings"]
    else:
        (node_class,) = named(recorded, "EC2NodeClass").values()
        mappings = node_class["spec"]["blockDeviceMappings"]
    assert mappings[0]["ebs"]["throughput"] == 600


def test_nodes_keep_their_credentials_from_pods_and_encrypt_their_volume() -> None:
    (node_class,) = named(pool(), "EC2NodeClass").values()
    assert node_class["spec"]["metadataOptions"]["httpTokens"] == "required"
    assert node_class["spec"]["metadataOptions"]["httpPutResponseHopLimit"] == 1
    assert node_class["spec"]["blockDeviceMappings"][0]["ebs"]["encrypted"] is True
    (template,) = named(pool(provisioning="managed"), "LaunchTemplate").values()
    assert template["metadataOptions"]["httpTokens"] == "required"
    assert template["metadataOptions"]["httpPutResponseHopLimit"] == 1
    assert template["blockDeviceMappings"][0]["ebs"]["encrypted"] == "true"


def test_the_image_is_pinned() -> None:
    (node_class,) = named(pool(), "EC2NodeClass").values()
    assert node_class["spec"]["amiSelectorTerms"] == [{"alias": "al2023@v20260818"}]
    assert node_group(pool(provisioning="managed"))["releaseVersion"] == "1.36.2-20260818"
