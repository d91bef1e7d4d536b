package main

import (
	"context"

	ec2 "github.com/aws/karpenter-provider-aws/pkg/apis/v1"
	"github.com/awslabs/operatorpkg/status"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/karpenter/kwok/apis/v1alpha1"
	kwok "sigs.k8s.io/karpenter/kwok/cloudprovider"
)

// cloudProvider is kwok's, for EC2NodeClass.
type cloudProvider struct{ *kwok.CloudProvider }

func (*cloudProvider) Name() string { return "aws" }

func (*cloudProvider) GetSupportedNodeClasses() []status.Object {
	return []status.Object{&ec2.EC2NodeClass{}}
}

// nodeClassClient answers kwok's provider, which asks for a class of its own kind, with the EC2NodeClass of that name.
type nodeClassClient struct{ client.Client }

func (c nodeClassClient) Get(ctx context.Context, key client.ObjectKey, object client.Object, options ...client.GetOption) error {
	asked, ok := object.(*v1alpha1.KWOKNodeClass)
	if !ok {
		return c.Client.Get(ctx, key, object, options...)
	}
	class := &ec2.EC2NodeClass{}
	if err := c.Client.Get(ctx, key, class, options...); err != nil {
		return err
	}
	asked.ObjectMeta = class.ObjectMeta
	asked.SetConditions(class.GetConditions())
	return nil
}
