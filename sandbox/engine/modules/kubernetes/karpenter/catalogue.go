package main

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"
	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/scheduling"
	"sigs.k8s.io/karpenter/pkg/utils/resources"
)

const ec2Group = "karpenter.k8s.aws/"

// described is one instance type of the file.
type described struct {
	Name        string              `json:"name"`
	Labels      map[string]string   `json:"labels"`
	Capacity    corev1.ResourceList `json:"capacity"`
	Allocatable corev1.ResourceList `json:"allocatable"`
	Offerings   []struct {
		Zone         string  `json:"zone"`
		CapacityType string  `json:"capacityType"`
		Price        float64 `json:"price"`
		// Instances that may run at once; nil: as many as anybody wants.
		Limit *int `json:"limit"`
	} `json:"offerings"`
}

// readCatalogue makes the instance types of a file; an offering is available until `nodes` use it up.
func readCatalogue(path string, nodes []corev1.Node) ([]*cloudprovider.InstanceType, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []described
	if err := json.Unmarshal(content, &all); err != nil {
		return nil, err
	}
	used := map[[3]string]int{}
	for _, node := range nodes {
		if node.DeletionTimestamp == nil {
			used[offeringOf(node.Labels)]++
		}
	}
	return lo.Map(all, func(one described, _ int) *cloudprovider.InstanceType { return one.instanceType(used) }), nil
}

func offeringOf(labels map[string]string) [3]string {
	return [3]string{labels[corev1.LabelInstanceTypeStable], labels[corev1.LabelTopologyZone], labels[v1.CapacityTypeLabelKey]}
}

func (d described) instanceType(used map[[3]string]int) *cloudprovider.InstanceType {
	requirements := scheduling.NewLabelRequirements(d.Labels)
	for label := range v1.WellKnownLabels {
		// Without this a pod that asks for a GPU's name would fit a type without GPUs.
		if strings.HasPrefix(label, ec2Group) && !requirements.Has(label) {
			requirements.Add(scheduling.NewRequirement(label, corev1.NodeSelectorOpDoesNotExist))
		}
	}
	requirements.Add(scheduling.NewRequirement(corev1.LabelInstanceTypeStable, corev1.NodeSelectorOpIn, d.Name))
	var zones, capacityTypes []string
	var offerings cloudprovider.Offerings
	for _, one := range d.Offerings {
		zones, capacityTypes = append(zones, one.Zone), append(capacityTypes, one.CapacityType)
		offerings = append(offerings, &cloudprovider.Offering{
			Price:     one.Price,
			Available: one.Limit == nil || used[[3]string{d.Name, one.Zone, one.CapacityType}] < *one.Limit,
			Requirements: scheduling.NewLabelRequirements(map[string]string{
				corev1.LabelTopologyZone: one.Zone, v1.CapacityTypeLabelKey: one.CapacityType,
			}),
		})
	}
	requirements.Add(
		scheduling.NewRequirement(corev1.LabelTopologyZone, corev1.NodeSelectorOpIn, zones...),
		scheduling.NewRequirement(v1.CapacityTypeLabelKey, corev1.NodeSelectorOpIn, capacityTypes...),
	)
	return &cloudprovider.InstanceType{
		Name: d.Name, Requirements: requirements, Offerings: offerings, Capacity: d.Capacity,
		Overhead: &cloudprovider.InstanceTypeOverhead{KubeReserved: resources.Subtract(d.Capacity, d.Allocatable)},
	}
}
