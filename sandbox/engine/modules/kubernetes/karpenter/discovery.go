package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	"github.com/samber/lo"
	"k8s.io/utils/clock"
)

type reservation struct {
	ID        string     `xml:"capacityReservationId"`
	Zone      string     `xml:"availabilityZone"`
	Instance  string     `xml:"instanceType"`
	Match     string     `xml:"instanceMatchCriteria"`
	Owner     string     `xml:"ownerId"`
	Kind      string     `xml:"reservationType"`
	End       *time.Time `xml:"endDate"`
	Available int        `xml:"availableInstanceCount"`
}

func (a *account) subnets(ctx context.Context, terms []ec2.SubnetSelectorTerm) ([]ec2.Subnet, error) {
	answer := struct {
		Items []struct {
			ID     string `xml:"subnetId"`
			Zone   string `xml:"availabilityZone"`
			ZoneID string `xml:"availabilityZoneId"`
		} `xml:"subnetSet>item"`
	}{}
	for _, term := range terms {
		chosen := selected(term.Tags, map[string]string{"subnet-id": term.ID})
		if err := a.call(ctx, "DescribeSubnets", chosen.parameters(), &answer); err != nil {
			return nil, err
		}
	}
	var found []ec2.Subnet
	for _, one := range answer.Items {
		found = append(found, ec2.Subnet{ID: one.ID, Zone: one.Zone, ZoneID: one.ZoneID})
	}
	return lo.UniqBy(found, func(one ec2.Subnet) string { return one.ID }), nil
}

func (a *account) securityGroups(ctx context.Context, terms []ec2.SecurityGroupSelectorTerm) ([]ec2.SecurityGroup, error) {
	answer := struct {
		Items []struct {
			ID   string `xml:"groupId"`
			Name string `xml:"groupName"`
		} `xml:"securityGroupInfo>item"`
	}{}
	for _, term := range terms {
		chosen := selected(term.Tags, map[string]string{"group-id": term.ID, "group-name": term.Name})
		if err := a.call(ctx, "DescribeSecurityGroups", chosen.parameters(), &answer); err != nil {
			return nil, err
		}
	}
	var found []ec2.SecurityGroup
	for _, one := range answer.Items {
		found = append(found, ec2.SecurityGroup{ID: one.ID, Name: one.Name})
	}
	return lo.UniqBy(found, func(one ec2.SecurityGroup) string { return one.ID }), nil
}

// reservations are those that have not ended.
func (a *account) reservations(ctx context.Context, terms []ec2.CapacityReservationSelectorTerm) ([]reservation, error) {
	answer := struct {
		Items []reservation `xml:"capacityReservationSet>item"`
	}{}
	for _, term := range terms {
		parameters := selected(term.Tags, map[string]string{
			"owner-id": term.OwnerID, "instance-match-criteria": term.InstanceMatchCriteria, "state": "active",
		}).parameters()
		if term.ID != "" {
			parameters.Set("CapacityReservationId.1", term.ID)
		}
		err := a.call(ctx, "DescribeCapacityReservations", parameters, &answer)
		if refused := (*refusal)(nil); errors.As(err, &refused) && refused.Code == "InvalidCapacityReservationId.NotFound" {
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	return lo.UniqBy(answer.Items, func(one reservation) string { return one.ID }), nil
}

// placementGroup is the name of the one that a class selects; empty if there is none.
func (a *account) placementGroup(ctx context.Context, selector *ec2.PlacementGroupSelector) (string, error) {
	if selector == nil {
		return "", nil
	}
	answer := struct {
		Names []string `xml:"placementGroupSet>item>groupName"`
	}{}
	parameters := selected(nil, map[string]string{"group-name": lo.FromPtr(selector.Name)}).parameters()
	if id := lo.FromPtr(selector.ID); id != "" {
		parameters.Set("GroupId.1", id)
	}
	if err := a.call(ctx, "DescribePlacementGroups", parameters, &answer); err != nil {
		return "", err
	}
	return lo.FirstOrEmpty(answer.Names), nil
}

// described is the reservation as the status of an EC2NodeClass shows it.
func (r reservation) described() (ec2.CapacityReservation, error) {
	one, err := ec2.CapacityReservationFromEC2(clock.RealClock{}, &ec2types.CapacityReservation{
		CapacityReservationId: &r.ID, AvailabilityZone: &r.Zone, InstanceType: &r.Instance, OwnerId: &r.Owner, EndDate: r.End,
		InstanceMatchCriteria: ec2types.InstanceMatchCriteria(r.Match), ReservationType: ec2types.CapacityReservationType(r.Kind),
	})
	if err != nil {
		return one, fmt.Errorf("capacity reservation %s: %w", r.ID, err)
	}
	return one, nil
}
