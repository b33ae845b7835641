package graph

import "strings"

// Edition is one version of an article, as a store keeps it.
type Edition struct {
	ContentHash string // Record.ContentHash
	Order       string // Record.Order
}

// Standing is what an edition is beside the one that is kept of its article.
type Standing int

const (
	// Kept is the one that is there.
	Kept Standing = iota
	// Restated says the same words, and other things of itself, such as its key
	// or the day of its last change: only the article's own row is written.
	Restated
	// Older is left alone: the one that is there is later.
	Older
	// Newer takes the place of the one that is there.
	Newer
)

// Beside compares an edition with the one that is kept. It does not depend on
// which of the two came first: what is Older one way is Newer the other way,
// but for the same words when another reader has read them, which are Newer.
func (e Edition) Beside(kept Edition) Standing {
	a, b := strings.Fields(e.Order), strings.Fields(kept.Order)
	const filed, content, words = 1, 2, 4
	full := len(a) == words && len(b) == words // else one is of a former format
	if e.ContentHash == kept.ContentHash {
		if !full {
			return Kept
		}
		a[filed], b[filed] = "", "" // a copy of a file is no news
		if strings.Join(a, " ") <= strings.Join(b, " ") {
			return Kept
		}
		return Restated
	}
	if e.Order < kept.Order && (!full || a[content] != b[content]) {
		return Older
	}
	return Newer
}

// Edition is the record's version of its article.
func (r *Record) Edition() Edition { return Edition{r.ContentHash, r.Order} }

// Latest keeps of several records of one article the one whose edition counts,
// in its place of the first, for engines that write a batch as a set. It counts
// those that it leaves out.
func Latest(recs []Record, report *PutReport) []Record {
	at := make(map[string]int, len(recs))
	out := make([]Record, 0, len(recs))
	for _, r := range recs {
		i, twice := at[r.Article.ID]
		if !twice {
			at[r.Article.ID] = len(out)
			out = append(out, r)
			continue
		}
		switch r.Edition().Beside(out[i].Edition()) {
		case Kept:
			report.Unchanged++
		case Older:
			report.Older++
		case Restated:
			report.Unchanged++
			out[i] = r
		case Newer:
			report.Older++
			out[i] = r
		}
	}
	return out
}
