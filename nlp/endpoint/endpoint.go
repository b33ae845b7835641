// Package endpoint extracts claims by asking a language model behind an
// OpenAI-compatible endpoint (a hosted service, Ollama, vLLM), and believes
// nothing that it cannot find in the text.
//
// The model proposes; this package checks. A claim is dropped, and counted,
// unless its relation is known, its evidence stands word for word in the text,
// and each of its parties is named there and is an actor whom the linker
// knows. What is left has the form of every other claim, with the rule
// "endpoint:MODEL".
//
// Texts are sent to the endpoint: nothing in this package runs unless a user
// asks for it.
package endpoint

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
	openai "github.com/sashabaranov/go-openai"
)

// ErrBudget is wrapped by the errors of articles that are not asked about
// because the budget is spent.
var ErrBudget = errors.New("the budget of tokens is spent")

// Options for an extractor.
type Options struct {
	BaseURL string        // "http://localhost:11434/v1"; "" is the service that the protocol is named after
	Key     string        // sent as a bearer token, if any
	Model   string        // as the endpoint names it
	Budget  int           // tokens, asked and answered together; 0 for no bound
	Cache   string        // folder of answers, "" for none: an interrupted run goes on where it was
	Retries int           // how often a failed request is repeated, 4 when 0
	Timeout time.Duration // of one request, 2 minutes when 0
	// Confidence is what its claims are given, 0 to 1; 0.6 when 0. Models'
	// own figures are not calibrated and are not asked for.
	Confidence float64
}

// Extractor asks the endpoint. It is safe for concurrent use.
type Extractor struct {
	pipeline *nlp.Pipeline
	options  Options
	client   *openai.Client
	prompt   string // the system's message

	mu     sync.Mutex
	spent  int // tokens
	report Report
}

// Report is what a run of an extractor came to.
type Report struct {
	Asked, Cached int            // requests sent; answers taken from the cache
	Tokens        int            // asked and answered
	Claims        int            // that passed the checks
	Dropped       map[string]int // reason → claims that did not
}

// New returns an extractor that names actors by the pipeline's linker.
func New(p *nlp.Pipeline, o Options) (*Extractor, error) {
	if o.Model == "" {
		return nil, errors.New("an endpoint needs the name of a model")
	}
	o.Retries = cmp.Or(o.Retries, 4)
	o.Timeout = cmp.Or(o.Timeout, 2*time.Minute)
	o.Confidence = cmp.Or(o.Confidence, 0.6)
	config := openai.DefaultConfig(o.Key)
	config.BaseURL = cmp.Or(o.BaseURL, config.BaseURL)
	config.HTTPClient = bounded{&http.Client{Timeout: o.Timeout}}
	return &Extractor{
		pipeline: p, options: o, client: openai.NewClientWithConfig(config), prompt: instructions(p.Relations),
		report: Report{Dropped: map[string]int{}},
	}, nil
}

// Version names what the extractions depend on, as Pipeline.Version does.
func (x *Extractor) Version() (string, error) {
	rules, err := x.pipeline.Version()
	return rules + "+endpoint:" + x.options.Model + "-" + schema.Hash(x.prompt)[:8], err
}

// Report returns the sums so far.
func (x *Extractor) Report() Report {
	x.mu.Lock()
	defer x.mu.Unlock()
	r := x.report
	r.Tokens, r.Dropped = x.spent, maps.Clone(x.report.Dropped)
	return r
}

// Extract returns what the endpoint says of an article, checked. Long articles
// are asked about in pieces of whole sentences.
func (x *Extractor) Extract(ctx context.Context, a schema.Article) (schema.Extraction, error) {
	d, err := x.pipeline.Analyse(ctx, a)
	if err != nil {
		return schema.Extraction{}, err
	}
	d.Claims = nil
	for _, piece := range pieces(d, maxPiece) {
		answer, err := x.ask(ctx, piece.Of(a.Text))
		if err != nil {
			return schema.Extraction{}, fmt.Errorf("ask %s: %w", x.options.Model, err)
		}
		c := checker{d, x.pipeline.Relations, piece, "endpoint:" + x.options.Model, x.options.Confidence}
		for _, proposal := range answer.Claims {
			claim, reason := c.check(proposal)
			if reason == "" && slices.ContainsFunc(d.Claims, func(old schema.Claim) bool { return old.ID == claim.ID }) {
				reason = "said twice"
			}
			x.count(reason)
			if reason == "" {
				d.Claims = append(d.Claims, claim)
			}
		}
	}
	slices.SortStableFunc(d.Claims, func(a, b schema.Claim) int {
		return cmp.Or(a.Evidence.Trigger.Start-b.Evidence.Trigger.Start, cmp.Compare(a.ID, b.ID))
	})
	return nlp.Sum(d), nil
}

func (x *Extractor) count(dropped string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if dropped == "" {
		x.report.Claims++
	} else {
		x.report.Dropped[dropped]++
	}
}
