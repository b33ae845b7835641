package telemetry

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// scope names this program as the instrumentation.
const scope = "github.com/entente-kg/entente"

// exporter sends spans in OTLP's JSON encoding (OpenTelemetry protocol 1.x,
// "OTLP/HTTP"). The SDK's own exporter speaks protobuf and brings gRPC with it:
// eight megabytes for what is a few objects here.
type exporter struct {
	url     string
	headers map[string]string
	warn    func(error)
	warned  sync.Once
	client  *http.Client
}

func newExporter(to string, headers map[string]string, warn func(error)) (*exporter, error) {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("traces: %q is no address of a collector; want one such as http://localhost:4318", to)
	}
	if !strings.HasSuffix(u.Path, "/v1/traces") {
		u = u.JoinPath("v1", "traces")
	}
	return &exporter{url: u.String(), headers: headers, warn: warn, client: &http.Client{Timeout: 10 * time.Second}}, nil
}

func describe(verb, version string) *resource.Resource {
	return resource.NewSchemaless(
		attribute.String("service.name", "entente"), attribute.String("service.version", version), attribute.String("entente.verb", verb),
	)
}

// The shapes of OTLP's JSON that are used here; numbers of 64 bits are strings
// in it.
type (
	otlpRequest struct {
		ResourceSpans []otlpResourceSpans `json:"resourceSpans"`
	}
	otlpResourceSpans struct {
		Resource   otlpResource     `json:"resource"`
		ScopeSpans []otlpScopeSpans `json:"scopeSpans"`
	}
	otlpResource struct {
		Attributes []otlpAttribute `json:"attributes"`
	}
	otlpScopeSpans struct {
		Scope otlpScope  `json:"scope"`
		Spans []otlpSpan `json:"spans"`
	}
	otlpScope struct {
		Name string `json:"name"`
	}
	otlpSpan struct {
		TraceID      string          `json:"traceId"`
		SpanID       string          `json:"spanId"`
		ParentSpanID string          `json:"parentSpanId,omitempty"`
		Name         string          `json:"name"`
		Kind         int             `json:"kind"`
		Start        string          `json:"startTimeUnixNano"`
		End          string          `json:"endTimeUnixNano"`
		Attributes   []otlpAttribute `json:"attributes,omitempty"`
		Status       *otlpStatus     `json:"status,omitempty"`
	}
	otlpStatus struct {
		Code    int    `json:"code"` // 2 is an error
		Message string `json:"message,omitempty"`
	}
	otlpAttribute struct {
		Key   string    `json:"key"`
		Value otlpValue `json:"value"`
	}
	otlpValue struct {
		String *string  `json:"stringValue,omitempty"`
		Int    *string  `json:"intValue,omitempty"`
		Bool   *bool    `json:"boolValue,omitempty"`
		Double *float64 `json:"doubleValue,omitempty"`
	}
)

// ExportSpans sends a batch. What the collector does not take is lost: a run
// never waits for its traces.
func (e *exporter) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	if len(spans) == 0 {
		return nil
	}
	err := e.send(ctx, encode(spans))
	if err != nil && e.warn != nil {
		e.warned.Do(func() { e.warn(fmt.Errorf("traces: %w; spans are lost, the run goes on", err)) })
	}
	return nil // the SDK would print it for every batch
}

// Shutdown has nothing to end: each batch is a request of its own.
func (e *exporter) Shutdown(context.Context) error { return nil }

func (e *exporter) send(ctx context.Context, r otlpRequest) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	for k, v := range e.headers {
		req.Header.Set(k, v)
	}
	resp, err := e.client.Do(req)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if resp.StatusCode/100 != 2 {
		err = fmt.Errorf("%s answered %s", e.url, resp.Status)
	}
	return errors.Join(err, resp.Body.Close())
}

// encode puts the spans of one provider, which have one resource and scope,
// into a request.
func encode(spans []sdk.ReadOnlySpan) otlpRequest {
	out := otlpScopeSpans{Scope: otlpScope{scope}}
	for _, s := range spans {
		out.Spans = append(out.Spans, encodeSpan(s))
	}
	return otlpRequest{[]otlpResourceSpans{{otlpResource{attributes(spans[0].Resource().Attributes())}, []otlpScopeSpans{out}}}}
}

func encodeSpan(s sdk.ReadOnlySpan) otlpSpan {
	id, span := s.SpanContext().TraceID(), s.SpanContext().SpanID()
	o := otlpSpan{
		TraceID: hex.EncodeToString(id[:]), SpanID: hex.EncodeToString(span[:]), Name: s.Name(), Kind: int(trace.SpanKindInternal),
		Start: nanoseconds(s.StartTime()), End: nanoseconds(s.EndTime()), Attributes: attributes(s.Attributes()),
	}
	if p := s.Parent().SpanID(); p.IsValid() {
		o.ParentSpanID = hex.EncodeToString(p[:])
	}
	if s.Status().Code == codes.Error {
		o.Status = &otlpStatus{2, s.Status().Description}
	}
	return o
}

func nanoseconds(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }

func attributes(kvs []attribute.KeyValue) []otlpAttribute {
	out := make([]otlpAttribute, 0, len(kvs))
	for _, kv := range kvs {
		out = append(out, otlpAttribute{string(kv.Key), value(kv.Value)})
	}
	return out
}

func value(v attribute.Value) otlpValue {
	switch v.Type() {
	case attribute.BOOL:
		b := v.AsBool()
		return otlpValue{Bool: &b}
	case attribute.INT64:
		n := strconv.FormatInt(v.AsInt64(), 10)
		return otlpValue{Int: &n}
	case attribute.FLOAT64:
		f := v.AsFloat64()
		return otlpValue{Double: &f}
	}
	s := v.Emit()
	return otlpValue{String: &s}
}
