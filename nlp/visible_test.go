package nlp_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// TestUnseenCharacters reads a text twice: plain, and with invisible and
// typographic characters strewn into its words.
func TestUnseenCharacters(t *testing.T) {
	p := load(t)
	const plain = "Russia's Vladimir Putin met Xi Jinping in Beijing. Iran condemned the office of Israel."
	for _, c := range []struct{ name, given string }{
		{"soft hyphens", "Rus\u00adsia's Vladi\u00admir Putin met Xi Jin\u00adping in Bei\u00adjing. Iran con\u00addemned the of\u00adfice of Is\u00adrael."},
		{"zero-width spaces", "Russia's Vladi\u200bmir Putin met Xi\u200b Jinping in\u200b Beijing. Iran\u200b condem\u200bned the office of Israel\u200b."},
		{"joiners", "Rus\u200dsia's Vladi\u200cmir Pu\u2060tin met Xi Jinping in Beijing. I\u200dran condemned the office of Israel."},
		{"marks of direction", "\u200eRussia\u200e's Vladimir Putin met \u202aXi Jinping\u202c in Beijing\u200f. \u2066Iran\u2069 condemned the office of Israel."},
		{"byte order marks", "\ufeffRussia's Vladimir \ufeffPutin met Xi Jinping in Beijing. Iran condemned the office of Israel.\ufeff"},
		{"full width", "Ｒｕｓｓｉａ's Vladimir Putin met Xi Jinping in Beijing. Ｉｒａｎ condemned the office of Israel."},
		{"ligatures", "Russia's Vladimir Putin met Xi Jinping in Beijing. Iran condemned the o\ufb03ce of Israel."},
		{"typographic quotes", "Russia’s Vladimir Putin met Xi Jinping in Beijing. Iran condemned the office of Israel."},
		{"no-break spaces", "Russia's\u00a0Vladimir\u00a0Putin met\u202fXi\u2009Jinping in Beijing. Iran condemned the office of\u00a0Israel."},
		{"mathematics", "Russia's Vladimir Putin met Xi Jinping in Beijing. \U0001d408\U0001d42b\U0001d41a\U0001d427 condemned the office of Israel."},
	} {
		t.Run(c.name, func(t *testing.T) {
			want, _ := findings(t, p, plain)
			got, x := findings(t, p, c.given)
			if got != want {
				t.Errorf("%q\n got %s\nwant %s", c.given, got, want)
			}
			for _, claim := range x.Claims {
				if e := claim.Evidence.Quote; e.Of(c.given) != e.Text || claim.ID != schema.ClaimID(&claim) {
					t.Errorf("evidence %q is not the text at %v, or the ID is stale", e.Text, e.Span)
				}
			}
		})
	}
}

// findings are the claims of a text and the words of its tokens as letters and
// digits only, and every character but white space lies in one token.
func findings(t *testing.T, p *nlp.Pipeline, text string) (string, schema.Extraction) {
	t.Helper()
	x, err := p.Extract(t.Context(), article(text))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i := range x.Claims {
		out = append(out, says(x.Claims[i]))
	}
	d, err := p.Analyse(t.Context(), article(text))
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, s := range d.Sentences {
		for _, tok := range s.Tokens {
			if strings.ContainsFunc(text[at:tok.Start], func(r rune) bool { return !unicode.IsSpace(r) }) {
				t.Errorf("%q before %v is in no token", text[at:tok.Start], tok.Span)
			}
			at = tok.End
			out = append(out, tok.Lemma+"/"+tok.XPOS+"/"+tok.Deprel)
		}
	}
	for _, n := range d.Names {
		out = append(out, string(n.Label))
	}
	return strings.Join(out, " "), x
}
