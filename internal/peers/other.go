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
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

//go:embed wink.js
var winkJS string

//go:embed spacy.py
var spacyPY string

// other is a peer in another language: a process that holds the articles and
// analyses them whenever it gets a line.
type other struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Scanner
	errors *strings.Builder
}

// othersOf starts the peers that are there; what is missing is said and left
// out.
func othersOf(modules string, articles []schema.Article, log io.Writer) []contestant {
	var all []contestant
	for _, o := range []struct {
		name, program, script, hint string
		env                         []string
	}{
		{
			"wink-nlp, text to tags and entities", "node", winkJS,
			"npm install --prefix DIR wink-nlp@2.4.0 wink-eng-lite-web-model@1.8.1, then -modules DIR/node_modules",
			[]string{"NODE_PATH=" + modules},
		},
		{
			"spaCy en_core_web_sm, text to trees and names", "python3", spacyPY,
			"pip install spacy, and its model en_core_web_sm",
			[]string{"OMP_NUM_THREADS=1"},
		},
	} {
		p, err := start(o.program, o.script, o.env, articles)
		if err != nil {
			fmt.Fprintf(log, "%s: left out: %v (%s)\n", o.name, err, o.hint)
			continue
		}
		all = append(all, contestant{name: o.name, round: p.round, close: p.close})
	}
	return all
}

// start runs the script, hands the articles over, and lets it analyse them once,
// which also shows that it can.
func start(program, script string, env []string, articles []schema.Article) (*other, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, errors.New("there is no " + program)
	}
	flag := "-e"
	if program == "python3" {
		flag = "-c"
	}
	o := &other{cmd: exec.Command(path, flag, script), errors: &strings.Builder{}}
	o.cmd.Env = append(os.Environ(), env...)
	o.cmd.Stderr = o.errors
	if o.in, err = o.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	o.out = bufio.NewScanner(out)
	if err := o.cmd.Start(); err != nil {
		return nil, err
	}
	enc := json.NewEncoder(o.in)
	for _, a := range articles {
		if err = enc.Encode(a.Text); err != nil {
			break
		}
	}
	if err == nil {
		_, err = io.WriteString(o.in, "\n")
	}
	if err == nil {
		_, _, err = o.round()
	}
	if err != nil {
		_ = o.close()
		return nil, fmt.Errorf("%s: %s", filepath.Base(path), firstError(o.errors.String(), err))
	}
	return o, nil
}

// firstError is the line of a trace that says what is wrong.
func firstError(trace string, err error) string {
	for line := range strings.Lines(trace) {
		if strings.Contains(line, "Error") {
			return strings.TrimSpace(line)
		}
	}
	return err.Error()
}

// round lets the process analyse all articles once.
func (o *other) round() (int, time.Duration, error) {
	if _, err := io.WriteString(o.in, "go\n"); err != nil {
		return 0, 0, err
	}
	if !o.out.Scan() {
		return 0, 0, errors.New("it ended early")
	}
	var r struct {
		Tokens  int     `json:"tokens"`
		Seconds float64 `json:"seconds"`
	}
	if err := json.Unmarshal(o.out.Bytes(), &r); err != nil {
		return 0, 0, err
	}
	return r.Tokens, time.Duration(r.Seconds * float64(time.Second)), nil
}

func (o *other) close() error {
	_ = o.in.Close()
	return o.cmd.Wait()
}
