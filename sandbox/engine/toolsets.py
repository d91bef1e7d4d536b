"""The tool sets: which Go packages make which tools, and how they are built."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.engine.errors import EngineError

MODULES = Path(__file__).parent / "modules"
# osusergo: no C library; grpcnotrace: lets the linker drop code that nothing calls. Debug information, a tenth of the
# compiler's time, is not kept anyway.
BUILD_FLAGS = ("-trimpath", "-tags=osusergo,grpcnotrace", "-gcflags=all=-dwarf=false")


@dataclass(frozen=True)
class ToolSet:
    """Tools whose dependencies agree: one Go module, one build."""

    name: str
    """Folder of the Go module under `modules/`."""
    tools: Mapping[str, str]
    """Go package of each tool; the last part of its path is the tool's name."""
    versions: Mapping[str, str]
    """Go variables that hold a version, and the module whose pinned version they get; `#major` or `#minor`: a part."""

    @property
    def folder(self) -> Path:
        """Where go.mod, go.sum and our own Go files are."""
        return MODULES / self.name

    def build_arguments(self) -> list[str]:
        """Arguments of `go build` and `go list` that decide about the result."""
        pinned = required_versions(self.folder)
        variables = " ".join(f"-X {variable}={_expand(form, pinned)}" for variable, form in self.versions.items())
        return [*BUILD_FLAGS, f"-ldflags=-w -s {variables}", *self.tools.values()]

    def key(self, go_version: str, platform: str) -> str:
        """Hash of everything that decides about the binaries."""
        digest = hashlib.sha256("\0".join([go_version, platform, *self.build_arguments()]).encode())
        for path in self._sources():
            digest.update(f"\0{path.relative_to(self.folder).as_posix()}\0".encode() + path.read_bytes())
        return digest.hexdigest()[:16]

    def _sources(self) -> Iterator[Path]:
        for path in sorted(self.folder.rglob("*")):
            if path.name in {"go.mod", "go.sum"} or path.suffix == ".go":
                yield path


def required_versions(module: Path) -> dict[str, str]:
    """Versions that a go.mod requires, by module path."""
    text = (module / "go.mod").read_text()
    return dict(re.findall(r"^(?:require )?\s*([\w.~/-]+\.[\w.~/-]+) (v\S+)", text, flags=re.MULTILINE))


def _expand(form: str, pinned: Mapping[str, str]) -> str:
    module, _, part = form.partition("#")
    version = pinned[module]
    numbers = version.removeprefix("v").split(".")
    return {"": version, "major": numbers[0], "minor": numbers[1]}[part]


_COMPONENT = "k8s.io/component-base/version"
TOOL_SETS = (
    ToolSet(
        "pulumi",
        {"pulumi": "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"},
        {"github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": "github.com/pulumi/pulumi/pkg/v3"},
    ),
    ToolSet(
        "kubernetes",
        {
            "kube": "mlplatform/sandbox/engine/kubernetes/kube",
            "kubectl": "k8s.io/kubernetes/cmd/kubectl",
            "kwok": "sigs.k8s.io/kwok/cmd/kwok",
            "helm": "helm.sh/helm/v3/cmd/helm",
            "karpenter": "mlplatform/sandbox/engine/kubernetes/karpenter",
        },
        {
            f"{_COMPONENT}.gitVersion": "k8s.io/kubernetes",
            f"{_COMPONENT}.gitMajor": "k8s.io/kubernetes#major",
            f"{_COMPONENT}.gitMinor": "k8s.io/kubernetes#minor",
            "sigs.k8s.io/kwok/pkg/consts.Version": "sigs.k8s.io/kwok",
            "helm.sh/helm/v3/internal/version.version": "helm.sh/helm/v3",
        },
    ),
    # It needs an older controller-runtime than Karpenter.
    ToolSet("kserve", {"kserve": "mlplatform/sandbox/engine/kserve"}, {}),
)


def tool_set_of(tool: str) -> ToolSet:
    """Return the tool set that a tool belongs to."""
    for tool_set in TOOL_SETS:
        if tool in tool_set.tools:
            return tool_set
    known = ", ".join(sorted(name for tool_set in TOOL_SETS for name in tool_set.tools))
    raise EngineError(what=f"There is no tool `{tool}`.", fix=f"Known tools: {known}.")
