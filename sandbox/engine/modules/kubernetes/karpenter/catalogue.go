package main

import (
	"encoding/json"
	"os"
	"strings"

	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
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
	// Image that nodes of this type start from.
	Image     string `json:"image"`
	Offerings []struct {
		Zone         string  `json:"zone"`
		CapacityType string  `json:"capacityType"`
		Price        float64 `json:"price"`
		// Instances that may run at once; nil: as many as anybody wants.
		Limit *int `json:"limit"`
	} `json:"offerings"`
}

func readCatalogue(path string) ([]described, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []described
	return all, json.Unmarshal(content, &all)
}

// capacity is what decides, beside the file, whether an offering is available.
type capacity struct {
	// used are the instances that run, by type, zone and capacity type.
	used map[[3]string]int
	// reserved are the reservations that a node class selects.
	reserved []reservation
}

// isShort tells whether capacity of any type was taken away on purpose.
func isShort(all []described) bool {
	for _, one := range all {
		for _, offering := range one.Offerings {
			if offering.Limit != nil {
				return true
			}
		}
	}
	return false
}

func (d described) instanceType(now capacity) *cloudprovider.InstanceType {
	requirements := scheduling.NewLabelRequirements(d.Labels)
	offerings := append(d.reservedOfferings(now.reserved), d.offerings(now.used)...)
	// A type's requirements span those of its offerings.
	for _, offering := range offerings {
		for key, requirement := range offering.Requirements {
			values := requirement.Values()
			if requirements.Has(key) {
				values = append(values, requirements.Get(key).Values()...)
			}
			requirements[key] = scheduling.NewRequirement(key, corev1.NodeSelectorOpIn, values...)
		}
	}
	for label := range v1.WellKnownLabels {
		// Without this a pod that asks for a GPU's name would fit a type without GPUs.
		if strings.HasPrefix(label, ec2Group) && !requirements.Has(label) {
			requirements.Add(scheduling.NewRequirement(label, corev1.NodeSelectorOpDoesNotExist))
		}
	}
	requirements.Add(scheduling.NewRequirement(corev1.LabelInstanceTypeStable, corev1.NodeSelectorOpIn, d.Name))
	return &cloudprovider.InstanceType{
		Name: d.Name, Requirements: requirements, Offerings: offerings, Capacity: d.Capacity,
		Overhead: &cloudprovider.InstanceTypeOverhead{KubeReserved: resources.Subtract(d.Capacity, d.Allocatable)},
	}
}

// withAdapters is the type with the EFA adapters that its class attaches: the AWS provider counts those, not the most.
func (d described) withAdapters(interfaces []*ec2.NetworkInterface) described {
	count := lo.CountBy(interfaces, func(one *ec2.NetworkInterface) bool { return one.InterfaceType == ec2.InterfaceTypeEFAOnly })
	if count > 0 {
		adapters := corev1.ResourceList{"vpc.amazonaws.com/efa": *resource.NewQuantity(int64(count), resource.DecimalSI)}
		d.Capacity, d.Allocatable = lo.Assign(d.Capacity, adapters), lo.Assign(d.Allocatable, adapters)
	}
	return d
}

func (d described) offerings(used map[[3]string]int) cloudprovider.Offerings {
	var offerings cloudprovider.Offerings
	for _, one := range d.Offerings {
		offerings = append(offerings, &cloudprovider.Offering{
			Price:     one.Price,
			Available: one.Limit == nil || used[[3]string{d.Name, one.Zone, one.CapacityType}] < *one.Limit,
			Requirements: scheduling.NewLabelRequirements(map[string]string{
				corev1.LabelTopologyZone: one.Zone, v1.CapacityTypeLabelKey: one.CapacityType,
			}),
		})
	}
	return offerings
}

// reservedOfferings are those of the AWS provider: next to free, so that they come first and keep their order.
func (d described) reservedOfferings(reserved []reservation) cloudprovider.Offerings {
	var offerings cloudprovider.Offerings
	for _, one := range reserved {
		described, err := one.described()
		if one.Instance != d.Name || err != nil {
			continue
		}
		offerings = append(offerings, &cloudprovider.Offering{
			Price:     d.onDemandPrice() / 10_000_000,
			Available: one.Available > 0 && described.State == ec2.CapacityReservationStateActive,
			Requirements: scheduling.NewLabelRequirements(map[string]string{
				corev1.LabelTopologyZone:                  one.Zone,
				v1.CapacityTypeLabelKey:                   v1.CapacityTypeReserved,
				cloudprovider.ReservationIDLabel:          one.ID,
				ec2.LabelCapacityReservationType:          string(described.ReservationType),
				ec2.LabelCapacityReservationInterruptible: "false",
			}),
			ReservationCapacity: one.Available,
		})
	}
	return offerings
}

func (d described) onDemandPrice() float64 {
	for _, one := range d.Offerings {
		if one.CapacityType == v1.CapacityTypeOnDemand {
			return one.Price
		}
	}
	return 0
}
