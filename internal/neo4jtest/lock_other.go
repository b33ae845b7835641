//go:build !unix

package neo4jtest

// lock does nothing here: run packages that share a server with go test -p 1.
func lock(string) error { return nil }
