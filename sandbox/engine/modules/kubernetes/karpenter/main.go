// Karpenter is the autoscaler's own core over Nodes that kwok keeps alive. It serves EC2NodeClass, so that the
// NodePools of a real cluster work unchanged.
package main

import (
	"os"

	"github.com/samber/lo"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/karpenter/pkg/cloudprovider/overlay"
	"sigs.k8s.io/karpenter/pkg/controllers"
	"sigs.k8s.io/karpenter/pkg/controllers/state"
	"sigs.k8s.io/karpenter/pkg/operator"
)

func main() {
	ctx, op := operator.NewOperator()
	cloud := lo.Must(client.New(lo.Must(clientcmd.BuildConfigFromFlags("", os.Getenv("NODES_KUBECONFIG"))), client.Options{}))
	aws := &provider{client: op.GetClient(), cloud: cloud, catalogue: os.Getenv("INSTANCE_TYPES")}
	decorated := overlay.Decorate(aws, op.GetClient(), op.InstanceTypeStore)
	cluster := state.NewCluster(op.Clock, op.GetClient(), decorated)
	op.WithControllers(ctx, controllers.NewControllers(
		ctx, op.Manager, op.Clock, op.GetClient(), op.EventRecorder, decorated, aws, cluster, op.InstanceTypeStore,
	)...).WithControllers(ctx, &nodeClassReadiness{op.GetClient()}).Start(ctx)
}
