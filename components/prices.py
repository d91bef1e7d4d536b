"""What AWS services cost by the hour, beside instances: what stands there costs this, used or not."""

PRICES_AS_OF = "2026-06-01"
"""Date of the prices: us-east-1, USD, list price; other regions are mostly 0 to 15 % above."""

EKS_CLUSTER = 0.10
"""Control plane of a cluster in standard support; https://aws.amazon.com/eks/pricing/."""
NAT_GATEWAY = 0.045
"""One NAT gateway; what it processes costs USD 0.045 per GB more; https://aws.amazon.com/vpc/pricing/."""
FIREWALL_ENDPOINT = 0.395
"""One endpoint of AWS Network Firewall in one zone; data USD 0.065 per GB more. AWS takes the price of a NAT gateway
behind it off the bill, hour for hour and GB for GB; https://aws.amazon.com/network-firewall/pricing/."""
INTERFACE_ENDPOINT = 0.01
"""One interface endpoint in one zone; data USD 0.01 per GB more; https://aws.amazon.com/privatelink/pricing/."""
NETWORK_LOAD_BALANCER = 0.0225
"""One network load balancer, without capacity units; https://aws.amazon.com/elasticloadbalancing/pricing/."""
PUBLIC_IPV4_ADDRESS = 0.005
"""One public IPv4 address, for example of a NAT gateway; https://aws.amazon.com/vpc/pricing/."""
KMS_KEY_MONTH = 1.0
"""One customer managed key in a month, first year; https://aws.amazon.com/kms/pricing/."""
GP3_GIB_MONTH = 0.08
"""One GiB of a gp3 volume in a month; https://aws.amazon.com/ebs/pricing/."""
GP3_MIBPS_MONTH = 0.04
"""One MiB/s of a gp3 volume above 125 in a month; https://aws.amazon.com/ebs/pricing/."""
HOURS_OF_MONTH = 730
"""As AWS counts a month in its price pages."""
