package neo4j

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

// made finds the name of the constraint or index that a statement makes.
var made = regexp.MustCompile(`^CREATE (?:FULLTEXT )?(?:CONSTRAINT|INDEX) (\S+) IF NOT EXISTS`)

// Check looks whether the constraints and indexes are there and online. It
// gives what is wrong, nothing where all is well; Migrate mends it.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	there := map[string]string{} // name → state
	for _, ask := range []string{"constraint_names", "index_names"} {
		rows, err := s.read(ctx, ask, nil)
		if err != nil {
			return nil, err
		}
		for _, m := range rows {
			there[m.text("name")] = m.text("state")
		}
	}
	var found []string
	for _, text := range s.schemaStatements() {
		m := made.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		switch state, ok := there[m[1]]; {
		case !ok:
			found = append(found, "the constraint or index "+m[1]+" is not there; --repair makes it")
		case state != "ONLINE" && state != "":
			found = append(found, "the index "+m[1]+" is "+strings.ToLower(state)+"; wait until it is online, or drop it and use --repair")
		}
	}
	slices.Sort(found)
	return found, nil
}
