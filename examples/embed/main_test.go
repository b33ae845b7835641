package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestClaims(t *testing.T) {
	text := "JAKARTA - Norway imposed sanctions on Belarus on Monday. The weather was fine.\n"
	file := filepath.Join(t.TempDir(), "article.txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := claims(context.Background(), &out, file); err != nil {
		t.Fatalf("given %q\n got %v\nwant its claims", text, err)
	}
	want := "state:NOR SANCTIONS state:BLR (affirmed, asserted): "
	if got := out.String(); !strings.HasPrefix(got, want) || strings.Count(got, "\n") != 1 {
		t.Errorf("given %q\n got %q\nwant one line beginning with %q", text, got, want)
	}
}

func TestClaimsOfAMissingFile(t *testing.T) {
	var out strings.Builder
	if err := claims(context.Background(), &out, "no-such-file.txt"); err == nil || !strings.Contains(err.Error(), "no-such-file.txt") {
		t.Errorf("given no-such-file.txt\n got %v\nwant an error that names it", err)
	}
}
