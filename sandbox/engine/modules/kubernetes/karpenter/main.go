// Karpenter is the autoscaler's own core over instances of the emulated EC2, whose Nodes kwok keeps alive. It serves
// EC2NodeClass, so that the NodePools of a real cluster work unchanged.
package main

import (
	"os"

	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	"github.com/aws/karpenter-provider-aws/pkg/controllers/nodeclaim/garbagecollection"
	"sigs.k8s.io/karpenter/pkg/cloudprovider/overlay"
	"sigs.k8s.io/karpenter/pkg/controllers"
	"sigs.k8s.io/karpenter/pkg/controllers/state"
	"sigs.k8s.io/karpenter/pkg/operator"
	"sigs.k8s.io/karpenter/pkg/operator/options"
)

func main() {
	ctx, op := operator.NewOperator()
	ec2.CapacityReservationsEnabled = options.FromContext(ctx).FeatureGates.ReservedCapacity
	account := newAccount()
	aws := &provider{client: op.GetClient(), account: account, catalogue: os.Getenv("INSTANCE_TYPES")}
	decorated := overlay.Decorate(aws, op.GetClient(), op.InstanceTypeStore)
	cluster := state.NewCluster(op.Clock, op.GetClient(), decorated)
	op.WithControllers(ctx, controllers.NewControllers(
		ctx, op.Manager, op.Clock, op.GetClient(), op.EventRecorder, decorated, aws, cluster, op.InstanceTypeStore,
	)...).WithControllers(ctx,
		&nodeClasses{op.GetClient(), account},
		// The AWS provider's own: it ends instances whose claim is gone.
		garbagecollection.NewController(op.GetClient(), aws),
	).Start(ctx)
}
