package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entente-kg/entente/internal/telemetry"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// telemetryFlags show a long run from outside.
func telemetryFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "metrics", Usage: "serve /metrics (Prometheus), /healthz, /readyz and, to this machine only, /debug/pprof/ at this address, such as 127.0.0.1:9464"},
		&cli.StringFlag{Name: "traces", Usage: "send traces to this collector of OpenTelemetry (OTLP over HTTP), such as http://localhost:4318", EnvVars: []string{"OTEL_EXPORTER_OTLP_ENDPOINT"}},
	}
}

// newTelemetry is the one that the flags ask for; ready says whether work can
// be done now.
func newTelemetry(c *cli.Context, w io.Writer, ready func(context.Context) error) (*telemetry.Telemetry, error) {
	headers, err := headersFrom(os.Getenv("OTEL_EXPORTER_OTLP_HEADERS"))
	if err != nil {
		return nil, err
	}
	t, err := telemetry.Start(telemetry.Options{
		Listen: c.String("metrics"), Traces: c.String("traces"), Headers: headers, Verb: c.Command.Name, Version: version, Ready: ready,
		Warn: func(err error) { fmt.Fprintf(w, "entente: %s\n", plain(err.Error())) },
	})
	if err == nil && t.Addr() != "" && !c.Bool("quiet") {
		fmt.Fprintf(w, "metrics at http://%s/metrics\n", t.Addr())
	}
	return t, err
}

// headersFrom reads "key=value,key=value", as OpenTelemetry has it.
func headersFrom(list string) (map[string]string, error) {
	out := map[string]string{}
	for pair := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		k, v, ok := strings.Cut(pair, "=")
		if !ok { // the value may be a secret: it is not repeated
			return nil, usage("OTEL_EXPORTER_OTLP_HEADERS=key=value,key=value", "OTEL_EXPORTER_OTLP_HEADERS has a part without =")
		}
		out[strings.TrimSpace(k)] = strings.TrimSpace(v)
	}
	return out, nil
}

// watched is an extractor whose articles t shows.
func watched(t *telemetry.Telemetry, extract func(context.Context, read.Document) (schema.Extraction, error)) func(context.Context, read.Document) (schema.Extraction, error) {
	if t == nil {
		return extract
	}
	return func(ctx context.Context, d read.Document) (x schema.Extraction, err error) {
		ctx, done := t.Article(ctx, d.Key)
		defer func() { done(err) }()
		return extract(ctx, d)
	}
}
