package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-kg/entente/schema"
)

func crosswalks(t *testing.T) (*schema.Crosswalks, map[string]*schema.Relation) {
	t.Helper()
	words, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		t.Fatal(err)
	}
	relations, err := schema.LoadRelations(words, schema.RelationFiles())
	if err != nil {
		t.Fatal(err)
	}
	x, err := schema.LoadCrosswalks(schema.CrosswalkFiles(), relations)
	if err != nil {
		t.Fatal(err)
	}
	return x, relations
}

// Every root of CAMEO has its PLOVER category and relation, and leaves that
// differ from their root theirs.
func TestCameoCrosswalk(t *testing.T) {
	x, _ := crosswalks(t)
	for code, want := range map[string]string{
		"01": " ", "02": "REQUEST DEMANDS_FROM", "03": "AGREE PLEDGES", "04": "CONSULT MEETS_WITH", "05": "SUPPORT COOPERATES_WITH",
		"06": "COOPERATE COOPERATES_WITH", "07": "AID AIDS", "08": "CONCEDE CONCEDES_TO", "09": "ACCUSE INVESTIGATES", "10": "REQUEST DEMANDS_FROM",
		"11": "ACCUSE CONDEMNS", "12": "REJECT REJECTS", "13": "THREATEN THREATENS", "14": "PROTEST PROTESTS_AGAINST", "15": "MOBILIZE MOBILIZES_AGAINST",
		"16": "SANCTION REDUCES_TIES_WITH", "17": "COERCE ", "18": "ASSAULT ATTACKS", "19": "ASSAULT ATTACKS", "20": "ASSAULT ATTACKS",
		"010": " ", "0256": "REQUEST DEMANDS_FROM", "036": "AGREE PLEDGES", "041": "CONSULT CALLS", "042": "CONSULT VISITS", "043": "CONSULT VISITS swapped",
		"045": "CONSULT MEDIATES_BETWEEN mediator", "046": "CONSULT NEGOTIATES_WITH", "051": "SUPPORT SUPPORTS", "054": "SUPPORT RECOGNIZES", "057": "SUPPORT SIGNS_AGREEMENT_WITH",
		"062": "COOPERATE COOPERATES_WITH", "064": "COOPERATE SHARES_INTELLIGENCE_WITH", "072": "AID ARMS", "075": "AID GRANTS_ASYLUM_TO",
		"0831": "CONCEDE CONCEDES_TO", "0841": "RETREAT RELEASES", "085": "RETREAT LIFTS_SANCTIONS_ON", "0871": "RETREAT CEASEFIRE_WITH", "0874": "RETREAT WITHDRAWS_FROM",
		"094": "ACCUSE INVESTIGATES", "1056": "REQUEST DEMANDS_FROM", "111": "ACCUSE CONDEMNS", "112": "ACCUSE ACCUSES", "1125": "ACCUSE ACCUSES", "116": "SANCTION ACCUSES",
		"129": "REJECT REJECTS", "1385": "THREATEN THREATENS", "141": "PROTEST PROTESTS_AGAINST", "1454": "PROTEST PROTESTS_AGAINST", "154": "MOBILIZE MOBILIZES_AGAINST",
		"161": "SANCTION REDUCES_TIES_WITH", "1622": "SANCTION SANCTIONS", "163": "SANCTION SANCTIONS", "1711": "COERCE ", "1723": "COERCE ", "173": "COERCE ARRESTS",
		"174": "COERCE DEPORTS", "175": "COERCE ATTACKS", "176": "COERCE HACKS", "181": "ASSAULT ABDUCTS", "1831": "ASSAULT ATTACKS", "186": "ASSAULT ATTACKS",
		"190": "ASSAULT ATTACKS", "191": "COERCE MOBILIZES_AGAINST", "192": "COERCE OCCUPIES", "1952": "ASSAULT ATTACKS", "201": "COERCE DEPORTS", "203": "ASSAULT ATTACKS", "2042": "ASSAULT ATTACKS",
	} {
		r, known := x.Schemes["cameo"][code]
		if got := strings.TrimSuffix(r.Plover+" "+r.Relation+" "+string(r.Form), " "); !known || got != want {
			t.Errorf("CAMEO %s: got %q, want %q", code, got, want)
		}
	}
	for root := 1; root <= 20; root++ {
		n := 0
		for code := range x.Schemes["cameo"] {
			if strings.HasPrefix(code, fmt.Sprintf("%02d", root)) {
				n++
			}
		}
		if n < 6 {
			t.Errorf("CAMEO root %02d: got %d codes, want its leaves", root, n)
		}
	}
	for _, code := range []string{"0499", "21", "", "1", "999"} {
		if r, known := x.Schemes["cameo"][code]; known {
			t.Errorf("CAMEO %q: got %+v, want it unknown", code, r)
		}
	}
}

// A relation that says exactly what a code says is of the same category.
func TestCrosswalksFitRelations(t *testing.T) {
	x, relations := crosswalks(t)
	for scheme, codes := range x.Schemes {
		for code, r := range codes {
			rel := relations[r.Relation]
			if r.Fit < 1 || rel.Plover == "" {
				continue
			}
			if rel.Plover != r.Plover {
				t.Errorf("%s %s (%s): got category %s and relation %s of %s, want one category for an exact fit", scheme, code, r.Rule, r.Plover, rel.Name, rel.Plover)
			}
		}
	}
	for _, code := range []string{"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"} {
		if x.Schemes["plover"][code].Name == "" {
			t.Errorf("PLOVER %s: it is not there", code)
		}
	}
	if n := len(x.Schemes["acled"]); n != 25 {
		t.Errorf("ACLED: got %d sub-event types, want 25", n)
	}
}

func TestLoadCrosswalksRefuses(t *testing.T) {
	_, relations := crosswalks(t)
	const head = "code,plover,mode,relation,fit,form,name\n"
	for _, c := range []struct{ cameo, want string }{
		{head + "190,ASSAULT,,ATTACK,exact,,fights\n", `cameo.csv:2: there is no relation "ATTACK"`},
		{head + "190,ASSAULT,,ATTACKS,often,,fights\n", `cameo.csv:2: fit "often"`},
		{head + "190,ASSAULT,,ATTACKS,,,fights\n", `cameo.csv:2: fit ""`},
		{head + "190,ASSAULT,,ATTACKS,exact,,fights\n190,ASSAULT,,ATTACKS,exact,,fights\n", `cameo.csv:3: code "190" is there twice`},
		{head + "190,ASSAULT,,ATTACKS,exact,back,fights\n", `form "back"`},
		{"code,relation\n", "cameo.csv: want the columns"},
	} {
		files := fstest.MapFS{"cameo.csv": {Data: []byte(c.cameo)}}
		if _, err := schema.LoadCrosswalks(files, relations); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("given %q\ngot %v, want %s", c.cameo, err, c.want)
		}
	}
}
