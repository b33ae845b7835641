// Package telemetry shows a run from outside while it is at work: metrics for
// Prometheus, traces for any collector of OpenTelemetry, whether it is alive
// and ready, and profiles. Nothing of it is on unless asked for, and a nil
// Telemetry does nothing, so that callers need not ask.
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// Options say what is shown, and where.
type Options struct {
	// Listen is the address of /metrics, /healthz, /readyz and, for callers on
	// this machine, /debug/pprof/: "127.0.0.1:9464"; "" for none.
	Listen string
	// Traces is the address of a collector that takes OTLP over HTTP, such as
	// "http://localhost:4318"; "" for none.
	Traces string
	// Headers go with every batch of spans, such as a token.
	Headers map[string]string
	// Verb and Version name the program in metrics and traces.
	Verb, Version string
	// Ready reports whether work can be done now; nil means always.
	Ready func(context.Context) error
	// Warn is told of spans that the collector did not take; nil for nobody.
	Warn func(error)
}

// Telemetry is what one run shows.
type Telemetry struct {
	*metrics
	tracer trace.Tracer
	server *http.Server
	addr   net.Addr
	spans  *sdk.TracerProvider
	failed chan error
}

// Start begins to show a run. It returns nil, which is good for use, where
// nothing was asked for.
func Start(o Options) (*Telemetry, error) {
	if o.Listen == "" && o.Traces == "" {
		return nil, nil //nolint:nilnil // a nil Telemetry works
	}
	t := &Telemetry{metrics: newMetrics(), tracer: noop.NewTracerProvider().Tracer("")}
	t.gauge(fmt.Sprintf("entente_build_info{version=%q,verb=%q}", o.Version, o.Verb), func() float64 { return 1 })
	if o.Traces != "" {
		e, err := newExporter(o.Traces, o.Headers, o.Warn)
		if err != nil {
			return nil, err
		}
		t.spans = sdk.NewTracerProvider(sdk.WithBatcher(e), sdk.WithResource(describe(o.Verb, o.Version)))
		t.tracer = t.spans.Tracer(scope)
	}
	if o.Listen != "" {
		if err := t.listen(o); err != nil {
			return nil, errors.Join(err, t.Close())
		}
	}
	return t, nil
}

// listen starts the server.
func (t *Telemetry) listen(o Options) error {
	l, err := net.Listen("tcp", o.Listen) //nolint:noctx // it lives as long as the run
	if err != nil {
		return fmt.Errorf("metrics: %w; name a free address, such as 127.0.0.1:9464", err)
	}
	t.addr = l.Addr()
	t.server = &http.Server{Handler: t.handler(o.Ready), ReadHeaderTimeout: 5 * time.Second}
	t.failed = make(chan error, 1)
	go func() {
		if err := t.server.Serve(l); errors.Is(err, http.ErrServerClosed) {
			t.failed <- nil
		} else {
			t.failed <- fmt.Errorf("metrics: %w", err)
		}
	}()
	return nil
}

// Addr is where the server listens, or "".
func (t *Telemetry) Addr() string {
	if t == nil || t.addr == nil {
		return ""
	}
	return t.addr.String()
}

// Close sends the last spans and ends the server. It waits a few seconds at
// most for each: a collector or caller that takes longer goes without, and the
// run that was shown is no worse for it.
func (t *Telemetry) Close() error {
	if t == nil {
		return nil
	}
	var errs []error
	if t.spans != nil {
		errs = append(errs, inTime(t.spans.Shutdown))
	}
	if t.server != nil {
		errs = append(errs, inTime(t.server.Shutdown), t.server.Close(), <-t.failed)
	}
	return errors.Join(errs...)
}

// inTime gives an end a few seconds.
func inTime(shutdown func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// Count adds to a counter, such as entente_articles_total{outcome="new"}.
func (t *Telemetry) Count(name string, n int) {
	if t != nil && n > 0 {
		t.add(name, float64(n))
	}
}

// Gauge shows what f returns at the time of asking.
func (t *Telemetry) Gauge(name string, f func() float64) {
	if t != nil {
		t.gauge(name, f)
	}
}
