package endpoint_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/endpoint"
	"github.com/entente-kg/entente/schema"
)

const text = "Kenya condemned Ghana on Monday. Chadian President Mahamat Deby met Mali's foreign minister in Bamako."

var article = schema.Article{ID: "article:x", Key: "x", Text: text, Published: schema.Date{Value: "2025-03-12", Precision: schema.Day}}

// server answers every request by the next of the answers, the last for good.
// An answer may be a status, or none at all: "hang".
func server(t *testing.T, answers ...string) (url string, asked *atomic.Int64) {
	t.Helper()
	asked = &atomic.Int64{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int(asked.Add(1))
		if got := r.URL.Path; got != "/v1/chat/completions" {
			t.Errorf("got path %s", got)
		}
		a := answers[min(n, len(answers))-1]
		if a == "hang" {
			_, _ = io.Copy(io.Discard, r.Body) // else the server does not see that the client has gone
			<-r.Context().Done()
			return
		}
		var status int
		if _, err := fmt.Sscanf(a, "status %d", &status); err == nil {
			w.WriteHeader(status)
			fmt.Fprint(w, `{"error": {"message": "no"}}`)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": a}}},
			"usage":   map[string]any{"total_tokens": 1000},
		})
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1", asked
}

func claims(list ...string) string { return `{"claims": [` + strings.Join(list, ",") + `]}` }

// proposal is a claim as a model might write it.
func proposal(relation, actor, recipient, modality, evidence string) string {
	quoted := func(s string) string {
		if s == "" {
			return "[]"
		}
		b, _ := json.Marshal(strings.Split(s, "+"))
		return string(b)
	}
	return fmt.Sprintf(`{"relation": %q, "actor": %s, "recipient": %s, "theme": [], "mediator": [], "polarity": "affirmed", "modality": %q, "speaker": "", "evidence": %q}`,
		relation, quoted(actor), quoted(recipient), modality, evidence)
}

func pipeline(t *testing.T) *nlp.Pipeline {
	t.Helper()
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestExtractChecksEveryClaim(t *testing.T) {
	p := pipeline(t)
	tests := []struct {
		name, proposal string
		want           string // the claim, or why it is dropped
	}{
		{"said in the text", proposal("CONDEMNS", "Kenya", "Ghana", "asserted", "Kenya condemned Ghana"), "state:KEN CONDEMNS state:GHA 2025-03-10"},
		{"a party that the text does not name", proposal("CONDEMNS", "Kenya", "Togo", "asserted", "Kenya condemned Ghana"), "a party is not in the text"},
		{"evidence in other words", proposal("CONDEMNS", "Kenya", "Ghana", "asserted", "Kenya has condemned Ghana"), "the evidence is not in the text"},
		{"a relation of its own", proposal("LOVES", "Kenya", "Ghana", "asserted", "Kenya condemned Ghana"), "unknown relation"},
		{"a modality of its own", proposal("CONDEMNS", "Kenya", "Ghana", "maybe", "Kenya condemned Ghana"), "unknown polarity or modality"},
		{"words that are no actor", proposal("CONDEMNS", "Kenya", "on", "asserted", "Kenya condemned Ghana"), "a party is no actor known by that name"},
		{"half a word", proposal("CONDEMNS", "Keny", "Ghana", "asserted", "Kenya condemned Ghana"), "a party is not in the text"},
		{"nobody on the other side", proposal("CONDEMNS", "Kenya", "", "asserted", "Kenya condemned Ghana"), "a role is empty or of the wrong kind"},
		{"both sides the same", proposal("CONDEMNS", "Kenya", "Kenya", "asserted", "Kenya condemned Ghana"), "a role is empty or of the wrong kind"},
		{"one party of two", proposal("MEETS_WITH", "Mahamat Deby", "", "asserted", "Mahamat Deby met"), "a role is empty or of the wrong kind"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			url, _ := server(t, claims(tt.proposal))
			x, err := endpoint.New(p, endpoint.Options{BaseURL: url, Model: "test"})
			if err != nil {
				t.Fatal(err)
			}
			got, err := x.Extract(t.Context(), article)
			if err != nil {
				t.Fatal(err)
			}
			said := fmt.Sprint(x.Report().Dropped)
			for _, c := range got.Claims {
				said = strings.Join([]string{strings.Join(c.Actor, "+"), c.Relation, strings.Join(c.Recipient, "+"), c.Date.Value}, " ")
				if c.Evidence.Rule != "endpoint:test" || c.Evidence.Quote.Of(text) != c.Evidence.Quote.Text || c.Evidence.Sentence.Text != "Kenya condemned Ghana on Monday." {
					t.Errorf("got evidence %+v", c.Evidence)
				}
			}
			if !strings.Contains(said, tt.want) {
				t.Errorf("got %s, want %q", said, tt.want)
			}
		})
	}
}

func TestRetriesWhatMayPass(t *testing.T) {
	p := pipeline(t)
	good := claims(proposal("CONDEMNS", "Kenya", "Ghana", "asserted", "Kenya condemned Ghana"))
	tests := []struct {
		name    string
		answers []string
		asked   int64
		fails   bool
	}{
		{"too many requests", []string{"status 429", good}, 2, false},
		{"a server's error", []string{"status 503", "status 500", good}, 3, false},
		{"prose instead of JSON", []string{"I am sorry.", "```json\n" + good + "\n```"}, 2, false},
		{"a wrong key", []string{"status 401", good}, 1, true},
		{"no JSON for good", []string{"I am sorry."}, 3, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			url, asked := server(t, tt.answers...)
			x, err := endpoint.New(p, endpoint.Options{BaseURL: url, Model: "test", Retries: 2})
			if err != nil {
				t.Fatal(err)
			}
			got, err := x.Extract(t.Context(), article)
			if (err != nil) != tt.fails || asked.Load() != tt.asked || !tt.fails && len(got.Claims) != 1 {
				t.Errorf("got %d claims, error %v after %d requests; want %d requests, failure %v", len(got.Claims), err, asked.Load(), tt.asked, tt.fails)
			}
		})
	}
}

func TestCacheAndBudget(t *testing.T) {
	p := pipeline(t)
	url, asked := server(t, claims(proposal("CONDEMNS", "Kenya", "Ghana", "asserted", "Kenya condemned Ghana")))
	cache := t.TempDir()
	o := endpoint.Options{BaseURL: url, Model: "test", Cache: cache, Budget: 4000}
	x, err := endpoint.New(p, o)
	if err != nil {
		t.Fatal(err)
	}
	other := article
	for i := range 3 { // about 3,000 tokens of instructions each: the second finds the budget spent
		other.Text = fmt.Sprintf("%s Part %d.", text, i)
		if _, err = x.Extract(t.Context(), other); err != nil {
			break
		}
	}
	if !errors.Is(err, endpoint.ErrBudget) {
		t.Errorf("got %v, want %v", err, endpoint.ErrBudget)
	}
	before := asked.Load()
	again, err := endpoint.New(p, o)
	if err != nil {
		t.Fatal(err)
	}
	other.Text = text + " Part 0."
	got, err := again.Extract(t.Context(), other)
	if err != nil || len(got.Claims) != 1 || asked.Load() != before || again.Report().Cached != 1 {
		t.Errorf("got %d claims, error %v, %d new requests, %+v; want 1 from the cache", len(got.Claims), err, asked.Load()-before, again.Report())
	}
}

func TestNewNeedsAModel(t *testing.T) {
	if _, err := endpoint.New(nil, endpoint.Options{}); err == nil {
		t.Error("got no error")
	}
}

// Whose fault it is that there is no answer: the article's, the endpoint's for
// a while, or that of what it was told.
func TestWhoseFault(t *testing.T) {
	p := pipeline(t)
	good := claims()
	tests := []struct {
		name    string
		answers []string
		want    error // nil: the article's
	}{
		{"too many requests", []string{"status 429"}, endpoint.ErrAway},
		{"busy", []string{"status 503"}, endpoint.ErrAway},
		{"broken for all", []string{"status 500"}, endpoint.ErrAway},
		{"broken for one", []string{"status 500", "status 500", good}, nil},
		{"a wrong key", []string{"status 401"}, endpoint.ErrRefused},
		{"an unknown model", []string{"status 404"}, endpoint.ErrRefused},
		{"too long a text", []string{"status 400", good}, nil},
		{"a model that can't answer in JSON", []string{"I am sorry."}, nil},
		{"no answer for all", []string{"hang"}, endpoint.ErrAway},
		{"no answer for one", []string{"hang", "hang", good}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, _ := server(t, tt.answers...)
			x, err := endpoint.New(p, endpoint.Options{BaseURL: url, Model: "test", Retries: 1, Timeout: 300 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			_, err = x.Extract(t.Context(), article)
			away, refused := errors.Is(err, endpoint.ErrAway), errors.Is(err, endpoint.ErrRefused)
			if err == nil || away != errors.Is(tt.want, endpoint.ErrAway) || refused != errors.Is(tt.want, endpoint.ErrRefused) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	x, err := endpoint.New(p, endpoint.Options{BaseURL: "http://127.0.0.1:1/v1", Model: "test", Retries: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = x.Extract(t.Context(), article); !errors.Is(err, endpoint.ErrAway) {
		t.Errorf("nobody listens: got %v, want %v", err, endpoint.ErrAway)
	}
	// An article's time that ends while an endpoint is broken is no fault of its.
	url, _ := server(t, "status 500")
	if x, err = endpoint.New(p, endpoint.Options{BaseURL: url, Model: "test"}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err = x.Extract(ctx, article); !errors.Is(err, endpoint.ErrAway) {
		t.Errorf("out of time: got %v, want %v", err, endpoint.ErrAway)
	}
}
