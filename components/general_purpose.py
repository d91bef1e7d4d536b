"""Instance types without GPUs that system nodes may use: shape and price."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """One instance type; price as of `accelerators.PRICES_AS_OF`, on demand, Linux, us-east-1, USD."""

    vcpus: int
    """Virtual CPUs of one instance."""
    memory_gib: int
    """Main memory of one instance."""
    usd_per_hour: float
    """On-demand price of one instance."""


SHAPES: dict[str, Shape] = {
    "m6i.large": Shape(2, 8, 0.096),
    "m6i.xlarge": Shape(4, 16, 0.192),
    "m6i.2xlarge": Shape(8, 32, 0.384),
    "m6i.4xlarge": Shape(16, 64, 0.768),
    "m7i.large": Shape(2, 8, 0.1008),
    "m7i.xlarge": Shape(4, 16, 0.2016),
    "m7i.2xlarge": Shape(8, 32, 0.4032),
    "m7i.4xlarge": Shape(16, 64, 0.8064),
    "m7i-flex.large": Shape(2, 8, 0.09576),
    "m7i-flex.xlarge": Shape(4, 16, 0.19152),
    "m7i-flex.2xlarge": Shape(8, 32, 0.38304),
    "m7i-flex.4xlarge": Shape(16, 64, 0.76608),
    "m7a.large": Shape(2, 8, 0.11592),
    "m7a.xlarge": Shape(4, 16, 0.23184),
    "m7a.2xlarge": Shape(8, 32, 0.46368),
    "m7a.4xlarge": Shape(16, 64, 0.92736),
    "c7i.large": Shape(2, 4, 0.08925),
    "c7i.xlarge": Shape(4, 8, 0.1785),
    "c7i.2xlarge": Shape(8, 16, 0.357),
    "c7i.4xlarge": Shape(16, 32, 0.714),
    "r7i.large": Shape(2, 16, 0.1323),
    "r7i.xlarge": Shape(4, 32, 0.2646),
    "r7i.2xlarge": Shape(8, 64, 0.5292),
    "r7i.4xlarge": Shape(16, 128, 1.0584),
    "t3.large": Shape(2, 8, 0.0832),
    "t3.xlarge": Shape(4, 16, 0.1664),
    "t3.2xlarge": Shape(8, 32, 0.3328),
}
