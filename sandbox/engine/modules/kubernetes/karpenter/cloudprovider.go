package main

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	"github.com/awslabs/operatorpkg/status"
	"github.com/samber/lo"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// provider starts instances of the emulated EC2. They join the cluster by themselves; kwok plays their kubelets.
type provider struct {
	// client has the rights of Karpenter's service account.
	client  client.Client
	account *account
	// catalogue is the path of the instance types' file, read anew each time: capacity may have gone meanwhile.
	catalogue string
	// starting lets one claim at a time choose and start, so that two do not take the same last place.
	starting sync.Mutex
}

// choice is what a claim gets.
type choice struct {
	kind     *cloudprovider.InstanceType
	offering *cloudprovider.Offering
	image    string
}

// order is the one in which the AWS provider looks at capacity types.
var order = []string{v1.CapacityTypeReserved, v1.CapacityTypeSpot, v1.CapacityTypeOnDemand}

func (p *provider) Create(ctx context.Context, claim *v1.NodeClaim) (*v1.NodeClaim, error) {
	class := &ec2.EC2NodeClass{}
	if err := p.client.Get(ctx, client.ObjectKey{Name: claim.Spec.NodeClassRef.Name}, class); err != nil {
		if apierrors.IsNotFound(err) {
			err = cloudprovider.NewInsufficientCapacityError(err)
		}
		return nil, err
	}
	if class.DeletionTimestamp != nil || !class.StatusConditions().Get(status.ConditionReady).IsTrue() {
		return nil, cloudprovider.NewNodeClassNotReadyError(fmt.Errorf("EC2NodeClass %s is not ready", class.Name))
	}
	p.starting.Lock()
	defer p.starting.Unlock()
	chosen, err := p.choose(ctx, class, claim)
	if err != nil {
		return nil, err
	}
	started, err := p.start(ctx, class, claim, chosen)
	if err != nil {
		return nil, err
	}
	created := started.claim()
	created.Labels = lo.Assign(created.Labels, chosen.labels())
	created.Status.Capacity, created.Status.Allocatable = chosen.kind.Capacity, chosen.kind.Allocatable()
	return created, nil
}

func (p *provider) choose(ctx context.Context, class *ec2.EC2NodeClass, claim *v1.NodeClaim) (*choice, error) {
	types, images, err := p.types(ctx, class)
	if err != nil {
		return nil, err
	}
	wanted := scheduling.NewNodeSelectorRequirementsWithMinValues(claim.Spec.Requirements...)
	var best *choice
	for _, one := range types {
		if wanted.Compatible(one.Requirements, scheduling.AllowUndefinedWellKnownLabels) != nil {
			continue
		}
		for _, offering := range one.Offerings.Available().Compatible(wanted) {
			if best == nil || better(offering, best.offering) {
				best = &choice{one, offering, images[one.Name]}
			}
		}
	}
	if best == nil {
		return nil, cloudprovider.NewInsufficientCapacityError(fmt.Errorf("no offering of %s has capacity", claim.Name))
	}
	return best, nil
}

func better(one, other *cloudprovider.Offering) bool {
	first, second := slices.Index(order, one.CapacityType()), slices.Index(order, other.CapacityType())
	return first < second || first == second && one.Price < other.Price
}

func (p *provider) Delete(ctx context.Context, claim *v1.NodeClaim) error {
	found, err := p.find(ctx, claim.Status.ProviderID)
	if err != nil {
		return err
	}
	parameters := url.Values{"InstanceId.1": {found.ID}}
	return p.account.call(ctx, "TerminateInstances", parameters, &struct{}{})
}

func (p *provider) Get(ctx context.Context, id string) (*v1.NodeClaim, error) {
	found, err := p.find(ctx, id)
	if err != nil {
		return nil, err
	}
	return found.claim(), nil
}

func (p *provider) find(ctx context.Context, id string) (*instance, error) {
	found, err := p.instances(ctx, id[strings.LastIndex(id, "/")+1:])
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, cloudprovider.NewNodeClaimNotFoundError(fmt.Errorf("there is no instance %q", id))
	}
	return &found[0], nil
}

func (p *provider) List(ctx context.Context) ([]*v1.NodeClaim, error) {
	all, err := p.instances(ctx, "")
	return lo.Map(all, func(one instance, _ int) *v1.NodeClaim { return one.claim() }), err
}

func (p *provider) GetInstanceTypes(ctx context.Context, pool *v1.NodePool) ([]*cloudprovider.InstanceType, error) {
	class := &ec2.EC2NodeClass{}
	if err := p.client.Get(ctx, client.ObjectKey{Name: pool.Spec.Template.Spec.NodeClassRef.Name}, class); err != nil {
		return nil, err
	}
	types, _, err := p.types(ctx, class)
	return types, err
}

// types are the instance types with what can be had now, and the image of each.
func (p *provider) types(ctx context.Context, class *ec2.EC2NodeClass) ([]*cloudprovider.InstanceType, map[string]string, error) {
	catalogue, err := readCatalogue(p.catalogue)
	if err != nil {
		return nil, nil, err
	}
	now := capacity{used: map[[3]string]int{}}
	if now.reserved, err = p.account.reservations(ctx, class.Spec.CapacityReservationSelectorTerms); err != nil {
		return nil, nil, err
	}
	if isShort(catalogue) {
		running, err := p.instances(ctx, "")
		if err != nil {
			return nil, nil, err
		}
		for _, one := range running {
			now.used[[3]string{one.Type, one.Zone, one.capacityType()}]++
		}
	}
	types := lo.Map(catalogue, func(one described, _ int) *cloudprovider.InstanceType {
		return one.withAdapters(class.Spec.NetworkInterfaces).instanceType(now)
	})
	images := lo.SliceToMap(catalogue, func(one described) (string, string) { return one.Name, one.Image })
	return types, images, nil
}

func (*provider) IsDrifted(context.Context, *v1.NodeClaim) (cloudprovider.DriftReason, error) {
	return "", nil
}

func (*provider) RepairPolicies() []cloudprovider.RepairPolicy { return nil }

func (*provider) Name() string { return "aws" }

func (*provider) GetSupportedNodeClasses() []status.Object {
	return []status.Object{&ec2.EC2NodeClass{}}
}
