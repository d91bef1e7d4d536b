package main

import (
	"fmt"

	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// newNode is what the kubelet of a new instance registers.
func newNode(instance string, claim *v1.NodeClaim, kind *cloudprovider.InstanceType, offering *cloudprovider.Offering) *corev1.Node {
	region := kind.Requirements.Get(corev1.LabelTopologyRegion).Any()
	name := fmt.Sprintf("%s.%s.compute.internal", instance, region)
	labels := lo.Assign(
		claim.Labels, single(scheduling.NewNodeSelectorRequirementsWithMinValues(claim.Spec.Requirements...)),
		single(kind.Requirements), single(offering.Requirements), map[string]string{corev1.LabelHostname: name},
	)
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: name, Labels: labels,
			// Only nodes with this annotation are played by kwok.
			Annotations: lo.Assign(claim.Annotations, map[string]string{"kwok.x-k8s.io/node": "fake"}),
		},
		Spec: corev1.NodeSpec{
			ProviderID: fmt.Sprintf("aws:///%s/%s", offering.Zone(), instance),
			Taints:     append([]corev1.Taint{v1.UnregisteredNoExecuteTaint}, claim.Spec.StartupTaints...),
		},
		Status: corev1.NodeStatus{Capacity: kind.Capacity, Allocatable: kind.Allocatable(), Phase: corev1.NodePending},
	}
}

func single(requirements scheduling.Requirements) map[string]string {
	labels := map[string]string{}
	for key, requirement := range requirements {
		if requirement.Operator() == corev1.NodeSelectorOpIn && requirement.Len() == 1 {
			labels[key] = requirement.Any()
		}
	}
	return labels
}

func toNodeClaim(node *corev1.Node) *v1.NodeClaim {
	return &v1.NodeClaim{
		ObjectMeta: metav1.ObjectMeta{
			Name: node.Name, Labels: node.Labels, Annotations: node.Annotations, CreationTimestamp: node.CreationTimestamp,
		},
		Status: v1.NodeClaimStatus{
			NodeName: node.Name, ProviderID: node.Spec.ProviderID,
			Capacity: node.Status.Capacity, Allocatable: node.Status.Allocatable,
		},
	}
}
