package brief_test

import (
	"os"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/brief"
	"github.com/entente-kg/entente/schema"
)

func TestWhat(t *testing.T) {
	words, err := schema.LoadWords(os.DirFS("../../schema/words"))
	if err != nil {
		t.Fatal(err)
	}
	relations, err := schema.LoadRelations(words, os.DirFS("../../schema/relations"))
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Fields
	name := func(id string) (string, error) {
		return strings.ReplaceAll(strings.Trim(id[strings.LastIndex(id, ":")+1:], `"`), "-", " "), nil
	}
	for _, test := range []struct {
		e    graph.Event
		want string
	}{
		{graph.Event{Relation: "EXTRADITES", Actor: list("Honduras"), Recipient: list("America"), Theme: list("Juan-Orlando-Hernández")}, "Honduras extradites Juan Orlando Hernández to America"},
		{graph.Event{Relation: "MEETS_WITH", Actor: list("Iran Oman Qatar"), Place: "Muscat"}, "Iran, Oman and Qatar meet, in Muscat"},
		{graph.Event{Relation: "MEETS_WITH", Actor: list("Iran Oman"), Place: "White House"}, "Iran and Oman meet, at White House"},
		{graph.Event{Relation: "MEDIATES_BETWEEN", Actor: list("Iran Iraq"), Mediator: list("Oman Qatar")}, "Oman and Qatar mediate between Iran and Iraq"},
		{graph.Event{Relation: "CEASEFIRE_WITH", Actor: list("Iran Iraq"), Mediator: list("Oman")}, "Iran and Iraq agree on a ceasefire, through Oman"},
		{graph.Event{Relation: "ACCUSES", Actor: list("Iran Iraq"), Recipient: list("Iran Iraq")}, "Iran and Iraq accuse each other"},
		{graph.Event{Relation: "DEMANDS_FROM", Actor: list("Iran"), Recipient: list("Iraq"), Theme: []string{`"leave Basra"`}}, "Iran makes a demand of Iraq: “leave Basra”"},
		{graph.Event{Relation: "REDUCES_TIES_WITH", Actor: list("Peru"), Recipient: list("Chile"), Theme: []string{`"diplomatic relations with Chile"`, `"relations with Chile"`}}, "Peru reduces ties with Chile (“diplomatic relations with Chile”)"},
		{graph.Event{Relation: "SIGNS_AGREEMENT_WITH", Actor: list("Chile Peru"), Theme: list("Peru")}, "Chile and Peru sign an agreement"},
		{graph.Event{Relation: "SIGNS_AGREEMENT_WITH", Actor: list("Chile Peru"), Theme: []string{`"agreement"`}}, "Chile and Peru sign an agreement"},
		{graph.Event{Relation: "WITHDRAWS_FROM", Actor: list("Peru")}, "Peru withdraws"},
		{graph.Event{Relation: "ATTACKS", Actor: list("nil:population:gunmen"), Recipient: list("state:Peru"), Place: "Lima", Location: "state:Peru"}, "Gunmen attack Peru"},
		{graph.Event{Relation: "ATTACKS", Actor: list("nil:group:coast-guards"), Recipient: list("state:Peru")}, "Coast guards attack Peru"},
		{graph.Event{Relation: "ATTACKS", Actor: list("Honduras"), Recipient: list("Peru")}, "Honduras attacks Peru"},
		{graph.Event{Relation: "HELPS_OUT", Actor: list("A B"), Recipient: list("C")}, "A and B help out C"},
		{graph.Event{Relation: "TALKS_WITH", Actor: list("A B C")}, "A talks with B and C"},
	} {
		got, err := brief.What(&test.e, relations[test.e.Relation], name)
		if err != nil || got != test.want {
			t.Errorf("got  %q, %v\nwant %q", got, err, test.want)
		}
	}
}
