// Karpenter is the autoscaler's own core over nodes that kwok keeps alive. It serves EC2NodeClass, so that the
// NodePools of a real cluster work unchanged.
package main

import (
	"os"

	"sigs.k8s.io/controller-runtime/pkg/log"
	kwok "sigs.k8s.io/karpenter/kwok/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/cloudprovider/overlay"
	"sigs.k8s.io/karpenter/pkg/controllers"
	"sigs.k8s.io/karpenter/pkg/controllers/state"
	"sigs.k8s.io/karpenter/pkg/operator"
)

func main() {
	ctx, op := operator.NewOperator()
	instanceTypes, err := kwok.ConstructInstanceTypes(ctx)
	if err == nil {
		err = addEC2Labels(ctx, instanceTypes)
	}
	if err != nil {
		log.FromContext(ctx).Error(err, "cannot read the instance types")
		os.Exit(1)
	}
	provider := &cloudProvider{kwok.NewCloudProvider(ctx, nodeClassClient{op.GetClient()}, instanceTypes)}
	decorated := overlay.Decorate(provider, op.GetClient(), op.InstanceTypeStore)
	cluster := state.NewCluster(op.Clock, op.GetClient(), decorated)
	op.WithControllers(ctx, controllers.NewControllers(
		ctx, op.Manager, op.Clock, op.GetClient(), op.EventRecorder, decorated, provider, cluster, op.InstanceTypeStore,
	)...).WithControllers(ctx, &nodeClassReadiness{op.GetClient()}).Start(ctx)
}
