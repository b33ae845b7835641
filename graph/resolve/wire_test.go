package resolve_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/resolve"
)

// story is wire copy in the manner of an agency.
const story = `ISLAMABAD, March 5 (Wire) - Pakistan handed over a senior commander of a militant group to the United States
on Tuesday, officials of both countries said, in what they called the closest cooperation between their intelligence services
in years. The man is accused of planning the bombing at the airport of Kabul in August 2021, in which thirteen American
service members and about 170 Afghans were killed while a crowd was trying to board the last flights.`

func TestWire(t *testing.T) {
	cut, _, _ := strings.Cut(story, "in which thirteen")
	tests := []struct {
		name, text string
		want       bool
	}{
		{"the same", story, true},
		{"other case, spaces and marks", strings.ToUpper(strings.ReplaceAll(story, " ", "  ")) + "!", true},
		{"another dateline", strings.Replace(story, "ISLAMABAD, March 5 (Wire) -", "Islamabad:", 1), true},
		{"some words edited", strings.NewReplacer("on Tuesday", "this week", "senior", "leading").Replace(story), true},
		{"cut at the end", cut, true},
		{"another report of the same event", `Washington has taken custody of the man it blames for the deadly attack outside Kabul airport during
the American withdrawal, after Pakistan arrested him near the Afghan border last month. President Trump thanked Islamabad in
his speech to Congress and said that the suspect was on his way to face American justice.`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			groups := resolve.WireGroups(map[string]string{"a": resolve.Wire(story), "b": resolve.Wire(tt.text)})
			if got := groups["a"] == groups["b"]; got != tt.want {
				t.Errorf("one story: got %t, want %t", got, tt.want)
			}
		})
	}
	if got := resolve.Wire("Too short to tell."); got != "" {
		t.Errorf("a short text: got %q, want none", got)
	}
	groups := resolve.WireGroups(map[string]string{"b": "", "a": ""})
	if groups["a"] != "a" || groups["b"] != "b" {
		t.Errorf("two short texts: got %v, want two groups", groups)
	}
}

// Reprints with a tenth of their words changed are found; unrelated texts of
// one vocabulary are not.
func TestWireRates(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	vocabulary := strings.Fields(strings.Repeat(story+" ", 1))
	text := func() []string {
		words := make([]string, 70)
		for i := range words {
			words[i] = vocabulary[rng.IntN(len(vocabulary))]
		}
		return words
	}
	const n = 500
	same, apart := 0, 0
	for range n {
		a, b := text(), text()
		c := slices.Clone(a)
		for range 3 { // three words of 60: some nine of 58 shingles
			c[rng.IntN(60)] = "edited"
		}
		g := resolve.WireGroups(map[string]string{"a": resolve.Wire(strings.Join(a, " ")), "b": resolve.Wire(strings.Join(b, " ")), "c": resolve.Wire(strings.Join(c, " "))})
		if g["a"] == g["c"] {
			same++
		}
		if g["a"] != g["b"] {
			apart++
		}
	}
	if same < n*98/100 || apart < n*99/100 {
		t.Errorf("of %d: %d reprints found, %d unrelated texts apart; want 98%% and 99%%", n, same, apart)
	}
}

func FuzzWire(f *testing.F) {
	f.Add(story)
	f.Add("\xff\x00 a b c")
	f.Fuzz(func(t *testing.T, text string) {
		if w := resolve.Wire(text); w != "" && len(strings.Fields(w)) != 8 {
			t.Errorf("%q: got %q, want eight bands or none", text, w)
		}
	})
}
