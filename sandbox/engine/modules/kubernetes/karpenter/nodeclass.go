package main

import (
	"context"
	"errors"
	"time"

	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	"github.com/samber/lo"
	controllerruntime "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// lookAgain is how often an account is asked for what a class selects.
const lookAgain = 10 * time.Second

// assumed are the conditions of what nobody looks up in the sandbox.
var assumed = []string{ec2.ConditionTypeAMIsReady, ec2.ConditionTypeValidationSucceeded}

// nodeClasses looks up what an EC2NodeClass selects in the emulated account, and says whether it is ready.
type nodeClasses struct {
	client  client.Client
	account *account
}

func (r *nodeClasses) Register(_ context.Context, m manager.Manager) error {
	return controllerruntime.NewControllerManagedBy(m).Named("nodeclass").For(&ec2.EC2NodeClass{}).Complete(r)
}

func (r *nodeClasses) Reconcile(ctx context.Context, request reconcile.Request) (reconcile.Result, error) {
	class := &ec2.EC2NodeClass{}
	if err := r.client.Get(ctx, request.NamespacedName, class); err != nil {
		return reconcile.Result{}, client.IgnoreNotFound(err)
	}
	before := class.DeepCopy()
	if err := r.lookUp(ctx, class); err != nil {
		return reconcile.Result{}, err
	}
	err := r.client.Status().Patch(ctx, class, client.MergeFrom(before))
	return reconcile.Result{RequeueAfter: lookAgain}, client.IgnoreNotFound(err)
}

func (r *nodeClasses) lookUp(ctx context.Context, class *ec2.EC2NodeClass) error {
	subnets, noSubnets := r.account.subnets(ctx, class.Spec.SubnetSelectorTerms)
	groups, noGroups := r.account.securityGroups(ctx, class.Spec.SecurityGroupSelectorTerms)
	reserved, noReservations := r.account.reservations(ctx, class.Spec.CapacityReservationSelectorTerms)
	placed, noPlacement := r.account.placementGroup(ctx, class.Spec.PlacementGroupSelector)
	if err := errors.Join(noSubnets, noGroups, noReservations, noPlacement); err != nil {
		return err
	}
	class.Status.Subnets, class.Status.SecurityGroups = subnets, groups
	class.Status.CapacityReservations = nil
	for _, one := range reserved {
		described, err := one.described()
		if err != nil {
			return err
		}
		class.Status.CapacityReservations = append(class.Status.CapacityReservations, described)
	}
	class.Status.InstanceProfile = lo.FromPtr(class.Spec.InstanceProfile)
	conditions := class.StatusConditions()
	say := func(condition string, found bool, reason, message string) {
		if found {
			conditions.SetTrue(condition)
		} else {
			conditions.SetFalse(condition, reason, message)
		}
	}
	say(ec2.ConditionTypeSubnetsReady, len(subnets) > 0, "SubnetsNotFound", "SubnetSelector did not match any Subnets")
	say(ec2.ConditionTypeSecurityGroupsReady, len(groups) > 0, "SecurityGroupsNotFound", "SecurityGroupSelector did not match any SecurityGroups")
	say(ec2.ConditionTypePlacementGroupReady, placed != "" || class.Spec.PlacementGroupSelector == nil, "PlacementGroupNotFound", "Placement group not found")
	say(ec2.ConditionTypeInstanceProfileReady, class.Status.InstanceProfile != "", "NoInstanceProfile", "The sandbox makes no profile for a role: set instanceProfile")
	for _, condition := range append(assumed, lo.Ternary(ec2.CapacityReservationsEnabled, []string{ec2.ConditionTypeCapacityReservationsReady}, nil)...) {
		conditions.SetTrue(condition)
	}
	return nil
}
