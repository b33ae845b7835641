package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/entente-kg/entente/nlp/coder"
)

// leftOut counts the rows of coders' tables of which no claim can be made, by
// reason: they are no failures, and too many to be named one by one.
type leftOut map[string]int

// maxReasons bounds the reasons that are kept; what a table may write is endless.
const maxReasons = 500

// takes counts an error that leaves a row out, and reports whether it is one.
func (l leftOut) takes(err error) bool {
	u, ok := errors.AsType[*coder.Unsaid](err)
	if !ok {
		return false
	}
	reason := u.Reason
	if _, there := l[reason]; !there && len(l) >= maxReasons {
		reason = "other reasons"
	}
	l[reason]++
	return true
}

func (l leftOut) count() int {
	n := 0
	for _, k := range l {
		n += k
	}
	return n
}

// shownReasons is how many reasons are told; --json has all.
const shownReasons = 10

// print tells the reasons, the most frequent first.
func (l leftOut) print(w io.Writer) {
	if len(l) == 0 {
		return
	}
	fmt.Fprintf(w, "  left out  %s of coders' tables\n", count(l.count(), "row"))
	reasons := slices.SortedFunc(maps.Keys(l), func(a, b string) int { return cmp.Or(l[b]-l[a], cmp.Compare(a, b)) })
	for i, r := range reasons {
		if i == shownReasons {
			fmt.Fprintf(w, "            and %s\n", count(len(reasons)-i, "more reason"))
			break
		}
		fmt.Fprintf(w, "            %d: %s\n", l[r], plain(r))
	}
}
