package schema

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Crosswalks lead from coders' terms to those of this project: crosswalk/*.csv.
type Crosswalks struct {
	Schemes   map[string]map[string]CodeRule // by scheme ("cameo", "plover", "acled") and code
	Sectors   map[string]SectorRule          // by code or lower-case name
	Groups    map[string]string              // CAMEO's code of a group → entity ID
	Countries map[string]string              // codes that are no ISO 3166 code → entity ID
}

// CodeRule says which relation a coder's code is.
type CodeRule struct {
	Plover, Mode string
	Relation     string  // "" where no relation says it
	Fit          float64 // of the relation to the code: 1 exact, 0.8 near, 0.6 wide
	Form         CodeForm
	Name         string // the code in a few words
	Rule         string // "crosswalk/cameo.csv:14"
}

// CodeForm says how a coder's two parties fill the roles of a relation.
type CodeForm string

// The forms.
const (
	Plain    CodeForm = ""         // actor and recipient; both are actors of a symmetric relation
	Swapped  CodeForm = "swapped"  // the coder's recipient acts
	Mediator CodeForm = "mediator" // the coder's actor mediates for the recipient
)

// SectorRule says what somebody is of whom only country and sector are told.
type SectorRule struct {
	Sector string // PLOVER's
	Kind   Kind   // State for an organ that acts for its state
	Name   string // in the plural: "civilians"
}

var fits = map[string]float64{"exact": 1, "near": 0.8, "wide": 0.6, "": 0}

// LoadCrosswalks reads the crosswalks. Relations are those that codes may be. A
// mistake names file and line.
func LoadCrosswalks(folder fs.FS, relations map[string]*Relation) (*Crosswalks, error) {
	x := &Crosswalks{Schemes: map[string]map[string]CodeRule{}, Sectors: map[string]SectorRule{}, Groups: map[string]string{}, Countries: map[string]string{}}
	for _, scheme := range []string{"cameo", "plover", "acled"} {
		codes := map[string]CodeRule{}
		err := readCrosswalk(folder, scheme+".csv", "code,plover,mode,relation,fit,form,name", func(at string, f []string) error {
			fit, known := fits[f[4]]
			switch {
			case f[0] == "" || f[6] == "":
				return errors.New("want a code and a name")
			case codes[f[0]].Name != "":
				return fmt.Errorf("code %q is there twice", f[0])
			case f[3] != "" && relations[f[3]] == nil:
				return fmt.Errorf("there is no relation %q", f[3])
			case !known || (f[4] == "") != (f[3] == ""):
				return fmt.Errorf("fit %q: want exact, near or wide for a relation, and none without one", f[4])
			case !slices.Contains([]CodeForm{Plain, Swapped, Mediator}, CodeForm(f[5])):
				return fmt.Errorf("form %q: want swapped, mediator or none", f[5])
			}
			codes[f[0]] = CodeRule{Plover: f[1], Mode: f[2], Relation: f[3], Fit: fit, Form: CodeForm(f[5]), Name: f[6], Rule: at}
			return nil
		})
		if err != nil {
			return nil, err
		}
		x.Schemes[scheme] = codes
	}
	err := readCrosswalk(folder, "sectors.csv", "terms,sector,kind,name", func(_ string, f []string) error {
		if !slices.Contains(Kinds, Kind(f[2])) || f[3] == "" {
			return fmt.Errorf("kind %q and name %q: want one of %s, and a name", f[2], f[3], joined(Kinds))
		}
		for term := range strings.SplitSeq(f[0], ";") {
			term = strings.ToLower(strings.TrimSpace(term))
			if _, twice := x.Sectors[term]; twice || term == "" {
				return fmt.Errorf("term %q is empty or there twice", term)
			}
			x.Sectors[term] = SectorRule{Sector: f[1], Kind: Kind(f[2]), Name: f[3]}
		}
		return nil
	})
	for file, to := range map[string]map[string]string{"groups.csv": x.Groups, "countries.csv": x.Countries} {
		err = errors.Join(err, readCrosswalk(folder, file, "code,id", func(_ string, f []string) error {
			if to[f[0]] != "" || f[0] == "" || f[1] == "" {
				return fmt.Errorf("code %q is empty, has no id or is there twice", f[0])
			}
			to[f[0]] = f[1]
			return nil
		}))
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

// readCrosswalk passes on the fields of each line of a file of these columns,
// with its place.
func readCrosswalk(folder fs.FS, name, columns string, line func(at string, fields []string) error) error {
	in, err := folder.Open(name)
	if err != nil {
		return fmt.Errorf("crosswalk: %w", err)
	}
	defer in.Close()
	r := csv.NewReader(in)
	r.Comment = '#'
	header, err := r.Read()
	if err != nil || strings.Join(header, ",") != columns {
		return fmt.Errorf("crosswalk/%s: want the columns %s", name, columns)
	}
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("crosswalk/%s: %w", name, err)
		}
		n, _ := r.FieldPos(0)
		at := fmt.Sprintf("crosswalk/%s:%d", name, n)
		if err := line(at, fields); err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
	}
}
