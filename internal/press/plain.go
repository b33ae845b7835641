package press

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// sayings are sentences of one claim each: who, to whom, on which day.
var sayings = []string{
	"%s attacked %s on %s.",
	"%s accused %s on %s of breaking the truce.",
	"%s imposed sanctions on %s on %s.",
	"%s condemned %s on %s.",
	"%s held talks with %s on %s.",
	"%s signed an agreement with %s on %s.",
	"%s threatened %s with retaliation on %s.",
	"%s sent humanitarian aid to %s on %s.",
	"%s held joint exercises with %s on %s.",
	"%s praised its cooperation with %s on %s.",
}

// perArticle is how many sentences an article has after its first.
const perArticle = 8

// Plain invents articles of simple sentences about curated actors, the n-th of
// whom has a share of 1/n of the sentences (Zipf 1949), as in real news: states
// first, then groups and organisations. Its articles are of five years, two
// thirds of their sentences about the day before, the others about a day of the
// week before that.
type Plain struct {
	names []string
	Big   string // the name that comes most often
}

// NewPlain loads the actors.
func NewPlain() (*Plain, error) {
	kb, err := schema.LoadActors(schema.ActorFiles())
	if err != nil {
		return nil, err
	}
	p := &Plain{names: []string{"the United States", "China", "Russia", "Iran", "Israel", "Ukraine", "Pakistan", "India"}, Big: "United States"}
	for _, kind := range []schema.Kind{schema.State, schema.MilitantGroup, schema.IGO} {
		for _, id := range kb.IDs {
			a := kb.ByID[id]
			if a == nil || a.Kind != kind || slices.Contains(p.names, strings.TrimPrefix(a.Name, "the ")) || a.Name == p.Big {
				continue
			}
			p.names = append(p.names, a.Name)
		}
	}
	return p, nil
}

// Write writes articles as JSON Lines until they have so many sentences with a
// claim.
func (p *Plain) Write(w io.Writer, sentences int) error {
	enc := json.NewEncoder(w)
	for i := 0; i*perArticle < sentences; i++ {
		if err := enc.Encode(p.article(i)); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plain) article(i int) map[string]string {
	rng := rand.New(rand.NewPCG(7, uint64(i)))
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rng.IntN(5*365))
	text := strings.Builder{}
	// a lead of its own: no article is a reprint of another
	for range 12 {
		fmt.Fprintf(&text, "%s ", syllables(rng))
	}
	text.WriteString("were the words of the day.")
	for range perArticle {
		a, b := p.who(rng), p.who(rng)
		for b == a {
			b = p.who(rng)
		}
		on := day.AddDate(0, 0, -1)
		if rng.IntN(3) == 0 {
			on = day.AddDate(0, 0, -1-rng.IntN(7))
		}
		s := fmt.Sprintf(sayings[rng.IntN(len(sayings))], a, b, on.Format("2 January 2006"))
		fmt.Fprintf(&text, " %s%s", strings.ToUpper(s[:1]), s[1:])
	}
	key := fmt.Sprintf("m%d", i)
	return map[string]string{
		"id": key, "url": fmt.Sprintf("https://paper%d.example/%s", rng.IntN(200), key), "date": day.Format(time.DateOnly),
		"title": "The day in brief", "text": text.String(),
	}
}

// who is an actor: the inverse of the harmonic sum, near enough.
func (p *Plain) who(rng *rand.Rand) string {
	n := int(math.Exp(rng.Float64()*math.Log(float64(len(p.names)+1)))) - 1
	return p.names[n]
}

func syllables(rng *rand.Rand) string {
	const first, second = "bdfgklmnprstvz", "aeiou"
	b := []byte{}
	for range 2 + rng.IntN(3) {
		b = append(b, first[rng.IntN(len(first))], second[rng.IntN(len(second))])
	}
	return string(b)
}
