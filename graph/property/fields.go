package property

// Fields are the properties of a node or relationship in an order that is the
// same for all of its kind: a name, its value, the next name. Those that are
// empty stand there too.
type Fields []any

// Map gives the properties by name, without those that are empty.
func (f Fields) Map() Map {
	m := make(Map, len(f)/2)
	for i := 0; i+1 < len(f); i += 2 {
		if !empty(f[i+1]) {
			m[f[i].(string)] = f[i+1]
		}
	}
	return m
}

// Names gives the names.
func (f Fields) Names() []string {
	names := make([]string, 0, len(f)/2)
	for i := 0; i+1 < len(f); i += 2 {
		names = append(names, f[i].(string))
	}
	return names
}

// Values gives the values in the order of the names, nil for what is empty.
func (f Fields) Values() []any {
	values := make([]any, len(f)/2)
	for i := range values {
		if v := f[2*i+1]; !empty(v) {
			values[i] = v
		}
	}
	return values
}

// empty says what is null in Cypher.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []string:
		return len(v) == 0
	case []float64:
		return len(v) == 0
	}
	return false
}
