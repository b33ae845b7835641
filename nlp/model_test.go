package nlp_test

import (
	"os"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/relation"
	"github.com/entente-kg/entente/schema"
)

// TestMinConfidence extracts with and without the trained model, and with
// other bounds on confidence.
func TestMinConfidence(t *testing.T) {
	data, err := os.ReadFile("testdata/article.txt")
	if err != nil {
		t.Fatal(err)
	}
	extract := func(o nlp.Options) []schema.Claim {
		t.Helper()
		p, err := nlp.New(o)
		if err != nil {
			t.Fatal(err)
		}
		x, err := p.Extract(t.Context(), article(string(data)))
		if err != nil {
			t.Fatal(err)
		}
		check(t, x)
		return x.Claims
	}
	proposed := func(claims []schema.Claim) (n int) {
		for _, c := range claims {
			if !strings.HasPrefix(c.Evidence.Rule, relation.ModelRule) {
				continue
			}
			n++
			if e := c.Evidence; !e.Sentence.Contains(e.Trigger) || len(e.Marks) < 2 {
				t.Errorf("%s by %s: trigger %v of sentence %v, %d marks", says(c), e.Rule, e.Trigger, e.Sentence.Span, len(e.Marks))
			}
		}
		return n
	}
	for _, o := range []nlp.Options{{NoProposals: true, MinConfidence: 0.05}, {RulesOnly: true}} {
		if n := proposed(extract(o)); n > 0 {
			t.Errorf("nobody wants proposals (%+v): got %d claims of the model", o, n)
		}
	}
	before := 1 << 20
	for _, least := range []float64{0.05, 0.5, 1} {
		claims := extract(nlp.Options{MinConfidence: least})
		if len(claims) > before {
			t.Errorf("least confidence %g: got %d claims, more than the %d of a smaller one", least, len(claims), before)
		}
		before = len(claims)
		for _, c := range claims {
			if c.Evidence.Confidence < least-0.005 {
				t.Errorf("least confidence %g: got %s with %g", least, says(c), c.Evidence.Confidence)
			}
		}
		if n := proposed(claims); least < 0.1 && n == 0 {
			t.Error("least confidence 0.05: the model proposes nothing")
		}
	}
	if before > 0 {
		t.Errorf("nothing is certain: got %d claims of confidence 1", before)
	}
}
