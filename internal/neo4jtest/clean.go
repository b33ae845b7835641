package neo4jtest

import (
	"context"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Clean empties a server's database.
func Clean(t testing.TB, a Address) {
	t.Helper()
	auth := neo4j.NoAuth()
	if a.Username != "" {
		auth = neo4j.BasicAuth(a.Username, a.Password, "")
	}
	ctx := context.WithoutCancel(t.Context())
	driver, err := neo4j.NewDriverWithContext(a.URI, auth)
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(ctx)
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: a.Database})
	defer session.Close(ctx)
	result, err := session.Run(ctx, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	if err != nil {
		t.Fatalf("empty the server's database: %v", err)
	}
}
