package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/entente-kg/entente/nlp/read"
)

// failures counts documents that could not be used, names each on stderr, and
// writes them to a file for a later try.
type failures struct {
	path  string // "" for no file
	err   io.Writer
	file  *os.File
	count int

	former []formerFailure // of earlier runs
	named  map[string]bool // their inputs
	seen   map[string]bool // inputs that this run has read
	partly map[string]bool // those of them that it has not read from their beginning
	again  map[string]bool // lines of former ones that this run has found again
}

// formerFailure is a line of an earlier run's list.
type formerFailure struct {
	input string
	line  []byte
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
	URL    string `json:"url,omitempty"` // of a page that was to be fetched
	Reason string `json:"reason"`
}

// newFailures refuses a path at which there is something other than an earlier
// list of failures, for it would be overwritten.
func newFailures(path string, errOut io.Writer) (*failures, error) {
	f := &failures{path: path, err: errOut, named: map[string]bool{}, seen: map[string]bool{}, partly: map[string]bool{}, again: map[string]bool{}}
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
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var former failure
		if json.Unmarshal(lines.Bytes(), &former) != nil || former.Reason == "" {
			return nil, usage("--failed another.jsonl", "--failed %s: the file is there and is no list of failed documents", path)
		}
		at := absolute(former.Input)
		f.former, f.named[at] = append(f.former, formerFailure{at, bytes.Clone(lines.Bytes())}), true
	}
	if lines.Err() != nil {
		return nil, usage("--failed another.jsonl", "--failed %s: the file is there and is no list of failed documents", path)
	}
	return f, nil
}

func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

// saw notes that the run has read an input: what an earlier run said of it
// holds no longer. Where it has read only the rest of it, what was said of what
// comes before does.
func (f *failures) saw(d read.Document, err error, rest bool) {
	path := d.Origin.Path
	if r, ok := errors.AsType[*read.Error](err); ok {
		path = r.Path
	}
	if len(f.former) > 0 {
		f.seen[absolute(path)] = true
		if rest {
			f.partly[absolute(path)] = true
		}
	}
}

// lists reports whether an earlier run's list names an input.
func (f *failures) lists(path string) bool { return f.named[absolute(path)] }

// sync puts what is listed so far on the disk.
func (f *failures) sync() error {
	if f.file == nil {
		return nil
	}
	if err := f.file.Sync(); err != nil {
		return fmt.Errorf("failed documents: %w", err)
	}
	return nil
}

func (f *failures) add(d read.Document, err error) error {
	f.count++
	err = placed(d, err)
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
		for _, former := range f.former { // until close, which knows what holds
			if _, err := f.file.Write(append(former.line, '\n')); err != nil {
				return fmt.Errorf("failed documents: %w", err)
			}
		}
	}
	line := failure{Input: d.Origin.Path, Member: d.Origin.Member, Line: d.Origin.Line, Key: d.Key, Reason: err.Error()}
	if r, ok := errors.AsType[*read.Error](err); ok {
		line.Input, line.Member, line.Line, line.Kind = r.Path, r.Member, r.Line, string(r.Skip)
		if r.Link != nil {
			line.URL = r.Link.URL
		}
	}
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	if len(f.partly) > 0 {
		f.again[string(data)] = true
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
// the run went through, what earlier runs said of the same inputs is taken
// away, and the list with it when nothing is left in it.
func (f *failures) close(through bool) error {
	if f.file != nil {
		if err := f.file.Close(); err != nil {
			return fmt.Errorf("failed documents: %w", err)
		}
	}
	if err := f.tidy(through); err != nil {
		return fmt.Errorf("failed documents: %w", err)
	}
	if f.count > 0 {
		return errSomeBad
	}
	return nil
}

func (f *failures) tidy(through bool) error {
	holds := slices.DeleteFunc(slices.Clone(f.former), func(l formerFailure) bool {
		_, err := os.Stat(l.input)
		if err != nil { // what is no more can't be tried again
			return true
		}
		return f.seen[l.input] && (!f.partly[l.input] || f.again[string(l.line)])
	})
	info, err := os.Lstat(f.path)
	if !through || f.path == "" || err != nil || !info.Mode().IsRegular() {
		return nil
	}
	switch {
	case f.count == 0 && len(holds) == 0:
		return os.Remove(f.path)
	case len(holds) == len(f.former):
		return nil
	}
	return writeTo(f.path, nil, func(w io.Writer) error {
		for _, l := range holds {
			if _, err := w.Write(append(l.line, '\n')); err != nil {
				return err
			}
		}
		if f.count == 0 {
			return nil
		}
		from, err := os.Open(f.path)
		if err != nil {
			return err
		}
		r := bufio.NewReader(from)
		for range f.former { // they come first
			if _, err := r.ReadBytes('\n'); err != nil {
				return errors.Join(err, from.Close())
			}
		}
		_, err = r.WriteTo(w)
		return errors.Join(err, from.Close())
	})
}
