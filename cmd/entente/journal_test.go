package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/internal/journal"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/google/go-cmp/cmp"
)

// imported runs an import in the working folder and gives its report.
func imported(t *testing.T, code int, args ...string) importReport {
	t.Helper()
	var out, errOut bytes.Buffer
	got := run(t.Context(), append([]string{"entente", "import", "--json"}, args...), nil, &out, &errOut)
	var r importReport
	if err := json.Unmarshal(out.Bytes(), &r); got != code || err != nil {
		t.Fatalf("import %v: got exit code %d (%v), want %d; %s", args, got, err, code, &errOut)
	}
	return r
}

func put(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// mixed puts articles into inputs of several kinds, whole ones and archives.
func mixed(t *testing.T, dir string, articles int) {
	t.Helper()
	lines := strings.SplitAfter(strings.TrimSpace(worldLines(articles))+"\n", "\n")
	part := func(n, of int) string { return strings.Join(lines[articles*n/of:articles*(n+1)/of], "") }
	table := func(lines string) string {
		var b strings.Builder
		b.WriteString("id,url,date,source,text\n")
		for line := range strings.Lines(lines) {
			var f map[string]string
			if err := json.Unmarshal([]byte(line), &f); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s,%s,%s,%s,\"%s\"\n", f["id"], f["url"], f["date"], f["source"], f["text"])
		}
		return b.String()
	}
	var packed, archive bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(part(2, 5)))
	_ = z.Close()
	w := tar.NewWriter(&archive)
	for i, s := range []string{part(6, 10), table(part(7, 10))} {
		_ = w.WriteHeader(&tar.Header{Name: []string{"a.jsonl", "b.csv"}[i], Size: int64(len(s)), Mode: 0o600, Typeflag: tar.TypeReg})
		_, _ = w.Write([]byte(s))
	}
	_ = w.Close()
	put(t, filepath.Join(dir, "1.jsonl"), part(0, 5)+"no JSON\n")
	put(t, filepath.Join(dir, "2.csv"), table(part(1, 5)))
	put(t, filepath.Join(dir, "3.jsonl.gz"), packed.String())
	put(t, filepath.Join(dir, "4.tar"), archive.String())
	for i := range articles / 5 {
		put(t, filepath.Join(dir, "5", fmt.Sprintf("%03d.jsonl", i)), lines[articles*4/5+i])
	}
}

// A file of links is never done; after a stop it is read on behind the pages that
// are done, but not behind a list, which may have changed.
func TestJournalOfLinks(t *testing.T) {
	t.Chdir(t.TempDir())
	file := read.File{Path: "x.urls", Size: 40}
	at := func(line int, list bool) *input {
		return &input{online: true, list: list, doc: read.Document{Reached: read.Reached{File: &file, Place: read.Place{Offset: int64(line * 10), Line: line}, Whole: line == 4}}}
	}
	for _, c := range []struct {
		name  string
		lists []int // lines
		stop  int   // the last line that is seen
		want  int   // the line behind which the next import begins
	}{
		{"pages", nil, 2, 2},
		{"a list", []int{2}, 3, 1},
		{"a list at the beginning", []int{1}, 3, 0},
		{"to the end", []int{3}, 4, 0},
		{"to the end, pages alone", nil, 4, 0},
	} {
		open, err := journal.Open(t.Context(), c.name, "r")
		if err != nil {
			t.Fatal(err)
		}
		j := &runJournal{Journal: open, before: func() error { return nil }, listed: func(string) bool { return false }, files: map[string]*fileState{}, begun: map[string]journal.Input{}}
		for range 2 { // also where an earlier run noted something
			from, _ := j.resume(t.Context(), file)
			for line := from.Line + 1; line <= c.stop; line++ {
				list := slices.Contains(c.lists, line)
				j.saw(at(line, list), list)
				j.write(t.Context())
			}
			clear(j.files)
		}
		if got, ok := j.resume(t.Context(), file); !ok || got.Line != c.want {
			t.Errorf("%s: got line %d, %t, want line %d", c.name, got.Line, ok, c.want)
		}
		_ = j.close()
	}
}

// What is read and has not changed is not read again; what the store does not
// have is.
func TestJournal(t *testing.T) {
	t.Chdir(t.TempDir())
	mixed(t, "news", 50)
	first := imported(t, exitSomeBad, "news")
	if first.Read != 50 || first.New != 50 || first.Passed != 0 || first.Failed != 1 {
		t.Fatalf("first import: got %+v", first)
	}
	whole := exported(t, "entente.db")
	again := func(what string, code int, want importReport, args ...string) {
		t.Helper()
		got := imported(t, code, args...)
		got = importReport{Read: got.Read, New: got.New, Changed: got.Changed, Unchanged: got.Unchanged, Failed: got.Failed, Passed: got.Passed, PassedInputs: got.PassedInputs}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", what, diff)
		}
		if got := exported(t, "entente.db"); got != whole {
			t.Errorf("%s: the graph is another: %s", what, cmp.Diff(whole, got))
		}
	}
	again("the same import", exitSomeBad, importReport{Unchanged: 50, Failed: 1, Passed: 50, PassedInputs: 14}, "news")
	again("one input of another name", exitOK, importReport{Unchanged: 10, Passed: 10, PassedInputs: 1}, "./news/../news/2.csv")
	again("--fresh", exitSomeBad, importReport{Read: 50, Unchanged: 50, Failed: 1}, "--fresh", "news")
	again("no journal", exitSomeBad, importReport{Read: 50, Unchanged: 50, Failed: 1}, "--journal", "", "news")
	again("a journal elsewhere", exitSomeBad, importReport{Read: 50, Unchanged: 50, Failed: 1}, "--journal", "my.journal", "news")
	again("a journal elsewhere, again", exitSomeBad, importReport{Unchanged: 50, Failed: 1, Passed: 50, PassedInputs: 14}, "--journal", "my.journal", "news")
	again("other options", exitSomeBad, importReport{Read: 50, Unchanged: 50, Failed: 1}, "--charset", "utf-8", "news")
	again("the former options", exitSomeBad, importReport{Read: 50, Unchanged: 50, Failed: 1}, "news")
	again("only some", exitOK, importReport{Read: 10, Unchanged: 10}, "--limit", "10", "news/2.csv")

	for _, args := range [][]string{{"-n", "."}, {"."}} { // its own files lie in the folder
		imported(t, exitSomeBad, args...)
	}
	if b, err := os.ReadFile("failed.jsonl"); err != nil || strings.Contains(string(b), "entente.db") {
		t.Errorf("an import of its own folder: got %s, %v", b, err)
	}

	touched, err := os.ReadFile("news/2.csv")
	if err != nil {
		t.Fatal(err)
	}
	put(t, "news/2.csv", string(touched))
	again("a file that was written anew", exitSomeBad, importReport{Read: 10, Unchanged: 50, Failed: 1, Passed: 40, PassedInputs: 13}, "news")

	// a selection is one of the options, and what it leaves out is read
	some := imported(t, exitSomeBad, "--match", "Kenya", "news")
	if some.Read == 0 || some.Read == 50 || some.Unchanged != some.Read {
		t.Errorf("--match: got %+v", some)
	}
	if more := imported(t, exitSomeBad, "--match", "Kenya", "news"); more.Passed != some.Read || more.Read != 0 || more.PassedInputs != 14 {
		t.Errorf("--match, again: got %+v, want %d passed over", more, some.Read)
	}
	imported(t, exitSomeBad, "news")

	// the graph was put back to what it was before a file more, and then was lost
	copied, err := os.ReadFile("entente.db")
	if err != nil {
		t.Fatal(err)
	}
	put(t, "news/6.jsonl", `{"id": "late", "date": "2025-03-12", "text": "Egypt condemned Sudan on Tuesday."}`+"\n")
	if r := imported(t, exitSomeBad, "news"); r.New != 1 || r.Passed != 50 {
		t.Errorf("a file more: got %+v", r)
	}
	whole = exported(t, "entente.db")
	put(t, "entente.db", string(copied))
	again("a graph of before", exitSomeBad, importReport{Read: 1, New: 1, Unchanged: 50, Failed: 1, Passed: 50, PassedInputs: 14}, "news")
	if err := os.Remove("entente.db"); err != nil {
		t.Fatal(err)
	}
	again("no graph any more", exitSomeBad, importReport{Read: 51, New: 51, Failed: 1}, "news")
	put(t, "entente.db.journal", "a note of mine")
	again("a journal that is none", exitSomeBad, importReport{Read: 51, Unchanged: 51, Failed: 1}, "news")
	if b, err := os.ReadFile("entente.db.journal"); err != nil || string(b) != "a note of mine" {
		t.Errorf("a file of another kind was written to: %q, %v", b, err)
	}
}

// An import that was told to stop goes on where it was, in the middle of a file,
// and says which command does so.
func TestJournalGoesOn(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "it's.jsonl", "no JSON\n"+worldLines(300))
	ctx, cancel := context.WithCancel(t.Context())
	var errOut bytes.Buffer
	go func() { // once something is in the journal
		for ctx.Err() == nil {
			if journalled(t, "entente.db.journal") > 0 {
				cancel()
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
	args := []string{"entente", "import", "it's.jsonl", "--batch", "20", "--failed", "bad list.jsonl", "--journal=entente.db.journal"}
	if code := run(ctx, args, nil, io.Discard, &errOut); code != exitInterrupt {
		t.Fatalf("exit code: got %d, want %d; %s", code, exitInterrupt, &errOut)
	}
	if want := `goes on from there: entente import 'it'\''s.jsonl' --batch 20 --failed 'bad list.jsonl' '--journal=entente.db.journal'`; !strings.Contains(errOut.String(), want) {
		t.Errorf("got  %s\nwant %s", &errOut, want)
	}
	kept := journalled(t, "entente.db.journal")
	r := imported(t, exitSomeBad, "it's.jsonl", "--failed", "bad list.jsonl", "--journal=entente.db.journal")
	if r.Passed < 20 || r.Passed < kept || r.Read+r.Passed != 300 || r.Failed != 1 || r.Read == 0 {
		t.Errorf("the same command again: got %+v; want it to go on behind %d", r, kept)
	}
	if b, err := os.ReadFile("bad list.jsonl"); err != nil || strings.Count(string(b), "\n") != 1 {
		t.Errorf("the list of failed documents: got %q, %v; want the one line", b, err)
	}
	got := exported(t, "entente.db")
	imported(t, exitSomeBad, "--store", "sqlite:whole.db", "it's.jsonl", "--failed", "")
	if want := exported(t, "whole.db"); got != want {
		t.Errorf("the graph of two halves is another: %s", cmp.Diff(want, got))
	}
}

// journalled is how many articles a journal knows of, 0 where it is not there
// yet.
func journalled(t *testing.T, path string) int {
	t.Helper()
	n := 0
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Error(err)
		return 0
	}
	defer db.Close()
	_ = db.QueryRow("SELECT coalesce(sum(articles), 0) FROM inputs").Scan(&n)
	return n
}

// TestKilledAmongFiles kills imports of files, tables and archives: what is
// read again at the end is only what was not in the journal, and the graph is
// that of an undisturbed run.
func TestKilledAmongFiles(t *testing.T) {
	dir := t.TempDir()
	const articles = 200
	mixed(t, filepath.Join(dir, "news"), articles)
	entente := func(args ...string) string {
		t.Helper()
		out, said, err := program(t, dir, args...)
		if err != nil && !strings.Contains(said, "not JSON") && !strings.Contains(out, `"failed":1`) {
			t.Fatalf("%v: %v; %s", args, err, said)
		}
		return out
	}
	entente("import", "-q", "--store", "sqlite:whole.db", "news")
	want := entente("export", "--store", "sqlite:whole.db")
	_ = os.Remove(filepath.Join(dir, "failed.jsonl"))
	kept := 0
	for range envNumber("ENTENTE_KILLS", 3) {
		cmd := exec.CommandContext(t.Context(), "entente", "import", "-q", "--batch", "20", "--store", "sqlite:killed.db", "news")
		cmd.Dir = dir
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		journal := filepath.Join(dir, "killed.db.journal")
		for deadline := time.Now().Add(time.Minute); journalled(t, journal) <= kept && kept < articles && time.Now().Before(deadline); {
			time.Sleep(time.Duration(1+rand.IntN(10)) * time.Millisecond)
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if now := journalled(t, journal); now < kept || now > articlesIn(t, dir, "sqlite:killed.db") {
			t.Errorf("killed: the journal knows %d articles, %d before; the graph has %d", now, kept, articlesIn(t, dir, "sqlite:killed.db"))
		} else {
			kept = now
		}
	}
	var r importReport
	if err := json.Unmarshal([]byte(entente("import", "--json", "--batch", "25", "--store", "sqlite:killed.db", "news")), &r); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d read, %d passed over", r.Read, r.Passed)
	if r.Passed != kept || kept == 0 || r.Read != articles-kept || r.Failed != 1 {
		t.Errorf("the same import after kills: got %+v, want %d passed over, the rest of %d read, and the bad line", r, kept, articles)
	}
	if got := entente("export", "--store", "sqlite:killed.db"); got != want {
		t.Errorf("export after kills: -want +got\n%.3000s", cmp.Diff(want, got))
	}
	if b, err := os.ReadFile(filepath.Join(dir, "failed.jsonl")); err != nil || strings.Count(string(b), "no JSON")+strings.Count(string(b), "not JSON") < 1 {
		t.Errorf("failed.jsonl: got %q, %v", b, err)
	}
}
