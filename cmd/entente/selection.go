package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"regexp"
	"slices"
	"sync/atomic"

	"github.com/entente-kg/entente/nlp/read"
	"github.com/urfave/cli/v2"
)

// selection is which of the documents that are read go on to be analysed.
type selection struct {
	since string // day of publication, "" for any
	match *regexp.Regexp
	limit int // 0 for all

	refused atomic.Int64 // documents that since or match do not take
}

func selectionFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "since", Usage: "only articles published on this `DAY` (YYYY-MM-DD) or later; what has no date is left out"},
		&cli.StringFlag{Name: "match", Usage: "only articles whose title or text matches this regular expression (RE2; letter case does not count)"},
		&cli.IntFlag{Name: "limit", Usage: "stop after so many articles; 0 for all"},
	}
}

func newSelection(c *cli.Context) (*selection, error) {
	s := &selection{since: c.String("since"), limit: c.Int("limit")}
	if err := checkDay(c, "since"); err != nil {
		return nil, err
	}
	if s.limit < 0 {
		return nil, usage("--limit 100", "--limit %d: want 0 (all) or more", s.limit)
	}
	if m := c.String("match"); m != "" {
		var err error
		if s.match, err = regexp.Compile("(?i)" + m); err != nil {
			return nil, usage(`--match 'ceasefire|truce'`, "--match %q: %v", m, err)
		}
	}
	return s, nil
}

// narrows reports whether anything may be left out.
func (s *selection) narrows() bool { return s.since != "" || s.match != nil || s.limit > 0 }

// of passes on the chosen documents, and all that failed before the limit.
func (s *selection) of(docs iter.Seq[input]) iter.Seq[input] {
	if !s.narrows() {
		return docs
	}
	return func(yield func(input) bool) {
		n := 0
		for in := range docs {
			if in.err == nil && !in.left {
				if !s.chosen(&in) {
					s.refused.Add(1)
					if in = in.place(); in.left && !yield(in) {
						return
					}
					continue
				}
				if n++; s.limit > 0 && n > s.limit {
					return
				}
			}
			if !yield(in) {
				return
			}
		}
	}
}

// place is what is left of a document that is not chosen: where it stands, for
// who keeps a journal of that.
func (in *input) place() input {
	return input{doc: read.Document{Origin: in.doc.Origin, Reached: in.doc.Reached}, left: in.doc.Reached.File != nil, online: in.online, list: in.list}
}

func (s *selection) chosen(in *input) bool {
	if s.since != "" && (in.doc.Published.IsZero() || in.doc.Published.Last().Format("2006-01-02") < s.since) {
		return false
	}
	return s.match == nil || s.match.MatchString(in.doc.Title) || s.match.MatchString(in.doc.Text)
}

// failedInputs are the inputs that a list of failed documents names, in its
// order; and of inputs of which only pages could not be fetched, their
// addresses.
func failedInputs(path string) (out []string, only map[string]map[string]bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("--retry: %w", err)
	}
	defer f.Close()
	only = map[string]map[string]bool{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var x failure
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil || x.Input == "" || x.Reason == "" {
			return nil, nil, usage("--retry failed.jsonl", "--retry %s: line %d is no failed document; want a file that an import wrote by --failed", path, n)
		}
		if x.Input != "-" && !slices.Contains(out, x.Input) {
			out, only[x.Input] = append(out, x.Input), map[string]bool{}
		}
		if urls := only[x.Input]; x.URL == "" {
			only[x.Input] = nil // all of it
		} else if urls != nil {
			urls[x.URL] = true
		}
	}
	if err := lines.Err(); err != nil {
		return nil, nil, fmt.Errorf("--retry %s: %w", path, err)
	}
	return out, only, nil
}
