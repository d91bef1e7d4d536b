module mlplatform/sandbox/engine/sources

go 1.26.0

// Nothing is compiled: these modules carry charts, custom resource definitions and other files that the sandbox reads.
require (
	github.com/NVIDIA/k8s-device-plugin v0.19.0
	github.com/aws/karpenter-provider-aws v1.14.1
	github.com/cert-manager/cert-manager v1.21.2
	github.com/envoyproxy/gateway v1.9.1
	github.com/kserve/kserve v0.20.0
	github.com/kubernetes-sigs/aws-load-balancer-controller v0.0.0-20260423195125-93ff3b5fdaad
	sigs.k8s.io/gateway-api v1.6.0
	sigs.k8s.io/kueue v0.15.0
	sigs.k8s.io/kwok v0.8.0
)
