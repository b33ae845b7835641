package token

import (
	"strings"
	"testing"

	"github.com/jdkato/prose/v2"
)

// These tests pin the faults of prose that this package works around. If one
// fails after an update, the work-around may go.

func TestProseSharesTokens(t *testing.T) {
	d, err := prose.NewDocument("Trump met Trump", prose.WithExtraction(false), prose.WithSegmentation(false))
	if err != nil {
		t.Fatal(err)
	}
	// Tokens of equal text are one value inside of prose, so a tag given to
	// the second is found on the first; the copies handed out have no offset
	// that would tell them apart.
	toks := d.Tokens()
	if len(toks) != 3 || toks[0] != toks[2] {
		t.Errorf("got %v, want the first and the third token to be alike", toks)
	}
}

func TestProseDropsTheLastName(t *testing.T) {
	d, err := prose.NewDocument("The minister flew to Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range d.Entities() {
		if e.Text == "Paris" {
			t.Errorf("prose now finds the name at the end of a text: %v", d.Entities())
		}
	}
}

func TestProseLosesText(t *testing.T) {
	tokens, err := proseTokens(`"We don't," he said`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, tok := range tokens {
		got = append(got, tok.Text)
	}
	if s := strings.Join(got, " "); s != `" We do he said` {
		t.Errorf("prose no longer loses what follows a contraction: %q", s)
	}
}

func TestProsePanics(t *testing.T) {
	if _, err := proseTokens("Ⱥ\xff's "); err == nil {
		t.Error("prose no longer panics on a letter whose lower case is longer")
	}
}

func TestRecoverOffsets(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{"Trump met Trump.", "Trump|met|Trump|."},
		{"“We don’t,” he said", "“|We|do|n’t,” he|said"},
		{"Russia&rsquo;s move", "Russia|&rsquo;s|move"},
		{"Moscow (Kyiv) \tsaid", "Moscow|(|Kyiv|)|said"},
	} {
		tokens, err := proseTokens(c.given)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		from := 0
		recoverOffsets(c.given, tokens, func(end int) {
			got = append(got, strings.TrimSpace(c.given[from:end]))
			from = end
		})
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("given %q\n got %q\nwant %q", c.given, s, c.want)
		}
	}
}

// BenchmarkProse is the peer of BenchmarkSentences and of the tagger: prose's
// sentences, tokens and tags on the same text, with its model kept.
func BenchmarkProse(b *testing.B) {
	first, err := prose.NewDocument(benchText, prose.WithExtraction(false))
	if err != nil {
		b.Fatal(err)
	}
	n := len(first.Tokens())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := prose.NewDocument(benchText, prose.WithExtraction(false), prose.UsingModel(first.Model)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
