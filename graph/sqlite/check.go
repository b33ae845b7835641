package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Check has SQLite examine the file itself: its pages, its indexes, and the
// references between its tables. It gives what is wrong, nothing where all is
// well.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	var found []string
	err := s.each(ctx, "PRAGMA integrity_check(20)", nil, func(scan func(...any) error) error {
		var line string
		err := scan(&line)
		if err == nil && line != "ok" {
			found = append(found, "the file is damaged: "+strings.TrimSpace(line)+"; restore it from a copy, or import into a new path")
		}
		return err
	})
	dangling, order := map[string]int{}, []string{}
	if err == nil {
		err = s.each(ctx, "PRAGMA foreign_key_check", nil, func(scan func(...any) error) error {
			var table, parent string
			var row, key sql.NullInt64
			err := scan(&table, &row, &parent, &key)
			what := table + " that refer to rows of " + parent + " that are not there"
			if dangling[what]++; dangling[what] == 1 {
				order = append(order, what)
			}
			return err
		})
	}
	for _, what := range order {
		found = append(found, fmt.Sprintf("%d rows of %s", dangling[what], what))
	}
	return found, s.wrap("examine", err)
}
