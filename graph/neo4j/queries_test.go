package neo4j_test

import (
	"testing"

	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/neo4jtest"
	"github.com/entente-kg/entente/schema"
	cypher "github.com/entente-kg/entente/schema/graph"
)

// Each saved query, with the example values that stand in it, answers something
// on a graph that holds what it asks for.
func TestSavedQueries(t *testing.T) {
	a := neo4jtest.Server(t)
	clean(t, a)
	news := graphtest.Handover()
	news = append(news, graphtest.Article("more", "2025-03-10", "dawn.example", "",
		graphtest.Said{Relation: "SANCTIONS", Actor: "state:USA", Recipient: "state:IRN", Date: "2025-03-09"},
		graphtest.Said{Relation: "ATTACKS", Actor: "group:bla", Recipient: "state:PAK", Date: "2025-03-08", Place: "Gwadar"},
		graphtest.Said{Relation: "ATTACKS", Actor: "state:PAK", Recipient: "state:IND", Date: "2025-03-07"},
		graphtest.Said{Relation: "ACCUSES", Actor: "group:bla", Recipient: "state:IND", Date: "2025-03-07"},
		graphtest.Said{Relation: "SANCTIONS", Actor: "state:IND", Recipient: "state:IRN", Date: "2025-03-08"},
		graphtest.Said{Relation: "AIDS", Actor: "state:QAT", Recipient: "state:AFG", Date: "2025-03-06"},
		graphtest.Said{Relation: "ARRESTS", Actor: "state:PAK", Recipient: "person:mohammad-sharifullah", Date: "2025-03-02"},
		graphtest.Said{Relation: "MEDIATES_BETWEEN", Actor: "state:IRN state:USA", Mediator: "state:QAT", Date: "2025-03-05"},
		graphtest.Said{Relation: "BASED_IN", Actor: "group:isis-k", Recipient: "state:AFG"},
		graphtest.Said{Relation: "HOLDS_OFFICE_IN", Actor: "person:ishaq-dar", Recipient: "state:PAK", Theme: `"foreign minister"`},
		graphtest.Said{Relation: "ATTACKS", Actor: "state:PAK", Recipient: "state:AFG", Modality: schema.Alleged, Speaker: "state:AFG"}))
	graphtest.Import(t, open(t, a), news)
	queries, err := cypher.Queries()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries {
		t.Run(q.Name, func(t *testing.T) {
			params := map[string]any{}
			for name, literal := range q.Params {
				params[name] = cypherValue(t, a, literal)
			}
			rows := rowsOf(t, a, q.Cypher, params)
			if len(rows) == 0 {
				t.Errorf("no rows for %v:\n%s", params, q.Cypher)
			}
			if _, ok := params["until"]; !ok {
				t.Error("it does not ask as of which day")
			}
			params["until"] = "2000-01-01T00:00:00Z" // before anything was on record
			if rows := rowsOf(t, a, q.Cypher, params); len(rows) > 0 && q.Name != "find_actor" {
				t.Errorf("before anything was on record: got %v", rows)
			}
		})
	}
}

func cypherValue(t *testing.T, a neo4jtest.Address, literal string) any {
	return rowsOf(t, a, "RETURN "+literal+" AS v", nil)[0]["v"]
}

func rowsOf(t *testing.T, a neo4jtest.Address, text string, params map[string]any) []map[string]any {
	t.Helper()
	var rows []map[string]any
	for _, r := range query(t, a, text, params) {
		rows = append(rows, r.AsMap())
	}
	return rows
}
