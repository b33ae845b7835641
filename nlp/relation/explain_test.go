package relation_test

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/relation"
	"github.com/entente-kg/entente/schema"
)

func TestExplain(t *testing.T) {
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text, trigger, relation string
		outcome                       relation.Outcome
	}{
		{"a pattern that made a claim", "Kenya extradited a banker to Ghana.", "extradited", "EXTRADITES", relation.Fired},
		{"a party is missing", "The kingdom was extradited nobody by a committee in Kenya.", "extradited", "EXTRADITES", relation.RoleEmpty},
		{"a condition does not hold", "Kenya imposed a curfew in Ghana.", "imposed", "SANCTIONS", relation.ConditionUnmet},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, tried, err := p.Explain(t.Context(), schema.Article{ID: "article:x", Text: tt.text, Published: published})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range tried {
				if d.Text(a.Trigger) == tt.trigger && a.Relation == tt.relation {
					if a.Outcome == tt.outcome {
						return
					}
					got = append(got, a.Outcome.String()+" "+a.Detail)
				}
			}
			t.Errorf("%s: %s at %q: got %q, want one that says %q", tt.text, tt.relation, tt.trigger, got, tt.outcome)
		})
	}
}

// TestExplainLeavesClaims shows that explaining leaves the document's own
// claims alone.
func TestExplainLeavesClaims(t *testing.T) {
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, _, err := p.Explain(t.Context(), schema.Article{ID: "article:x", Text: "Kenya condemned Ghana.", Published: published})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Claims) != 1 {
		t.Errorf("got %d claims, want 1", len(d.Claims))
	}
}

func TestGaps(t *testing.T) {
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, text, want string }{
		{"an unknown verb between two actors", "Kenya outfoxed Ghana on Monday.", "verb outfox subj obj"},
		{"a preposition", "Kenya dithered over Ghana.", "verb dither subj over"},
		{"a noun", "Kenya's nostalgia for Ghana grew.", "noun nostalgia poss for"},
		{"what has made a claim is no gap", "Kenya condemned Ghana.", ""},
		{"a minister and his own state", "Kenya's foreign minister, Musalia Mudavadi, outfoxed himself in Kenya.", ""},
		{"a crowd is nobody known", "Kenya outfoxed Somali rebels. Rebels outfoxed Kenya and Ghana on Monday.", ""},
		{"a crowd among claims", "Kenya attacked Somali rebels. Kenya outfoxed Ghana and 17 missionaries.", "verb outfox subj obj"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			gaps, err := p.Gaps(t.Context(), schema.Article{ID: "article:x", Text: tt.text, Published: published})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, g := range gaps {
				got = append(got, strings.Join([]string{g.Class, g.Lemma, g.Actor, g.Recipient}, " "))
			}
			if strings.Join(got, "; ") != tt.want {
				t.Errorf("%s: got %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// TestJudgedInItsOwnSentence: the model that judges claims reads sentences. An
// actor who comes from an earlier claim is not judged by what the model thinks
// of the two in other sentences.
func TestJudgedInItsOwnSentence(t *testing.T) {
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Published: published, Text: "Trade between Ghana and Kenya has fallen. Kenya arrested a banker, Juma Otieno. The affair ended with his extradition to Ghana."})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range x.Claims {
		if c.Relation == "EXTRADITES" && strings.Join(c.Actor, "") == "state:KEN" && strings.Join(c.Recipient, "") == "state:GHA" {
			return
		}
	}
	t.Errorf("got %v, want Kenya EXTRADITES to Ghana", x.Claims)
}

// TestWhoseDeed shows that who is blamed for a deed did it, and who blames did
// not.
func TestWhoseDeed(t *testing.T) {
	p, err := nlp.New(nlp.Options{RulesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, text, relation, actor string }{
		{"an attack", "Kenya condemned Ghana for its attack on Togo.", "ATTACKS", "state:GHA"},
		{"drills with another", "Kenya condemned Ghana for its drills with Togo.", "EXERCISES_WITH", "state:GHA state:TGO"},
		{"talks, of which the subject has none", "Kenya criticised Ghana for its talks with Togo.", "MEETS_WITH", "state:GHA state:TGO"},
		{"one's own talks", "Kenya criticised Ghana after its talks with Togo.", "MEETS_WITH", "state:KEN state:TGO"},
		{"a verb of one after a clause of several", "Kenya accuses the Ghanaians of sheltering rebels, whose fighters have killed many, and demands that Togo expel them.", "DEMANDS_FROM", "state:KEN"},
		{"talks without an owner", "Kenya criticised Ghana after talks with Togo.", "MEETS_WITH", "state:KEN state:TGO"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Text: tt.text, Published: published})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range x.Claims {
				if c.Relation == tt.relation {
					got = append(got, strings.Join(c.Actor, " "))
				}
			}
			if len(got) != 1 || got[0] != tt.actor {
				t.Errorf("%s: %s by %q, want by %q alone", tt.text, tt.relation, got, tt.actor)
			}
		})
	}
}

// TestPlaceOfTarget shows that a place keeps events apart also where its state
// is the party.
func TestPlaceOfTarget(t *testing.T) {
	p, err := nlp.New(nlp.Options{RulesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"a city of a state", "Russia attacked the Ukrainian city of Sumy with missiles.", "Sumy"},
		{"passive", "The Ukrainian port of Odesa was attacked by Russia.", "Odesa"},
		{"of a noun", "Togo condemned a Russian attack on the Ukrainian city of Odesa.", "Odesa"},
		{"where it happened comes first", "Russia attacked a ship of the Ukrainian city of Odesa near Izmail.", "Izmail"},
		{"what was hit is sharper than a state", "Russia fired missiles at Ukraine and hit the dam of Zaporizhzhia.", "Zaporizhzhia"},
		{"no noun for a place", "Russia attacked the Ukrainian mayor of Odesa.", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Text: tt.text, Published: published})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range x.Claims {
				if c.Relation == "ATTACKS" {
					if c.Place != tt.want {
						t.Errorf("%s: place %q, want %q", tt.text, c.Place, tt.want)
					}
					return
				}
			}
			t.Errorf("%s: no attack was found", tt.text)
		})
	}
}

// TestClauseAsAntecedent has a "which" that no noun stands for, as the subject
// of a noun that a pattern takes for a party.
func TestClauseAsAntecedent(t *testing.T) {
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"They tolerate India and the United States, which are no members.",
		"Kenya left the treaty, which was a warning.",
	} {
		if _, _, err := p.Explain(t.Context(), schema.Article{ID: "article:x", Text: text, Published: published}); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
