package schema

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Problem is a mistake in a file of actors.
type Problem struct {
	File string // within the folder
	Line int    // 0 where the whole file is meant
	Text string // what is wrong, and what to do
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// CheckActors finds every mistake in a folder of actors that is to be laid
// over a knowledge base: what LoadActors would refuse, and what it would load
// to no good, such as an alias that another actor has. The problems come in the
// order of files and lines.
func CheckActors(base *Actors, folder fs.FS) ([]Problem, error) {
	c := checker{
		base: base, kinds: map[string]bool{}, aliases: map[string]claimant{}, shared: map[string]bool{},
		named: map[string]bool{}, first: map[string]int{}, terms: map[string]int{},
	}
	names, err := fs.Glob(folder, "*")
	if err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	c.strangers(names)
	found := false
	for _, f := range actorFiles {
		if !slices.Contains(names, f.name) {
			continue
		}
		found = true
		if err := c.read(folder, f.name, f.columns); err != nil {
			return nil, err
		}
	}
	if !found {
		c.problem("", 0, "no states.csv, people.csv, groups.csv, organizations.csv, places.csv, offices.csv or ambiguous.csv in the folder")
	}
	c.checkRows()
	order := map[string]int{}
	for i, f := range actorFiles {
		order[f.name] = i + 1
	}
	slices.SortStableFunc(c.problems, func(a, b Problem) int {
		if d := order[a.File] - order[b.File]; d != 0 {
			return d
		}
		return a.Line - b.Line
	})
	return c.problems, nil
}

// checker is the work on one folder.
type checker struct {
	base     *Actors
	rows     []row
	problems []Problem
	kinds    map[string]bool     // IDs that the folder itself defines
	named    map[string]bool     // those of them that it gives a name
	first    map[string]int      // file and ID → line that spoke of it first
	aliases  map[string]claimant // normal alias → who has it
	shared   map[string]bool     // normal aliases in an ambiguous.csv
	terms    map[string]int      // person, title, of and from → line
}

// claimant is an actor with an alias.
type claimant struct {
	id   string
	file string // "" for the knowledge base
	line int
}

func (c *checker) problem(file string, line int, format string, args ...any) {
	c.problems = append(c.problems, Problem{file, line, fmt.Sprintf(format, args...)})
}

func (c *checker) at(r row, format string, args ...any) { c.problem(r.file, r.line, format, args...) }

// strangers reports CSV files that nothing would read.
func (c *checker) strangers(names []string) {
	var known []string
	for _, f := range actorFiles {
		known = append(known, f.name)
	}
	for _, n := range names {
		if strings.EqualFold(path.Ext(n), ".csv") && n != "never-merge.csv" && !slices.Contains(known, n) {
			c.problem(n, 0, "is not read; the files are %s", strings.Join(known, ", "))
		}
	}
}

// read collects a file's rows; what is no row is a problem.
func (c *checker) read(folder fs.FS, name, columns string) error {
	file, err := folder.Open(name)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	defer file.Close()
	b := bufio.NewReader(file)
	if mark, _ := b.Peek(3); string(mark) == "\uFEFF" {
		_, _ = b.Discard(3)
	}
	in := csv.NewReader(b)
	in.Comment = '#'
	header, err := in.Read()
	if err != nil {
		c.problem(name, 0, "no header: %v; the columns are %s", err, columns)
		return nil
	}
	known := strings.Split(columns, ",")
	for i, h := range header {
		if !slices.Contains(known, h) {
			c.problem(name, 1, "unknown column %q; the columns are %s", h, columns)
		}
		if slices.Contains(header[:i], h) {
			c.problem(name, 1, "column %q stands twice", h)
		}
	}
	if !slices.Contains(header, known[0]) {
		c.problem(name, 1, "no column %q; the columns are %s", known[0], columns)
		return nil
	}
	for {
		fields, err := in.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			c.problem(name, bad.StartLine, "%v; a field with a comma or a quote stands in double quotes, and there are %d fields", bad.Err, len(header))
			continue
		case err != nil:
			return fmt.Errorf("check %s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		c.rows = append(c.rows, row{place{file: name, line: line}, header, fields})
	}
}

// checkRows checks all rows, once it is known whom they define.
func (c *checker) checkRows() {
	for _, r := range c.rows {
		switch r.file {
		case "offices.csv", "organs.csv":
		case "ambiguous.csv":
			c.shared[Normal(r.get("alias"))] = true
		default:
			id := r.get("id")
			c.kinds[id] = true
			c.named[id] = c.named[id] || r.get("name") != ""
		}
	}
	for alias := range c.base.Ambiguous {
		c.shared[Normal(alias)] = true
	}
	for _, id := range c.base.IDs {
		for _, n := range c.base.ByID[id].Names {
			if n.Form != FormDemonym {
				c.aliases[Normal(n.Text)] = claimant{id: id}
			}
		}
	}
	for _, r := range c.rows {
		switch r.file {
		case "offices.csv":
			c.office(r)
		case "ambiguous.csv":
			c.ambiguous(r)
		case "organs.csv":
			if r.get("id") == "" || r.get("id") != Normal(r.get("id")) {
				c.at(r, "id %q: want lower-case words joined by hyphens, such as foreign-ministry", r.get("id"))
			}
		default:
			c.actor(r)
		}
	}
}

// actor checks a row of a state, person, group, organization or place.
func (c *checker) actor(r row) {
	id := r.get("id")
	prefix, rest, _ := strings.Cut(id, ":")
	kinds := kindOfID[prefix]
	if rest == "" || kinds == nil || strings.ContainsAny(id, "|\"; ") {
		c.at(r, "id %q: want one like state:PAK, person:some-name, group:…, igo:…, org:… or place:…", id)
		return
	}
	if kind := Kind(r.get("kind")); kind != "" && !slices.Contains(kinds, kind) {
		c.at(r, "id %q cannot be of kind %q; want %s", id, kind, kinds[0])
	}
	key := r.file + "\x00" + id
	if line, again := c.first[key]; again {
		c.at(r, "%s stands on line %d already; join the two lines", id, line)
	} else {
		c.first[key] = r.line
	}
	if c.base.ByID[id] == nil && !c.named[id] {
		c.at(r, "%s has no name, and the knowledge base does not know it", id)
	}
	for _, column := range []string{"country", "parent"} {
		c.reference(r, column, r.get(column))
	}
	for _, column := range []string{"members", "succeeds"} {
		for _, ref := range r.list(column) {
			c.reference(r, column, ref)
		}
	}
	c.codes(r)
	c.dates(r)
	for _, column := range []string{"name", "long", "capital", "metonyms", "aliases"} {
		list := r.list(column)
		if column == "name" {
			list = []string{r.get(column)}
		}
		for _, alias := range list {
			c.alias(r, id, alias)
		}
	}
}

// reference checks that an ID is somebody's.
func (c *checker) reference(r row, column, id string) {
	if id != "" && c.base.ByID[id] == nil && !c.kinds[id] {
		c.at(r, "column %s: %q is not a known actor; give an ID of the knowledge base, or add its line", column, id)
	}
}

// Sectors are the codes of PLOVER and CAMEO for what part of a society an actor
// is.
var Sectors = strings.Fields("AGR BUS COP CRM CVL EDU ELI ENV GOV HLH HRI IGO IMG INT JUD LAB LEG MED MIL MNC NGM NGO OPP PRM PTY REB REF REL SEP SET SPY TOP UAF UIS UNS")

// statuses are those of states and places.
var statuses = strings.Fields("un observer partial none historic sea region disputed")

func (c *checker) codes(r row) {
	if s := r.get("sector"); s != "" && !slices.Contains(Sectors, s) {
		c.at(r, "column sector: unknown code %q; the codes are %s", s, strings.Join(Sectors, ", "))
	}
	if s := r.get("status"); s != "" && !slices.Contains(statuses, s) && !c.usedStatus(s) {
		c.at(r, "column status: unknown %q; want one of %s", s, strings.Join(statuses, ", "))
	}
	for want, column := range map[int]string{2: "iso2", 3: "iso3"} {
		code := r.get(column)
		if code == "" {
			continue
		}
		if len(code) != want || strings.ContainsFunc(code, func(x rune) bool { return x < 'A' || x > 'Z' }) {
			c.at(r, "column %s: %q is no code of %d capital letters", column, code, want)
		}
		for _, id := range c.base.IDs {
			if c.base.ByID[id].Codes[column] == code && id != r.get("id") {
				c.at(r, "column %s: %q is the code of %s", column, code, id)
			}
		}
	}
	if code := r.get("cow"); strings.ContainsFunc(code, func(x rune) bool { return x < '0' || x > '9' }) {
		c.at(r, "column cow: %q is no number of the Correlates of War project", code)
	}
}

// usedStatus reports whether some actor of the knowledge base has the status.
func (c *checker) usedStatus(s string) bool {
	for _, a := range c.base.ByID {
		if a.Status == s {
			return true
		}
	}
	return false
}

func (c *checker) dates(r row) {
	var d [2]Date
	for i, column := range []string{"from", "to"} {
		var err error
		if d[i], err = ParseDate(r.get(column)); err != nil {
			c.at(r, "column %s: %v", column, err)
		}
	}
	if _, err := ParseDate(r.get("born")); err != nil {
		c.at(r, "column born: %v", err)
	}
	if !d[0].IsZero() && !d[1].IsZero() && d[1].Last().Before(d[0].First()) {
		c.at(r, "dates reversed: from %s is after to %s", d[0].Value, d[1].Value)
	}
}

// maxAliasWords is the length of the longest name that is looked for in texts.
const maxAliasWords = 12

// alias checks that a name can be found in texts, and means one actor.
func (c *checker) alias(r row, id, alias string) {
	if alias == "" {
		return
	}
	key := Normal(alias)
	switch {
	case !utf8.ValidString(alias):
		c.at(r, "alias %q is not UTF-8", alias)
		return
	case key == "":
		c.at(r, "alias %q has no letters", alias)
		return
	case utf8.RuneCountInString(key) == 1:
		c.at(r, "alias %q is one letter, and would be found everywhere", alias)
	case len(strings.Fields(strings.ReplaceAll(key, "-", " "))) > maxAliasWords:
		c.at(r, "alias %q has more than %d words, and would never be found", alias, maxAliasWords)
	case everyday[strings.ToLower(alias)] || !strings.ContainsFunc(alias, func(x rune) bool { return unicode.IsUpper(x) || unicode.IsDigit(x) || unicode.Is(unicode.Lo, x) }):
		c.at(r, "alias %q is an everyday word, and would be found where it means something else", alias)
	}
	if c.shared[key] {
		return
	}
	old, taken := c.aliases[key]
	switch {
	case !taken:
		c.aliases[key] = claimant{id, r.file, r.line}
	case old.id == id:
	case old.file == "":
		c.at(r, "alias %q is claimed twice: by %s and by %s of the knowledge base; use that ID, or list both in ambiguous.csv", alias, id, old.id)
	default:
		c.at(r, "alias %q is claimed twice: by %s and by %s (%s:%d); drop one, or list both in ambiguous.csv", alias, id, old.id, old.file, old.line)
	}
}

// everyday are words that stand with a capital in many texts.
var everyday = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
		october november december the a an i he she it they we you north south east west state group president minister government army police court
		bank church union party times today new`) {
		out[w] = true
	}
	return out
}()

func (c *checker) office(r row) {
	person := r.get("person")
	if !strings.HasPrefix(person, "person:") {
		c.at(r, "column person: %q is no person's ID; want one like person:some-name", person)
	} else {
		c.reference(r, "person", person)
	}
	if r.get("of") == "" {
		c.at(r, "column of: empty; say of which state, group or organization the office is")
	}
	c.reference(r, "of", r.get("of"))
	if r.get("title") == "" {
		c.at(r, "column title: empty; say what the office is called")
	}
	c.dates(r)
	key := strings.Join([]string{person, r.get("title"), r.get("of"), r.get("from")}, "\x00")
	if line, again := c.terms[key]; again {
		c.at(r, "the same office stands on line %d already", line)
	}
	c.terms[key] = r.line
}

func (c *checker) ambiguous(r row) {
	if Normal(r.get("alias")) == "" {
		c.at(r, "column alias: empty")
	}
	ids := r.list("ids")
	if len(ids) == 0 {
		c.at(r, "column ids: empty; list all that %q may mean, the commonest first", r.get("alias"))
	}
	for _, id := range ids {
		c.reference(r, "ids", id)
	}
	if sorted := slices.Sorted(slices.Values(ids)); len(slices.Compact(sorted)) < len(ids) {
		c.at(r, "column ids: an ID stands twice")
	}
}
