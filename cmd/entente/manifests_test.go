package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v3"
)

// container is what the manifests and the compose file say of one that runs
// entente.
type container struct {
	Image   string
	Args    []string
	Command []string

	Liveness  probe `yaml:"livenessProbe"`
	Readiness probe `yaml:"readinessProbe"`
}

// probe is how Kubernetes asks a container how it is.
type probe struct {
	HTTP struct{ Path, Port string } `yaml:"httpGet"`
}

// manifest is the part of a manifest that the others refer to.
type manifest struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		ScaleTargetRef struct{ Name string } `yaml:"scaleTargetRef"`
		Triggers       []struct {
			Type     string
			Metadata map[string]string
		}
	}
}

// TestManifests checks the shape of the files for Kubernetes and compose: they
// are YAML, name each other rightly, and call verbs with flags that there are.
func TestManifests(t *testing.T) {
	files, err := filepath.Glob("../../examples/kubernetes/*.yaml")
	if err != nil || len(files) < 5 {
		t.Fatalf("got %v, %v", files, err)
	}
	var all []manifest
	runs := 0
	for _, path := range append(files, "../../docker-compose.yml") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		docs := yaml.NewDecoder(bytes.NewReader(data))
		for {
			var doc yaml.Node
			err := docs.Decode(&doc)
			if errors.Is(err, io.EOF) {
				break
			}
			var m manifest
			if err = errors.Join(err, doc.Decode(&m)); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if filepath.Base(path) != "docker-compose.yml" && filepath.Base(path) != "kustomization.yaml" && (m.APIVersion == "" || m.Kind == "" || m.Metadata.Name == "") {
				t.Errorf("%s: a manifest without apiVersion, kind or name: %+v", path, m)
			}
			all = append(all, m)
			for _, c := range containers(&doc) {
				if c.Image == "entente" {
					runs++
					callsVerb(t, path, append(c.Args, c.Command...))
				}
				if filepath.Base(path) == "worker.yaml" && (c.Liveness.HTTP.Path != "/healthz" || c.Readiness.HTTP.Path != "/readyz" || !slices.Contains(c.Args, "--metrics")) {
					t.Errorf("%s: got probes %+v, %+v, want those that --metrics serves", path, c.Liveness, c.Readiness)
				}
				if filepath.Base(path) == "nats.yaml" && (c.Liveness.HTTP.Path == "" || c.Readiness.HTTP.Path == "") {
					t.Errorf("%s: NATS is asked neither whether it lives nor whether it is ready", path)
				}
			}
		}
	}
	if runs != 3 {
		t.Errorf("entente is run by %d containers, want those of the workers, the sweep, and compose", runs)
	}
	for _, m := range all {
		if m.Kind != "ScaledObject" {
			continue
		}
		if !slices.ContainsFunc(all, func(d manifest) bool { return d.Kind == "Deployment" && d.Metadata.Name == m.Spec.ScaleTargetRef.Name }) {
			t.Errorf("the scaler scales %q, which there is not", m.Spec.ScaleTargetRef.Name)
		}
		if tr := m.Spec.Triggers[0]; tr.Metadata["stream"] != "entente" || tr.Metadata["consumer"] != "workers" {
			t.Errorf("the scaler looks at %v, want the stream and the consumer of a queue", tr.Metadata)
		}
	}
}

// containers finds, at any depth, what has an image.
func containers(n *yaml.Node) []container {
	var found []container
	if n.Kind == yaml.MappingNode {
		for i := 0; i < len(n.Content); i += 2 {
			if n.Content[i].Value == "image" {
				var c container
				if n.Decode(&c) == nil {
					found = append(found, c)
				}
			}
		}
	}
	for _, c := range n.Content {
		found = append(found, containers(c)...)
	}
	return found
}

// callsVerb looks whether the program takes arguments.
func callsVerb(t *testing.T, path string, args []string) {
	t.Helper()
	app := newApp(streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard})
	called := false
	for _, c := range app.Commands {
		c.Action = func(c *cli.Context) error { called = !c.Args().Present(); return nil }
	}
	err := app.RunContext(t.Context(), append([]string{"entente"}, args...))
	if err != nil || !called {
		t.Errorf("%s: entente %s: got %v, want a verb with its flags", path, strings.Join(args, " "), err)
	}
}
