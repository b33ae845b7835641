package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/entente-kg/entente/nlp/read"
)

// failures counts documents that could not be used, names each on stderr, and
// writes them to a file for a later try.
type failures struct {
	path  string // "" for no file
	err   io.Writer
	file  *os.File
	count int
}

// shownFailures is how many are named on stderr; the file has them all.
const shownFailures = 20

// failure is a line of failed.jsonl.
type failure struct {
	Input  string `json:"input"`
	Member string `json:"member,omitempty"`
	Line   int    `json:"line,omitempty"`
	Key    string `json:"key,omitempty"`
	Kind   string `json:"kind,omitempty"`
	Reason string `json:"reason"`
}

// newFailures refuses a path at which there is something other than an earlier
// list of failures, for it would be overwritten.
func newFailures(path string, errOut io.Writer) (*failures, error) {
	f := &failures{path: path, err: errOut}
	if path == "" {
		return f, nil
	}
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("failed documents: %w; name another file with --failed", err)
	}
	defer file.Close()
	var first failure
	line, err := bufio.NewReader(io.LimitReader(file, 1<<20)).ReadBytes('\n')
	if len(line) == 0 && errors.Is(err, io.EOF) {
		return f, nil
	}
	if json.Unmarshal(line, &first) != nil || first.Reason == "" {
		return nil, usage("--failed another.jsonl", "--failed %s: the file is there and is no list of failed documents", path)
	}
	return f, nil
}

func (f *failures) add(d read.Document, err error) error {
	f.count++
	if f.count <= shownFailures {
		fmt.Fprintln(f.err, plain(err.Error()))
	} else if f.count == shownFailures+1 {
		fmt.Fprintln(f.err, "more documents failed; "+f.where())
	}
	if f.path == "" {
		return nil
	}
	if f.file == nil {
		file, err := os.Create(f.path)
		if err != nil {
			return fmt.Errorf("failed documents: %w; name another file with --failed", err)
		}
		f.file = file
	}
	line := failure{Input: d.Origin.Path, Member: d.Origin.Member, Line: d.Origin.Line, Key: d.Key, Reason: err.Error()}
	if r, ok := errors.AsType[*read.Error](err); ok {
		line.Input, line.Member, line.Line, line.Kind = r.Path, r.Member, r.Line, string(r.Skip)
	}
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	if _, err = f.file.Write(append(data, '\n')); err != nil {
		return fmt.Errorf("failed documents: %w", err)
	}
	return nil
}

func (f *failures) where() string {
	if f.path == "" {
		return "they are left out"
	}
	return "all are listed in " + f.path
}

// close ends the file, and gives errSomeBad when there were any failures. When
// a run that went through had none, an earlier run's list is taken away, for it
// holds no longer.
func (f *failures) close(through bool) error {
	if f.file != nil {
		if err := f.file.Close(); err != nil {
			return fmt.Errorf("failed documents: %w", err)
		}
	}
	if f.count > 0 {
		return errSomeBad
	}
	if info, err := os.Lstat(f.path); through && err == nil && info.Mode().IsRegular() {
		if err := os.Remove(f.path); err != nil {
			return fmt.Errorf("failed documents: %w", err)
		}
	}
	return nil
}
