package neo4jtest

import (
	"archive/zip"
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
)

// Browser is the page of Neo4j Browser: the folder "browser" with index.html.
// It talks with a server over Bolt, whoever serves the page. The test is
// skipped, saying why, where there is none; under CI=true it fails.
func Browser(t testing.TB) fs.FS {
	t.Helper()
	home, err := install()
	need(t, err)
	found, err := filepath.Glob(filepath.Join(home, "lib", "neo4j-browser-*.jar"))
	if err == nil && len(found) != 1 {
		err = errors.New("no neo4j-browser among the jars from Maven Central")
	}
	need(t, err)
	jar, err := zip.OpenReader(found[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = jar.Close() }) // read, not written
	return jar
}
