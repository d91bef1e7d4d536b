package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"time"

	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	"github.com/samber/lo"
	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
)

type instance struct {
	ID          string    `xml:"instanceId"`
	Type        string    `xml:"instanceType"`
	Image       string    `xml:"imageId"`
	Zone        string    `xml:"placement>availabilityZone"`
	Lifecycle   string    `xml:"instanceLifecycle"`
	Reservation string    `xml:"capacityReservationId"`
	Launched    time.Time `xml:"launchTime"`
	Tags        []tag     `xml:"tagSet>item"`
}

type tag struct {
	Key   string `xml:"key"`
	Value string `xml:"value"`
}

// alive are the states in which AWS still has an instance.
var alive = []string{"pending", "running", "shutting-down", "stopping", "stopped"}

// start runs the instance of a claim. The same claim gets the same instance, however often it asks.
func (p *provider) start(ctx context.Context, class *ec2.EC2NodeClass, claim *v1.NodeClaim, chosen *choice) (*instance, error) {
	subnet, found := lo.Find(class.Status.Subnets, func(one ec2.Subnet) bool { return one.Zone == chosen.offering.Zone() })
	if !found {
		return nil, cloudprovider.NewInsufficientCapacityError(fmt.Errorf("no subnet in %s", chosen.offering.Zone()))
	}
	// What the instance tells the API server about its node when it joins.
	said, err := json.Marshal(newNode(claim, chosen))
	if err != nil {
		return nil, err
	}
	parameters := url.Values{
		"ClientToken": {string(claim.UID)}, "MinCount": {"1"}, "MaxCount": {"1"},
		"ImageId": {chosen.image}, "InstanceType": {chosen.kind.Name}, "SubnetId": {subnet.ID},
		"UserData":                {base64.StdEncoding.EncodeToString(said)},
		"IamInstanceProfile.Name": {class.Status.InstanceProfile},
	}
	for i, group := range class.Status.SecurityGroups {
		parameters.Set(fmt.Sprintf("SecurityGroupId.%d", i+1), group.ID)
	}
	placed, err := p.account.placementGroup(ctx, class.Spec.PlacementGroupSelector)
	if err != nil {
		return nil, err
	}
	if placed != "" {
		parameters.Set("Placement.GroupName", placed)
	}
	addCapacity(parameters, chosen.offering)
	addMachine(parameters, class)
	addTags(parameters, class, claim)
	answer := struct {
		Instances []instance `xml:"instancesSet>item"`
	}{}
	err = p.account.call(ctx, "RunInstances", parameters, &answer)
	if refused := (*refusal)(nil); errors.As(err, &refused) && refused.Code == "ReservationCapacityExceeded" {
		return nil, cloudprovider.NewInsufficientCapacityError(err)
	}
	if err != nil {
		return nil, err
	}
	return &answer.Instances[0], nil
}

func addCapacity(parameters url.Values, offering *cloudprovider.Offering) {
	const specification = "CapacityReservationSpecification."
	if offering.CapacityType() != v1.CapacityTypeReserved {
		parameters.Set(specification+"CapacityReservationPreference", "none")
	} else {
		parameters.Set(specification+"CapacityReservationPreference", "capacity-reservations-only")
		parameters.Set(specification+"CapacityReservationTarget.CapacityReservationId", offering.ReservationID())
	}
	block := offering.Requirements.Get(ec2.LabelCapacityReservationType).Has(string(ec2.CapacityReservationTypeCapacityBlock))
	switch {
	case offering.CapacityType() == v1.CapacityTypeSpot:
		parameters.Set("InstanceMarketOptions.MarketType", "spot")
	case offering.CapacityType() == v1.CapacityTypeReserved && block:
		parameters.Set("InstanceMarketOptions.MarketType", "capacity-block")
	}
}

func addMachine(parameters url.Values, class *ec2.EC2NodeClass) {
	if options := class.Spec.MetadataOptions; options != nil {
		parameters.Set("MetadataOptions.HttpTokens", lo.FromPtr(options.HTTPTokens))
		parameters.Set("MetadataOptions.HttpEndpoint", lo.FromPtr(options.HTTPEndpoint))
		parameters.Set("MetadataOptions.HttpPutResponseHopLimit", strconv.FormatInt(lo.FromPtr(options.HTTPPutResponseHopLimit), 10))
	}
	for i, mapping := range class.Spec.BlockDeviceMappings {
		prefix := fmt.Sprintf("BlockDeviceMapping.%d.", i+1)
		parameters.Set(prefix+"DeviceName", lo.FromPtr(mapping.DeviceName))
		parameters.Set(prefix+"Ebs.VolumeType", lo.FromPtr(mapping.EBS.VolumeType))
		parameters.Set(prefix+"Ebs.Encrypted", strconv.FormatBool(lo.FromPtr(mapping.EBS.Encrypted)))
		parameters.Set(prefix+"Ebs.DeleteOnTermination", strconv.FormatBool(lo.FromPtrOr(mapping.EBS.DeleteOnTermination, true)))
		if size := mapping.EBS.VolumeSize; size != nil {
			parameters.Set(prefix+"Ebs.VolumeSize", strconv.FormatInt(size.Value()>>30, 10))
		}
		if key := mapping.EBS.KMSKeyID; key != nil {
			parameters.Set(prefix+"Ebs.KmsKeyId", *key)
		}
	}
}

func addTags(parameters url.Values, class *ec2.EC2NodeClass, claim *v1.NodeClaim) {
	cluster := os.Getenv("CLUSTER_NAME")
	tags := lo.Assign(class.Spec.Tags, map[string]string{
		"kubernetes.io/cluster/" + cluster: "owned",
		ec2.EKSClusterNameTagKey:           cluster,
		ec2.NodePoolTagKey:                 claim.Labels[v1.NodePoolLabelKey],
		ec2.NodeClassTagKey:                class.Name,
		ec2.NodeClaimTagKey:                claim.Name,
	})
	for i, kind := range []string{"instance", "volume"} {
		prefix := fmt.Sprintf("TagSpecification.%d.", i+1)
		parameters.Set(prefix+"ResourceType", kind)
		for j, key := range lo.Keys(tags) {
			parameters.Set(fmt.Sprintf("%sTag.%d.Key", prefix, j+1), key)
			parameters.Set(fmt.Sprintf("%sTag.%d.Value", prefix, j+1), tags[key])
		}
	}
}

// instances are the running ones of this cluster's Karpenter; with an id only that one.
func (p *provider) instances(ctx context.Context, id string) ([]instance, error) {
	chosen := filters{
		"instance-state-name": alive, "tag-key": {ec2.NodePoolTagKey},
		"tag:" + ec2.EKSClusterNameTagKey: {os.Getenv("CLUSTER_NAME")},
	}
	if id != "" {
		chosen["instance-id"] = []string{id}
	}
	parameters := chosen.parameters()
	parameters.Set("MaxResults", "1000")
	for all := []instance(nil); ; {
		answer := struct {
			Instances []instance `xml:"reservationSet>item>instancesSet>item"`
			Next      string     `xml:"nextToken"`
		}{}
		if err := p.account.call(ctx, "DescribeInstances", parameters, &answer); err != nil {
			return nil, err
		}
		all = append(all, answer.Instances...)
		if answer.Next == "" {
			return all, nil
		}
		parameters.Set("NextToken", answer.Next)
	}
}
