package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// articleLines are JSON lines of articles that tell of different things.
func articleLines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "{\"id\": \"n%d\", \"date\": \"2025-03-12\", \"text\": \"Iran attacked Israel on Tuesday. Report %d.\"}\n", i, i)
	}
	return b.String()
}

// stalls gives its text, calls then and gives nothing more, as a terminal at
// which nobody types.
type stalls struct {
	text io.Reader
	then func()
}

func (s stalls) Read(b []byte) (int, error) {
	n, err := s.text.Read(b)
	if errors.Is(err, io.EOF) {
		s.then()
		select {}
	}
	return n, err
}

func TestInterruptedImport(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	lines := articleLines(150)
	ctx, cancel := context.WithCancel(t.Context())
	var out, errOut bytes.Buffer
	in := stalls{strings.NewReader(lines), func() { time.AfterFunc(time.Second, cancel) }}
	code := run(ctx, []string{"entente", "import", "--input-format", "jsonl", "-"}, in, &out, &errOut)
	if code != exitInterrupt {
		t.Fatalf("exit code: got %d, want %d; stderr %s", code, exitInterrupt, &errOut)
	}
	var kept int
	if _, err := fmt.Sscanf(errOut.String(), "entente: interrupted; %d articles are kept in sqlite:entente.db; the same command again goes on from there", &kept); err != nil || kept < 1 {
		t.Fatalf("stderr: got %q (%v), want it to say how many articles are kept", &errOut, err)
	}
	if out.Len() > 0 {
		t.Errorf("stdout: got %q, want nothing", &out)
	}
	t.Logf("%d of 150 were kept", kept)

	// the same command goes on: what is kept is not read anew, and the graph is whole
	out.Reset()
	if code := run(t.Context(), []string{"entente", "import", "--json", "--input-format", "jsonl", "-"}, strings.NewReader(lines), &out, &errOut); code != exitOK {
		t.Fatalf("second run: got exit code %d, want 0; stderr %s", code, &errOut)
	}
	if want := fmt.Sprintf(`"read":150,"new":%d,"changed":0,"unchanged":%d,"older":0,"failed":0`, 150-kept, kept); !strings.Contains(out.String(), want) {
		t.Errorf("second run: got %s, want %s", &out, want)
	}
	whole := exported(t, "entente.db")
	if code := run(t.Context(), []string{"entente", "import", "-q", "--store", "sqlite:whole.db", "--input-format", "jsonl", "-"}, strings.NewReader(lines), io.Discard, &errOut); code != exitOK {
		t.Fatalf("import in one go: exit code %d; stderr %s", code, &errOut)
	}
	if want := exported(t, "whole.db"); whole != want {
		t.Errorf("an interrupted and resumed import gives another graph than one in one go:\n%.500s\n%.500s", whole, want)
	}
}

func exported(t *testing.T, path string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	if code := run(t.Context(), []string{"entente", "export", "--store", "sqlite:" + path}, nil, &out, &errOut); code != exitOK || out.Len() == 0 {
		t.Fatalf("export %s: exit code %d, %d bytes; stderr %s", path, code, out.Len(), &errOut)
	}
	return out.String()
}

// TestSignal interrupts the real program, with a real signal.
func TestSignal(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "entente", "import", "--input-format", "jsonl", "-")
	cmd.Dir = dir
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, articleLines(100)); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Minute); ; time.Sleep(10 * time.Millisecond) { // once the store is open, signals are heard
		if _, err := os.Stat(filepath.Join(dir, "entente.db")); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the store was not opened within five minutes")
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait() // its input is still open
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitInterrupt || !strings.Contains(errOut.String(), "the same command again goes on from there") {
		t.Errorf("got %v and %q, want exit status %d and how to go on", err, &errOut, exitInterrupt)
	}
}

// A run that was told to stop did not go through, whatever failed before.
func TestInterruptedExtract(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	var out, errOut bytes.Buffer
	in := stalls{strings.NewReader("no JSON\n" + articleLines(150)), func() { time.AfterFunc(time.Second, cancel) }}
	code := run(ctx, []string{"entente", "extract", "--input-format", "jsonl", "-"}, in, &out, &errOut)
	if code != exitInterrupt || !strings.Contains(errOut.String(), "line 1: not JSON") || strings.Count(out.String(), "\n") == 0 {
		t.Errorf("got exit code %d, stdout %q, stderr %q; want %d, lines for good documents, and the bad one named", code, out.String()[:min(200, out.Len())], &errOut, exitInterrupt)
	}
}
