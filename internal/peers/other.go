package main

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

//go:embed wink.js
var winkJS string

//go:embed spacy.py
var spacyPY string

//go:embed CoreNLP.java
var coreNLPJava string

// other is a peer in another language: a process that holds the articles and
// analyses them whenever it gets a line.
type other struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Scanner
	errors *strings.Builder
}

// program is how a peer is started: its command, the script by the name of its
// file, the script's arguments.
type program struct {
	name, hint   string
	command      []string
	file, script string
	args, env    []string
}

func programs(o options) []program {
	return []program{
		{
			name: "wink-nlp, text to tags and entities", command: []string{"node"}, file: "wink.js", script: winkJS,
			hint: "npm install --prefix DIR wink-nlp@2.4.0 wink-eng-lite-web-model@1.8.1, then -modules DIR/node_modules",
			env:  []string{"NODE_PATH=" + o.modules},
		},
		{
			name: "spaCy, text to trees and names", command: []string{"python3"}, file: "spacy.py", script: spacyPY,
			args: []string{o.spacy},
			hint: "pip install spacy and its model en_core_web_sm, or -spacy with the name or folder of a model",
			env:  []string{"OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "PYTHONSAFEPATH=1"}, // the file is not the module of its name
		},
		{
			name: "CoreNLP, text to trees, names and dates", file: "CoreNLP.java", script: coreNLPJava,
			command: []string{"java", "-Xmx4g", "-XX:+UseSerialGC", "-cp", filepath.Join(o.corenlp, "*")},
			hint:    "make corenlp CORENLP=DIR, half a gigabyte, then -corenlp DIR",
		},
	}
}

// othersOf starts the peers that are there, and says what is missing.
func othersOf(o options, articles []schema.Article) (there []contestant, missing []absent) {
	for _, p := range programs(o) {
		version, peer, err := p.start(articles)
		if err != nil {
			missing = append(missing, absent{p.name, err.Error(), p.hint})
			continue
		}
		there = append(there, contestant{name: p.name, version: version, round: peer.round, close: peer.close})
	}
	return there, missing
}

// start runs the script, hands the articles over, and lets it analyse them once,
// which also shows that it can.
func (p program) start(articles []schema.Article) (version string, o *other, err error) {
	path, err := exec.LookPath(p.command[0])
	if err != nil {
		return "", nil, errors.New("there is no " + p.command[0])
	}
	dir, err := os.MkdirTemp("", "entente-peer-")
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // it has been read by then
	file := filepath.Join(dir, p.file)
	if err := os.WriteFile(file, []byte(p.script), 0o600); err != nil {
		return "", nil, err
	}
	o = &other{cmd: exec.Command(path, slices.Concat(p.command[1:], []string{file}, p.args)...), errors: &strings.Builder{}}
	o.cmd.Env = append(os.Environ(), p.env...)
	o.cmd.Stderr = o.errors
	if o.in, err = o.cmd.StdinPipe(); err != nil {
		return "", nil, err
	}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	o.out = bufio.NewScanner(out)
	if err := o.cmd.Start(); err != nil {
		return "", nil, err
	}
	version, err = o.give(articles)
	if err == nil {
		_, _, err = o.round()
	}
	if err != nil {
		_ = o.close()
		return "", nil, fmt.Errorf("%s: %s", p.command[0], firstError(o.errors.String(), err))
	}
	return version, o, nil
}

// give hands the articles over; the process answers with its version.
func (o *other) give(articles []schema.Article) (version string, err error) {
	enc := json.NewEncoder(o.in)
	for _, a := range articles {
		if err := enc.Encode(a.Text); err != nil {
			return "", err
		}
	}
	var v struct {
		Version string `json:"version"`
	}
	err = o.ask("\n", &v)
	return v.Version, err
}

// firstError is the line of a trace that says what is wrong.
func firstError(trace string, err error) string {
	for line := range strings.Lines(trace) {
		if strings.Contains(line, "Error") || strings.Contains(line, "error:") || strings.Contains(line, "Exception") {
			return strings.TrimSpace(line)
		}
	}
	return err.Error()
}

// round lets the process analyse all articles once.
func (o *other) round() (int, time.Duration, error) {
	var r struct {
		Tokens  int     `json:"tokens"`
		Seconds float64 `json:"seconds"`
	}
	err := o.ask("go\n", &r)
	return r.Tokens, time.Duration(r.Seconds * float64(time.Second)), err
}

// ask writes a line and reads the answer.
func (o *other) ask(line string, answer any) error {
	if _, err := io.WriteString(o.in, line); err != nil {
		return err
	}
	if !o.out.Scan() {
		return errors.New("it ended early")
	}
	return json.Unmarshal(o.out.Bytes(), answer)
}

func (o *other) close() error {
	_ = o.in.Close()
	return o.cmd.Wait()
}
