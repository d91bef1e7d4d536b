// KServe is its controller: the setup of KServe's own cmd/manager, which cannot be told to listen on loopback only.
package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/kserve/kserve/pkg/apis/serving/v1alpha1"
	"github.com/kserve/kserve/pkg/apis/serving/v1beta1"
	"github.com/kserve/kserve/pkg/controller/v1alpha1/inferencegraph"
	"github.com/kserve/kserve/pkg/controller/v1alpha1/trainedmodel"
	"github.com/kserve/kserve/pkg/controller/v1alpha1/trainedmodel/reconcilers/modelconfig"
	"github.com/kserve/kserve/pkg/controller/v1beta1/inferenceservice"
	kservescheme "github.com/kserve/kserve/pkg/scheme"
	"github.com/kserve/kserve/pkg/webhook/admission/pod"
	"github.com/kserve/kserve/pkg/webhook/admission/servingruntime"
	istio "istio.io/api/networking/v1alpha3"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/record"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	metrics "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

const loopback = "127.0.0.1"

func main() {
	healthPort := flag.Int("health-port", 0, "port of /healthz and /readyz")
	metricsPort := flag.Int("metrics-port", 0, "port of /metrics")
	webhookPort := flag.Int("webhook-port", 0, "port of the webhooks")
	flag.Parse()
	ctrl.SetLogger(zap.New())
	istio.VirtualServiceUnmarshaler.AllowUnknownFields = true
	istio.GatewayUnmarshaler.AllowUnknownFields = true

	config := ctrl.GetConfigOrDie()
	mgr := must(ctrl.NewManager(config, ctrl.Options{
		Metrics:                metrics.Options{BindAddress: address(*metricsPort)},
		HealthProbeBindAddress: address(*healthPort),
		WebhookServer:          webhook.NewServer(webhook.Options{Host: loopback, Port: *webhookPort}),
		Cache:                  must(inferenceservice.NewCacheOptions()),
	}))
	check(kservescheme.AddAll(mgr.GetScheme()))
	addControllers(mgr, kubernetes.NewForConfigOrDie(config))
	addWebhooks(mgr, kubernetes.NewForConfigOrDie(config))
	check(mgr.AddHealthzCheck("healthz", mgr.GetWebhookServer().StartedChecker()))
	check(mgr.AddReadyzCheck("readyz", mgr.GetWebhookServer().StartedChecker()))
	check(mgr.Start(ctrl.SetupSignalHandler()))
}

func addControllers(mgr ctrl.Manager, clientset kubernetes.Interface) {
	settings := must(v1beta1.GetInferenceServiceConfigMap(context.Background(), clientset))
	deploy, ingress := must(v1beta1.NewDeployConfig(settings)), must(v1beta1.NewIngressConfig(settings))
	// It keeps the GPU resources of the settings for all controllers.
	must(v1beta1.NewMultiNodeConfig(settings))
	events := record.NewBroadcaster()
	events.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: clientset.CoreV1().Events("")})
	recorder := func(component string) record.EventRecorder {
		return events.NewRecorder(mgr.GetScheme(), corev1.EventSource{Component: component})
	}
	check((&inferenceservice.InferenceServiceReconciler{
		Client: mgr.GetClient(), Clientset: clientset, Log: ctrl.Log.WithName("InferenceService"), Scheme: mgr.GetScheme(),
		Recorder: recorder("v1beta1Controllers"),
	}).SetupWithManager(mgr, deploy, ingress))
	check((&trainedmodel.TrainedModelReconciler{
		Client: mgr.GetClient(), Log: ctrl.Log.WithName("TrainedModel"), Scheme: mgr.GetScheme(),
		Recorder:              recorder("v1beta1Controllers"),
		ModelConfigReconciler: modelconfig.NewModelConfigReconciler(mgr.GetClient(), clientset, mgr.GetScheme()),
	}).SetupWithManager(mgr))
	check((&inferencegraph.InferenceGraphReconciler{
		Client: mgr.GetClient(), Clientset: clientset, Log: ctrl.Log.WithName("InferenceGraph"), Scheme: mgr.GetScheme(),
		Recorder: recorder("InferenceGraphController"),
	}).SetupWithManager(mgr, deploy))
}

func addWebhooks(mgr ctrl.Manager, clientset kubernetes.Interface) {
	const path = "/validate-serving-kserve-io-v1alpha1-"
	decoder := admission.NewDecoder(mgr.GetScheme())
	for at, handler := range map[string]admission.Handler{
		"/mutate-pods":                 &pod.Mutator{Client: mgr.GetClient(), Clientset: clientset, Decoder: decoder},
		path + "servingruntime":        &servingruntime.ServingRuntimeValidator{Client: mgr.GetClient(), Decoder: decoder},
		path + "clusterservingruntime": &servingruntime.ClusterServingRuntimeValidator{Client: mgr.GetClient(), Decoder: decoder},
	} {
		mgr.GetWebhookServer().Register(at, &webhook.Admission{Handler: handler})
	}
	check(ctrl.NewWebhookManagedBy(mgr).For(&v1alpha1.TrainedModel{}).WithValidator(&v1alpha1.TrainedModelValidator{}).Complete())
	check(ctrl.NewWebhookManagedBy(mgr).For(&v1alpha1.InferenceGraph{}).WithValidator(&v1alpha1.InferenceGraphValidator{}).Complete())
	check(ctrl.NewWebhookManagedBy(mgr).For(&v1beta1.InferenceService{}).
		WithDefaulter(&v1beta1.InferenceServiceDefaulter{}).WithValidator(&v1beta1.InferenceServiceValidator{}).Complete())
}

func address(port int) string { return fmt.Sprintf("%s:%d", loopback, port) }

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
