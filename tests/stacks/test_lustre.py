"""Data in FSx for Lustre, from the settings to the volume."""

from pathlib import Path

from stacks import platform
from tests.recording import record
from tests.stacks.settings_text import changed, errors, load

SOURCE = changed(
    "kind: s3 # s3 | s3-mount | efs | fsx-lustre | hdfs\n        path: measurements",
    f"kind: fsx-lustre\n        file_system_id: fs-{'0' * 17}\n        mount_name: abcdef01\n"
    f"        dns_name: fs-{'0' * 17}.fsx.eu-west-1.amazonaws.com\n        #",
)


def test_without_the_driver_the_setting_that_brings_it_is_named(tmp_path: Path) -> None:
    (said,) = errors(tmp_path, SOURCE)
    assert said.endswith(
        "data[0].kind: fsx-lustre needs the EKS add-on aws-fsx-csi-driver; set cluster.storage_drivers.lustre to true"
    )


def test_with_the_driver_the_source_is_a_volume_of_that_file_system(tmp_path: Path) -> None:
    settings = load(tmp_path, changed("volumes: false", "volumes: false\n    lustre: true", SOURCE))
    recorded = record(lambda: platform.deploy(settings))
    add_on = recorded.named("storage-lustre-add-on").props
    assert (add_on["addonName"], add_on["addonVersion"]) == ("aws-fsx-csi-driver", "v1.9.0-eksbuild.1")
    (volume,) = recorded.of_type("kubernetes:core/v1:PersistentVolume")
    assert volume.props["spec"]["csi"]["volumeAttributes"]["mountname"] == "abcdef01"
