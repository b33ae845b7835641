package sqlite

import (
	"context"
	"database/sql"
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
	if err == nil {
		err = s.each(ctx, "PRAGMA foreign_key_check", nil, func(scan func(...any) error) error {
			var table, parent string
			var row, key sql.NullInt64
			err := scan(&table, &row, &parent, &key)
			found = append(found, "a row of "+table+" refers to a row of "+parent+" that is not there")
			return err
		})
	}
	return found, s.wrap("examine", err)
}
