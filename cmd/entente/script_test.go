package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/entente-kg/entente/internal/queue/embedded"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if cache, err := os.MkdirTemp("", "entente-test-*"); err == nil { // journals of graphs on a server
		_ = os.Setenv("XDG_CACHE_HOME", cache)
		defer os.RemoveAll(cache)
	}
	testscript.Main(m, map[string]func(){"entente": main, "queue-server": queueServer})
}

// TestScripts runs testdata/script: one file a verb, and one for bad input.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	queues, err := embedded.Start(embedded.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(queues.Stop)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("EXAMPLES", examples)
			e.Setenv("CLOSED", closedPort(t))
			e.Setenv("ENDPOINT", languageModel(t))
			e.Setenv("NATS", queues.URL())
			e.Setenv("TABLES", filepath.Join(examples, "../nlp/read/testdata/tables"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit1": func(ts *testscript.TestScript, _ bool, args []string) { entente(ts, exitError, args) },
			"exit2": func(ts *testscript.TestScript, _ bool, args []string) { entente(ts, exitSomeBad, args) },
			"usage": isUsage,
			"json":  isJSON,
			"make":  makeInput,
			"quiet": isQuiet,
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("no condition %q", name)
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// closedPort is a port of this machine at which nobody answers.
func closedPort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// entente runs the command, which must end with an exit code; the script can
// look at what it wrote.
func entente(ts *testscript.TestScript, code int, args []string) {
	err := ts.Exec("entente", args...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != code {
		ts.Fatalf("entente %s: got %v, want exit status %d", strings.Join(args, " "), err, code)
	}
}

// languageModel serves an OpenAI-compatible endpoint that finds the same two
// claims in every text, one of them made up. Of its models, busy does so after a
// while, and forbidden wants another key.
func languageModel(t *testing.T) string {
	t.Helper()
	const answer = `{"claims": [
		{"relation": "CONDEMNS", "actor": ["Kenya"], "recipient": ["Ghana"], "theme": [], "mediator": [], "polarity": "affirmed", "modality": "asserted", "speaker": "", "evidence": "Kenya condemned Ghana"},
		{"relation": "ATTACKS", "actor": ["Kenya"], "recipient": ["Togo"], "theme": [], "mediator": [], "polarity": "affirmed", "modality": "asserted", "speaker": "", "evidence": "Kenya condemned Ghana"}]}`
	var busy atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ Model string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		switch {
		case asked.Model == "busy" && busy.Add(1) <= 6: // a client gives up after the fifth
			http.Error(w, `{"error": {"message": "try again later"}}`, http.StatusServiceUnavailable)
			return
		case asked.Model == "forbidden":
			http.Error(w, `{"error": {"message": "a wrong key"}}`, http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		err := json.NewEncoder(w).Encode(map[string]any{
			"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": answer}}},
			"usage":   map[string]any{"total_tokens": 3000},
		})
		if err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1"
}

// isUsage runs the command with a mistake in how it is called, which must be
// said in one line on stderr: usage REGEXP ARGS….
func isUsage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: usage REGEXP ARGS…")
	}
	entente(ts, exitUsage, args[1:])
	said := ts.ReadFile("stderr")
	if ok, err := regexp.MatchString(args[0], said); err != nil || !ok || strings.Count(said, "\n") != 1 {
		ts.Fatalf("entente %s: got %q, want one line like %s", strings.Join(args[1:], " "), said, args[0])
	}
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("entente %s: wrote %q to standard output", strings.Join(args[1:], " "), out)
	}
}

// isJSON checks that each line of a file is JSON: json FILE LINES [KEY…], with
// the keys that each line must have.
func isJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: json FILE LINES [KEY…]")
	}
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	if want := args[1]; strconv.Itoa(len(lines)) != want {
		ts.Fatalf("%s: got %d lines, want %s", args[0], len(lines), want)
	}
	for i, line := range lines {
		var v any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			ts.Fatalf("%s: line %d: %v: %.200s", args[0], i+1, err, line)
		}
		object, _ := v.(map[string]any)
		for _, key := range args[2:] {
			if _, ok := object[key]; !ok {
				ts.Fatalf("%s: line %d has no %q: %.200s", args[0], i+1, key, line)
			}
		}
	}
}

// isQuiet checks that a file holds nothing that could steer a terminal:
// quiet FILE.
func isQuiet(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.ReadFile(args[0])
	for i, r := range text {
		if r != '\n' && isHidden(r) {
			ts.Fatalf("%s: %q stands at byte %d: %q", args[0], r, i, text[max(0, i-40):min(len(text), i+40)])
		}
	}
	if len(text) == 0 {
		ts.Fatalf("%s is empty: there is nothing to be quiet", args[0])
	}
}

// makeInput makes inputs that are too large or too odd to be stored:
// make KIND FILE.
func makeInput(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: make KIND FILE")
	}
	content, ok := oddInputs[args[0]]
	if !ok {
		ts.Fatalf("make %s: unknown", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), content(ts), 0o644))
}

const report = "ISLAMABAD, March 12 (Wire) - Pakistan extradited a suspect to the United States on Tuesday. President Donald Trump thanked Pakistan.\n"

var oddInputs = map[string]func(*testscript.TestScript) []byte{
	"binary": func(*testscript.TestScript) []byte {
		var b []byte
		for i := range 5000 {
			b = append(b, byte(i*i>>3), 0, byte(i))
		}
		return b
	},
	"latin1": func(*testscript.TestScript) []byte {
		return []byte("PARIS, May 2 - Fran\xe7ois Hollande visited Germany.\n")
	},
	"not-utf8": func(*testscript.TestScript) []byte {
		return []byte("{\"text\": \"Iran attacked \xff\xfe\x80 Israel.\"}\n")
	},
	"line-of-50-MB": func(*testscript.TestScript) []byte {
		return bytes.Repeat([]byte("Iran attacked Israel and nobody put in a line break. "), 50<<20/53)
	},
	"jsonl-with-a-line-of-50-MB": func(*testscript.TestScript) []byte {
		long := bytes.Repeat([]byte("Iran attacked Israel. "), 50<<20/22)
		return fmt.Appendf(nil, "{\"text\": %q}\n{\"text\": \"%s\"}\n{\"text\": %q}\n", report, long, "Kenya and Uganda signed a border agreement on Monday.")
	},
	"truncated-gz": func(ts *testscript.TestScript) []byte {
		b := compressed(ts, strings.Repeat(report, 2000))
		return b[:len(b)/2]
	},
	"bomb-gz": func(ts *testscript.TestScript) []byte { return compressed(ts, strings.Repeat("a", 200<<20)) },
	"slip-zip": func(ts *testscript.TestScript) []byte {
		return zipped(ts, map[string]string{"../../slip.txt": report, "good.txt": report, "/etc/slip.txt": report})
	},
	"bomb-zip": func(ts *testscript.TestScript) []byte {
		return zipped(ts, map[string]string{"bomb.txt": strings.Repeat("a", 200<<20), "good.txt": report})
	},
	"hostile": func(*testscript.TestScript) []byte {
		// what a terminal, SQL, Cypher and HTML would act upon
		text := "Iran attacked Israel\x1b[31m on \u202eTuesday\u2069\x1b]0;owned\x07 \u009b31m.\r\x1b[2J"
		line, err := json.Marshal(map[string]string{
			"id": "k\x1b[1m", "text": text, "date": "2025-03-12", "url": "https://wire.example/\x1b[31m",
			"title":  "T\x1b[5m\u202e<script>alert(1)</script> '); DROP TABLE claims;--",
			"source": "Evil\x1b[2J Wire\u202e' }) DETACH DELETE n //",
		})
		if err != nil {
			panic(err)
		}
		return append(line, '\n')
	},
}

func compressed(ts *testscript.TestScript, text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	ts.Check(err)
	ts.Check(w.Close())
	return b.Bytes()
}

func zipped(ts *testscript.TestScript, members map[string]string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range members {
		f, err := w.Create(name)
		ts.Check(err)
		_, err = f.Write([]byte(text))
		ts.Check(err)
	}
	ts.Check(w.Close())
	return b.Bytes()
}
