package export

import "iter"

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
