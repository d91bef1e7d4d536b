package main

import (
	"context"

	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	controllerruntime "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

var conditions = []string{
	ec2.ConditionTypeSubnetsReady,
	ec2.ConditionTypeSecurityGroupsReady,
	ec2.ConditionTypeAMIsReady,
	ec2.ConditionTypeInstanceProfileReady,
	ec2.ConditionTypeValidationSucceeded,
	ec2.ConditionTypePlacementGroupReady,
}

// nodeClassReadiness says that every EC2NodeClass is ready: nothing in the sandbox looks its parts up.
type nodeClassReadiness struct{ client client.Client }

func (r *nodeClassReadiness) Register(_ context.Context, m manager.Manager) error {
	return controllerruntime.NewControllerManagedBy(m).Named("nodeclass.readiness").For(&ec2.EC2NodeClass{}).Complete(r)
}

func (r *nodeClassReadiness) Reconcile(ctx context.Context, request reconcile.Request) (reconcile.Result, error) {
	class := &ec2.EC2NodeClass{}
	if err := r.client.Get(ctx, request.NamespacedName, class); err != nil {
		return reconcile.Result{}, client.IgnoreNotFound(err)
	}
	before := class.DeepCopy()
	for _, condition := range conditions {
		class.StatusConditions().SetTrue(condition)
	}
	return reconcile.Result{}, client.IgnoreNotFound(r.client.Status().Patch(ctx, class, client.MergeFrom(before)))
}
