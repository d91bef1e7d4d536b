package main

import (
	"fmt"
	"strconv"

	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// newNode is what the kubelet of a new instance says about its node; name and address are its instance's.
func newNode(claim *v1.NodeClaim, chosen *choice) *corev1.Node {
	labels := lo.Assign(
		claim.Labels, single(scheduling.NewNodeSelectorRequirementsWithMinValues(claim.Spec.Requirements...)), chosen.labels(),
	)
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Labels:      labels,
			Annotations: claim.Annotations,
		},
		Spec: corev1.NodeSpec{Taints: append([]corev1.Taint{v1.UnregisteredNoExecuteTaint}, claim.Spec.StartupTaints...)},
		Status: corev1.NodeStatus{
			Capacity: shared(labels, chosen.kind.Capacity), Allocatable: shared(labels, chosen.kind.Allocatable()),
			Phase: corev1.NodePending,
		},
	}
}

// shared is what the node offers once its device plugin has divided its GPUs.
func shared(labels map[string]string, list corev1.ResourceList) corev1.ResourceList {
	pods, err := strconv.ParseInt(labels["nvidia.com/gpu.replicas"], 10, 64)
	gpus, found := list["nvidia.com/gpu"]
	if err != nil || !found {
		return list
	}
	return lo.Assign(list, corev1.ResourceList{"nvidia.com/gpu": *resource.NewQuantity(gpus.Value()*pods, resource.DecimalSI)})
}

// labels are those of the instance type and the offering.
func (c *choice) labels() map[string]string {
	// Of the type they say what is reserved at all: only an offering says what is taken.
	kind := lo.OmitByKeys(single(c.kind.Requirements), []string{
		cloudprovider.ReservationIDLabel, ec2.LabelCapacityReservationType, ec2.LabelCapacityReservationInterruptible,
	})
	return lo.Assign(kind, single(c.offering.Requirements))
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

func (i *instance) capacityType() string {
	switch {
	case i.Reservation != "":
		return v1.CapacityTypeReserved
	case i.Lifecycle == "spot":
		return v1.CapacityTypeSpot
	default:
		return v1.CapacityTypeOnDemand
	}
}

// claim is the instance as Karpenter's core knows it.
func (i *instance) claim() *v1.NodeClaim {
	tags := lo.SliceToMap(i.Tags, func(one tag) (string, string) { return one.Key, one.Value })
	return &v1.NodeClaim{
		ObjectMeta: metav1.ObjectMeta{
			Name: i.ID, CreationTimestamp: metav1.NewTime(i.Launched),
			Labels: map[string]string{
				v1.NodePoolLabelKey: tags[ec2.NodePoolTagKey], v1.CapacityTypeLabelKey: i.capacityType(),
				corev1.LabelInstanceTypeStable: i.Type, corev1.LabelTopologyZone: i.Zone,
			},
		},
		Status: v1.NodeClaimStatus{ProviderID: fmt.Sprintf("aws:///%s/%s", i.Zone, i.ID), ImageID: i.Image},
	}
}
