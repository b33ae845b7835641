package export

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/graph/property"
)

// csvFile is a file of rows and, apart, of its header, which is known when all
// rows are: neo4j-admin takes both together.
type csvFile struct {
	kind    string // nodes or relationships
	header  map[string]string
	path    string
	file    *os.File
	w       *bufio.Writer
	columns []string
	types   map[string]string
	rows    []rowSize
}

// rowSize is a row's length in bytes, without its end, and in columns: rows
// that were written before the last column came up are filled up at the end.
type rowSize struct{ bytes, columns int32 }

// arrayDelimiter parts the items of a list: a control character that no name
// or text is shown by.
const arrayDelimiter = "\x1f"

// node and ends are the columns that tell neo4j-admin what a row is.
func node(group string) map[string]string {
	return map[string]string{"id": "id:ID(" + group + ")", ":LABEL": ":LABEL"}
}

func ends(from, to string) map[string]string {
	return map[string]string{":START_ID": ":START_ID(" + from + ")", ":TYPE": ":TYPE", ":END_ID": ":END_ID(" + to + ")"}
}

// put writes a row; columns come up as rows have them.
func (b *bulk) put(name string, header map[string]string, row property.Map) error {
	f := b.files[name]
	if f == nil {
		path := filepath.Join(b.folder, name)
		file, err := os.Create(path + ".csv")
		if err != nil {
			return err
		}
		f = &csvFile{kind: "relationships", header: header, path: path, file: file, w: bufio.NewWriter(file), types: map[string]string{}}
		if _, ok := header[":LABEL"]; ok {
			f.kind = "nodes"
		}
		b.files[name] = f
		f.columns = slices.Sorted(maps.Keys(header))
	}
	return f.put(row)
}

func (f *csvFile) put(row property.Map) error {
	for _, name := range slices.Sorted(maps.Keys(row)) {
		kind, err := csvType(row[name])
		if err != nil {
			return fmt.Errorf("%s: %s: %w", f.path, name, err)
		}
		if f.header[name] != "" {
			continue
		}
		if f.types[name] == "" {
			f.types[name] = kind
			f.columns = append(f.columns, name)
		} else if f.types[name] != kind {
			return fmt.Errorf("%s: %s is %s and %s", f.path, name, f.types[name], kind)
		}
	}
	var line strings.Builder
	for i, name := range f.columns {
		if i > 0 {
			line.WriteByte(',')
		}
		if v, ok := row[name]; ok {
			line.WriteString(csvField(v))
		}
	}
	f.rows = append(f.rows, rowSize{int32(line.Len()), int32(len(f.columns))})
	_, err := f.w.WriteString(line.String() + "\n")
	return err
}

// csvType is neo4j-admin's name of a property's type.
func csvType(v any) (string, error) {
	switch v.(type) {
	case string:
		return "string", nil
	case []string:
		return "string[]", nil
	case bool:
		return "boolean", nil
	case int:
		return "long", nil
	case float64:
		return "double", nil
	case []float64:
		return "double[]", nil
	}
	return "", fmt.Errorf("no type for %T", v)
}

func csvField(v any) string {
	switch v := v.(type) {
	case string:
		return quoted(v)
	case []string:
		list := make([]string, len(v))
		for i, s := range v {
			list[i] = strings.ReplaceAll(s, arrayDelimiter, " ")
		}
		return quoted(strings.Join(list, arrayDelimiter))
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []float64:
		list := make([]string, len(v))
		for i, x := range v {
			list[i] = strconv.FormatFloat(x, 'g', -1, 64)
		}
		return quoted(strings.Join(list, arrayDelimiter))
	}
	return ""
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// close ends the file and writes its header.
func (f *csvFile) close() error {
	err := errors.Join(f.w.Flush(), f.file.Close())
	names := make([]string, len(f.columns))
	for i, c := range f.columns {
		if names[i] = f.header[c]; names[i] == "" {
			names[i] = c + ":" + f.types[c]
		}
	}
	if err == nil && f.rows[0].columns < int32(len(f.columns)) {
		err = f.fillUp()
	}
	return errors.Join(err, os.WriteFile(f.path+"-header.csv", []byte(strings.Join(names, ",")+"\n"), 0o666))
}

// fillUp gives every row all columns: neo4j-admin reads on in the next line
// where some are lacking.
func (f *csvFile) fillUp() error {
	from, err := os.Open(f.path + ".csv")
	if err != nil {
		return err
	}
	to, err := os.Create(f.path + ".part")
	if err != nil {
		return errors.Join(err, from.Close())
	}
	r, w := bufio.NewReader(from), bufio.NewWriter(to)
	for _, row := range f.rows {
		_, err = io.CopyN(w, r, int64(row.bytes))
		if err == nil {
			_, err = r.Discard(len("\n"))
		}
		if err == nil {
			_, err = w.WriteString(strings.Repeat(",", len(f.columns)-int(row.columns)) + "\n")
		}
		if err != nil {
			break
		}
	}
	if err = errors.Join(err, w.Flush(), to.Close(), from.Close()); err != nil {
		return err
	}
	return os.Rename(f.path+".part", f.path+".csv")
}
