package schema

import (
	"fmt"
	"strings"
)

// SourceKind says who coded a claim or an event: Entente from a text, or a
// coder whose table of events was read. Events of different kinds are never
// joined: each stands beside the others.
type SourceKind string

// The kinds. FromText is what Entente itself has read; it is written as "text".
const (
	FromText SourceKind = ""
	GDELT    SourceKind = "gdelt"
	ICEWS    SourceKind = "icews"
	POLECAT  SourceKind = "polecat"
	ACLED    SourceKind = "acled"
)

// SourceKinds lists every SourceKind, in the order of reports.
var SourceKinds = []SourceKind{FromText, GDELT, ICEWS, POLECAT, ACLED}

// String is the kind as files and stores have it.
func (k SourceKind) String() string {
	if k == FromText {
		return "text"
	}
	return string(k)
}

// Coded reports whether a coder's table is behind it, and no text.
func (k SourceKind) Coded() bool { return k != FromText }

// ParseSourceKind reads what String writes; "" is "text", for graphs of former
// versions.
func ParseSourceKind(s string) (SourceKind, error) {
	if s == "text" {
		s = ""
	}
	var names []string
	for _, k := range SourceKinds {
		if string(k) == s {
			return k, nil
		}
		names = append(names, k.String())
	}
	return FromText, fmt.Errorf("source kind %q: want one of %s", s, strings.Join(names, ", "))
}

// Point is a place on the globe, in degrees (WGS 84).
type Point struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}
