package neo4j

import (
	"iter"

	"github.com/entente-kg/entente/graph/property"
)

// chunks cuts items into runs of at most maxRows rows, nested ones counted,
// and about maxBytes bytes. An item that is larger than either stands alone.
func chunks[T any](items []T, maxRows, maxBytes int) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		from, rows, bytes := 0, 0, 0
		for i := range items {
			r, b := weight(items[i])
			if i > from && (rows+r > maxRows || bytes+b > maxBytes) {
				if !yield(items[from:i]) {
					return
				}
				from, rows, bytes = i, 0, 0
			}
			rows, bytes = rows+r, bytes+b
		}
		if from < len(items) {
			yield(items[from:])
		}
	}
}

// weight is how many rows a parameter stands for, and about how many bytes it
// takes on the wire.
func weight(v any) (rows, bytes int) {
	const small = 9 // a number or a list's head, at most
	switch v := v.(type) {
	case string:
		return 1, len(v) + small
	case []string:
		bytes = small
		for _, s := range v {
			bytes += len(s) + small
		}
		return 1, bytes
	case []any:
		bytes = small
		for _, value := range v {
			_, b := weight(value)
			bytes += b
		}
		return 1, bytes
	case []property.Map:
		bytes = small
		for _, m := range v {
			r, b := weight(m)
			rows, bytes = rows+r, bytes+b
		}
		return rows, bytes
	case property.Map:
		rows, bytes = 1, small
		for name, value := range v {
			r, b := weight(value)
			if _, nested := value.([]property.Map); nested {
				rows += r
			}
			bytes += len(name) + b
		}
		return rows, bytes
	}
	return 1, small
}
