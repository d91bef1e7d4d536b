package main

import (
	"context"
	"crypto/sha256"
	"fmt"

	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	"github.com/awslabs/operatorpkg/status"
	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
	v1 "sigs.k8s.io/karpenter/pkg/apis/v1"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// provider starts Nodes that kwok keeps alive, where the AWS provider starts instances.
type provider struct {
	// client has the rights of Karpenter's service account.
	client client.Client
	// cloud has those of the cloud: a node registers itself, and goes with its instance.
	cloud client.Client
	// catalogue is the path of the instance types' file, read anew each time: capacity may have gone meanwhile.
	catalogue string
}

func (p *provider) Create(ctx context.Context, claim *v1.NodeClaim) (*v1.NodeClaim, error) {
	class := &ec2.EC2NodeClass{}
	if err := p.client.Get(ctx, client.ObjectKey{Name: claim.Spec.NodeClassRef.Name}, class); err != nil {
		if errors.IsNotFound(err) {
			err = cloudprovider.NewInsufficientCapacityError(err)
		}
		return nil, err
	}
	if class.DeletionTimestamp != nil || !class.StatusConditions().Get(status.ConditionReady).IsTrue() {
		return nil, cloudprovider.NewNodeClassNotReadyError(fmt.Errorf("EC2NodeClass %s is not ready", class.Name))
	}
	kind, offering, err := p.choose(ctx, claim)
	if err != nil {
		return nil, err
	}
	// The same claim gets the same instance, however often it asks.
	instance := fmt.Sprintf("i-0%x", sha256.Sum256([]byte(claim.UID)))[:19]
	node := newNode(instance, claim, kind, offering)
	if err := p.cloud.Create(ctx, node); err != nil && !errors.IsAlreadyExists(err) {
		return nil, err
	}
	return toNodeClaim(node), nil
}

func (p *provider) choose(ctx context.Context, claim *v1.NodeClaim) (*cloudprovider.InstanceType, *cloudprovider.Offering, error) {
	types, err := p.GetInstanceTypes(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	wanted := scheduling.NewNodeSelectorRequirementsWithMinValues(claim.Spec.Requirements...)
	var kind *cloudprovider.InstanceType
	var best *cloudprovider.Offering
	for _, one := range types {
		if wanted.Compatible(one.Requirements, scheduling.AllowUndefinedWellKnownLabels) != nil {
			continue
		}
		for _, offering := range one.Offerings.Available().Compatible(wanted) {
			if best == nil || offering.Price < best.Price {
				kind, best = one, offering
			}
		}
	}
	if best == nil {
		return nil, nil, cloudprovider.NewInsufficientCapacityError(fmt.Errorf("no offering of %s has capacity", claim.Name))
	}
	return kind, best, nil
}

func (p *provider) Delete(ctx context.Context, claim *v1.NodeClaim) error {
	node, err := p.node(ctx, claim.Status.ProviderID)
	if err != nil {
		return err
	}
	return client.IgnoreNotFound(p.cloud.Delete(ctx, node))
}

func (p *provider) Get(ctx context.Context, id string) (*v1.NodeClaim, error) {
	node, err := p.node(ctx, id)
	if err != nil {
		return nil, err
	}
	return toNodeClaim(node), nil
}

func (p *provider) List(ctx context.Context) ([]*v1.NodeClaim, error) {
	nodes, err := p.nodes(ctx)
	return lo.Map(nodes, func(node corev1.Node, _ int) *v1.NodeClaim { return toNodeClaim(&node) }), err
}

func (p *provider) GetInstanceTypes(ctx context.Context, _ *v1.NodePool) ([]*cloudprovider.InstanceType, error) {
	nodes, err := p.nodes(ctx)
	if err != nil {
		return nil, err
	}
	return readCatalogue(p.catalogue, nodes)
}

func (*provider) IsDrifted(context.Context, *v1.NodeClaim) (cloudprovider.DriftReason, error) {
	return "", nil
}

func (*provider) RepairPolicies() []cloudprovider.RepairPolicy { return nil }

func (*provider) Name() string { return "aws" }

func (*provider) GetSupportedNodeClasses() []status.Object {
	return []status.Object{&ec2.EC2NodeClass{}}
}

// node returns the running instance of that id; a node on its way out has none any more.
func (p *provider) node(ctx context.Context, id string) (*corev1.Node, error) {
	nodes, err := p.nodes(ctx)
	if err != nil {
		return nil, err
	}
	for i := range nodes {
		if nodes[i].Spec.ProviderID == id && nodes[i].DeletionTimestamp == nil {
			return &nodes[i], nil
		}
	}
	return nil, cloudprovider.NewNodeClaimNotFoundError(fmt.Errorf("there is no instance %q", id))
}

// nodes are those that Karpenter started; a managed node group's have no claim.
func (p *provider) nodes(ctx context.Context) ([]corev1.Node, error) {
	list := &corev1.NodeList{}
	err := p.client.List(ctx, list, client.HasLabels{v1.NodePoolLabelKey})
	return list.Items, err
}
