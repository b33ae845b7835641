package export

import (
	"iter"
	"slices"
	"time"
)

// each runs f over a sequence up to the first error.
func each[T any](seq iter.Seq2[T, error], f func(*T) error) error {
	for v, err := range seq {
		if err != nil {
			return err
		}
		if err := f(&v); err != nil {
			return err
		}
	}
	return nil
}

// unique sorts a list and drops repetitions.
func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

func isoDay(t time.Time) string { return t.Format(time.DateOnly) }
