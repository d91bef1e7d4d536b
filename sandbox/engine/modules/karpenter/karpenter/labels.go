package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/samber/lo"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/karpenter/kwok/options"
	"sigs.k8s.io/karpenter/pkg/cloudprovider"
	"sigs.k8s.io/karpenter/pkg/scheduling"
)

// addEC2Labels gives the instance types the labels that NodePools select by, for example
// karpenter.k8s.aws/instance-gpu-count: the field `labels` of the instance types' file, which kwok's provider ignores.
func addEC2Labels(ctx context.Context, instanceTypes []*cloudprovider.InstanceType) error {
	path := options.FromContext(ctx).InstanceTypesFilePath
	if path == "" {
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var described []struct {
		Name   string            `json:"name"`
		Labels map[string]string `json:"labels"`
	}
	if err := json.Unmarshal(content, &described); err != nil {
		return err
	}
	byName := lo.KeyBy(instanceTypes, func(t *cloudprovider.InstanceType) string { return t.Name })
	for _, one := range described {
		for label, value := range one.Labels {
			byName[one.Name].Requirements.Add(scheduling.NewRequirement(label, corev1.NodeSelectorOpIn, value))
		}
	}
	return nil
}
