package coder_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/nlp/coder"
	"github.com/entente-kg/entente/schema"
)

type world struct {
	coder     *coder.Coder
	relations map[string]*schema.Relation
}

var load = sync.OnceValues(func() (world, error) {
	words, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		return world{}, err
	}
	relations, err := schema.LoadRelations(words, schema.RelationFiles())
	if err != nil {
		return world{}, err
	}
	actors, err := schema.LoadActors(schema.ActorFiles())
	if err != nil {
		return world{}, err
	}
	crosswalks, err := schema.LoadCrosswalks(schema.CrosswalkFiles(), relations)
	if err != nil {
		return world{}, err
	}
	c, err := coder.New(actors, relations, crosswalks)
	return world{c, relations}, err
})

// said is the claim of an extraction in short.
func said(c *schema.Claim) string {
	out := strings.Join(c.Actor, "+") + " " + c.Relation + " " + strings.Join(c.Recipient, "+")
	if len(c.Mediator) > 0 {
		out += " by " + strings.Join(c.Mediator, "+")
	}
	if c.Place != "" {
		out += " at " + c.Place
	}
	return strings.TrimSpace(strings.ReplaceAll(out, "  ", " "))
}

func TestExtract(t *testing.T) {
	w, err := load()
	if err != nil {
		t.Fatal(err)
	}
	party := func(name, country, group string, sectors ...string) []schema.CodedParty {
		return []schema.CodedParty{{Name: name, Country: country, Group: group, Sectors: sectors}}
	}
	for _, c := range []struct {
		name   string
		coding schema.Coding
		want   string // or the reason why not
	}{
		{"states", schema.Coding{Kind: schema.GDELT, Code: "195", Actor: party("INDIA", "IND", ""), Recipient: party("PAKISTAN", "PAK", "")}, "state:IND ATTACKS state:PAK"},
		{"a symmetric relation", schema.Coding{Kind: schema.GDELT, Code: "057", Actor: party("", "USA", ""), Recipient: party("", "CHN", "")}, "state:CHN+state:USA SIGNS_AGREEMENT_WITH"},
		{"who receives a visit", schema.Coding{Kind: schema.GDELT, Code: "043", Actor: party("INDIA", "IND", ""), Recipient: party("IRANIAN", "IRN", "", "GOV")}, "state:IRN VISITS state:IND"},
		{"a mediator", schema.Coding{Kind: schema.GDELT, Code: "045", Actor: party("QATAR", "QAT", ""), Recipient: party("HAMAS", "PSE", "HMS", "REB")}, "group:hamas MEDIATES_BETWEEN by state:QAT"},
		{"an organ of state is the state", schema.Coding{Kind: schema.ICEWS, Code: "190", Actor: party("Military (Israel)", "Israel", "", "Military"), Recipient: party("Hezbollah", "Lebanon", "", "Rebel")}, "state:ISR ATTACKS group:hezbollah"},
		{"a known group", schema.Coding{Kind: schema.GDELT, Code: "190", Actor: party("TALIBAN", "AFG", "TAL"), Recipient: party("", "PAK", "")}, "group:taliban ATTACKS state:PAK"},
		{"a person of the knowledge base", schema.Coding{Kind: schema.ICEWS, Code: "042", Actor: party("Marco Rubio", "United States", "", "Government"), Recipient: party("India", "India", "")}, "person:marco-rubio VISITS state:IND"},
		{"a namesake of another country is the state", schema.Coding{Kind: schema.ICEWS, Code: "042", Actor: party("Marco Rubio", "Peru", "", "Government"), Recipient: party("India", "India", "")}, "state:PER VISITS state:IND"},
		{"civilians", schema.Coding{Kind: schema.ICEWS, Code: "190", Actor: party("Insurgent (Mali)", "Mali", "", "Insurgents"), Recipient: party("Citizen (Mali)", "Mali", "", "Civilian")}, "nil:militantgroup:insurgents-of-mali ATTACKS nil:population:civilians-of-mali"},
		{"a state that protests is its people", schema.Coding{Kind: schema.GDELT, Code: "141", Actor: party("FRANCE", "FRA", ""), Recipient: party("GERMANY", "DEU", "")}, "nil:population:civilians-of-france PROTESTS_AGAINST state:DEU"},
		{"a militia with its own name", schema.Coding{Kind: schema.ACLED, Scheme: "acled", Code: "Attack", Actor: party("Red Valley Front", "", "", "Rebel group"), Recipient: party("Civilians (Mali)", "Mali", "", "Civilians")}, "nil:militantgroup:red-valley-front ATTACKS nil:population:civilians-of-mali"},
		{"forces of a state, with years", schema.Coding{Kind: schema.ACLED, Scheme: "acled", Code: "Shelling/artillery/missile attack", Actor: party("Military Forces of Russia (2000-)", "", "", "State forces"), Recipient: party("Military Forces of Ukraine (2019-)", "", "", "State forces"), Place: "Kupiansk, Kharkiv, Ukraine", Country: "Ukraine"}, "state:RUS ATTACKS state:UKR at Kupiansk"},
		{"a protest against nobody named", schema.Coding{Kind: schema.ACLED, Scheme: "acled", Code: "Peaceful protest", Actor: party("Protesters (France)", "France", "", "Protesters"), Place: "Paris"}, "nil:population:opposition-of-france PROTESTS_AGAINST at Paris"},
		{"several on one side", schema.Coding{Kind: schema.POLECAT, Scheme: "plover", Code: "CONSULT/visit", Actor: append(party("Germany", "DEU", "", "GOV"), party("France", "FRA", "", "GOV")...), Recipient: party("Ukraine", "UKR", "", "GOV")}, "state:DEU+state:FRA VISITS state:UKR"},
		{"a mode that is not listed counts as its type", schema.Coding{Kind: schema.POLECAT, Scheme: "plover", Code: "ASSAULT/firearms", Actor: party("India", "IND", ""), Recipient: party("Pakistan", "PAK", "")}, "state:IND ATTACKS state:PAK"},
		{"a code for CAMEO alone", schema.Coding{Kind: schema.GDELT, Code: "043", Actor: party("", "XKX", ""), Recipient: party("", "KSV", "")}, "no second party is named, or both are the same"},
		{"no second party", schema.Coding{Kind: schema.GDELT, Code: "190", Actor: party("", "PAK", "")}, "no second party is named, or both are the same"},
		{"no country", schema.Coding{Kind: schema.GDELT, Code: "190", Actor: party("POLICE", "", "", "COP"), Recipient: party("", "PAK", "")}, "no actor is named"},
		{"a statement", schema.Coding{Kind: schema.GDELT, Code: "010", Actor: party("", "PAK", ""), Recipient: party("", "IND", "")}, "no relation says the code 010 (statement, not specified)"},
		{"an unknown code", schema.Coding{Kind: schema.GDELT, Code: "0499", Actor: party("", "PAK", ""), Recipient: party("", "IND", "")}, `the code "0499" is not known`},
		{"kinds that do not fit", schema.Coding{Kind: schema.GDELT, Code: "042", Actor: party("", "PAK", ""), Recipient: party("TALIBAN", "AFG", "TAL")}, "VISITS takes no MilitantGroup as recipient: code 042"},
		{"hostile names", schema.Coding{Kind: schema.ACLED, Scheme: "acled", Code: "Attack", Actor: party("x'}) DETACH DELETE (n) //|\"<script>", "", "", "Rebel group"), Recipient: party("", "PAK", "")}, "nil:militantgroup:x-detach-delete-script ATTACKS state:PAK"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.coding.Scheme == "" {
				c.coding.Scheme = "cameo"
			}
			c.coding.Date, c.coding.At = schema.Date{Value: "2025-05-07", Precision: schema.Day}, schema.Span{Start: 6, End: 9}
			a := schema.Article{ID: schema.RowID(c.coding.Kind, "1"), Key: "t:1", Text: "code: 190; more", SourceKind: c.coding.Kind}
			x, err := w.coder.Extract(a, &c.coding)
			var u *coder.Unsaid
			if err != nil {
				if !errors.As(err, &u) || err.Error() != c.want {
					t.Errorf("got %v, want %s", err, c.want)
				}
				return
			}
			if got := said(&x.Claims[0]); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			claim := &x.Claims[0]
			if claim.SourceKind != c.coding.Kind || claim.ID != schema.ClaimID(claim) || w.relations[claim.Relation] == nil || claim.Evidence.Quote.Text != "190" || claim.Evidence.Sentence.Text != a.Text {
				t.Errorf("claim: got %+v, want one of its kind with the row as evidence", claim)
			}
			for _, id := range slices.Concat(claim.Actor, claim.Recipient, claim.Mediator) {
				if !slices.ContainsFunc(x.Entities, func(e schema.Entity) bool { return e.ID == id && e.Name != "" }) {
					t.Errorf("%s is not among the entities %+v", id, x.Entities)
				}
			}
		})
	}
}
