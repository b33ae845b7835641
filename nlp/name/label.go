package name

import "github.com/entente-kg/entente/nlp/analysis"

// Labels are the classes of names in the order in which the model numbers
// them.
var Labels = [...]analysis.Label{
	analysis.PER, analysis.ORG, analysis.LOC, analysis.NORP, analysis.EVENT, analysis.MISC,
}

// NumTags is the number of tags: Outside, and begin, inside, last and unit of
// each label.
const NumTags = 1 + 4*len(Labels)

// Outside is the tag of tokens in no name. The others are 1 + 4*label + place.
const Outside = 0

// The places of a token in a name.
const (
	Begin = iota
	Inside
	Final
	Unit
)

// Tag is the tag of a place in a name of the label with the index.
func Tag(label, place int) uint8 { return uint8(1 + 4*label + place) }

// Opens reports whether the tag leaves a name open for the next token.
func Opens(tag uint8) bool {
	return tag != Outside && (tag-1)&3 <= Inside
}

// Continues reports whether the tag needs an open name before it.
func Continues(tag uint8) bool {
	return tag != Outside && ((tag-1)&3 == Inside || (tag-1)&3 == Final)
}

// Follows reports whether tag b may come after tag a.
func Follows(a, b uint8) bool {
	if Opens(a) {
		return Continues(b) && (a-1)/4 == (b-1)/4
	}
	return !Continues(b)
}

// run is a name in tags: tokens First to Last, exclusive, and label index.
type run struct{ first, last, label int }

// runs reads the names from a legal sequence of tags.
func runs(tags []uint8, out []run) []run {
	start := 0
	for i, t := range tags {
		if t == Outside {
			continue
		}
		switch (t - 1) & 3 {
		case Begin:
			start = i
		case Unit:
			out = append(out, run{i, i + 1, int(t-1) / 4})
		case Final:
			out = append(out, run{start, i + 1, int(t-1) / 4})
		}
	}
	return out
}
