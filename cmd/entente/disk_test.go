package main

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestDiskFull imports where there is no more room: the error says so, what was
// kept before stays, and with room the same command ends as ever.
func TestDiskFull(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process's files can't be bounded here")
	}
	dir := t.TempDir()
	input := filepath.Join(dir, "world.jsonl")
	if err := os.WriteFile(input, []byte(worldLines(250)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, said, err := program(t, dir, "import", "-q", "--store", "sqlite:whole.db", input); err != nil {
		t.Fatalf("import: %v; %s", err, said)
	}
	want, _, err := program(t, dir, "export", "--store", "sqlite:whole.db")
	if err != nil {
		t.Fatal(err)
	}
	// no file of this shell and its children grows over 200 KiB
	cmd := exec.CommandContext(t.Context(), "sh", "-c", `ulimit -f 400; exec entente import -q --batch 20 --store sqlite:full.db "$0"`, input)
	cmd.Dir = dir
	said, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "make room") || !strings.Contains(string(said), "the same command again goes on from there") || strings.Count(string(said), "\n") != 1 {
		t.Fatalf("import without room: got %v and %q, want one line that says to make room, and how to go on", err, said)
	}
	t.Logf("said: %s; kept: %d", said, articlesIn(t, dir, "sqlite:full.db"))
	if _, said, err := program(t, dir, "import", "-q", "--store", "sqlite:full.db", input); err != nil {
		t.Fatalf("import with room again: %v; %s", err, said)
	}
	if got, said, err := program(t, dir, "export", "--store", "sqlite:full.db"); err != nil || got != want {
		t.Errorf("export: %v; %s; %d bytes, want the %d of an undisturbed import", err, said, len(got), len(want))
	}
}

// TestDamagedFile overwrites a page in the middle of a graph.
func TestDamagedFile(t *testing.T) {
	dir := t.TempDir()
	input := filepath.Join(dir, "world.jsonl")
	if err := os.WriteFile(input, []byte(worldLines(120)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, said, err := program(t, dir, "import", "-q", input); err != nil {
		t.Fatalf("import: %v; %s", err, said)
	}
	path := filepath.Join(dir, "entente.db")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for page := 1; page < len(good)/4096; page += 5 {
		bad := append([]byte{}, good...)
		for i := range 4096 {
			bad[page*4096+i] = byte(i * 37)
		}
		if err := os.WriteFile(path, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		_, said, err := program(t, dir, "export")
		if err == nil {
			continue // the page was of an index that an export does not read
		}
		found++
		if !strings.Contains(said, "damaged") || strings.Count(said, "\n") != 1 {
			t.Errorf("page %d overwritten: export: got %q, want one line that says that the file is damaged", page, said)
		}
	}
	if found < 3 {
		t.Errorf("%d of the pages that were overwritten were found out, want 3 or more", found)
	}
}

// TestLockHeld imports while another program holds the file's lock.
func TestLockHeld(t *testing.T) {
	dir := t.TempDir()
	input := filepath.Join(dir, "world.jsonl")
	if err := os.WriteFile(input, []byte(worldLines(20)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, said, err := program(t, dir, "import", "-q", input); err != nil {
		t.Fatalf("import: %v; %s", err, said)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "entente.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(input, []byte(worldLines(40)), 0o644); err != nil {
		t.Fatal(err)
	}
	_, said, err := program(t, dir, "import", "-q", input)
	if err == nil || !strings.Contains(said, "another program is writing to it; try again when it has ended") {
		t.Errorf("import: got %v and %q, want that another program is writing", err, said)
	}
	if out, said, err := program(t, dir, "stats"); err != nil || !strings.Contains(out, "articles") {
		t.Errorf("stats, which only reads: got %v, %q and %q", err, out, said)
	}
	if _, err := db.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if _, said, err := program(t, dir, "import", "-q", input); err != nil {
		t.Errorf("import when the lock is free: %v; %s", err, said)
	}
}
