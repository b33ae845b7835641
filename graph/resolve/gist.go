package resolve

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/entente-kg/entente/schema"
)

// gist is what an article as a whole is about, as far as it helps to tell
// whether another is about the same: words of its title and beginning, the
// places that it names, its figures.
type gist struct {
	words   []string // sorted
	places  []string // sorted entity IDs
	figures []figure
}

const (
	gistWords  = 40 // kept
	gistRead   = 90 // words of the text, besides the title
	gistPlaces = 12
)

// Gist sums an extraction's article up in one line: words, places and figures,
// in three fields that are parted by bars.
func Gist(x *schema.Extraction) string {
	var words []string
	read := strings.FieldsFunc(x.Article.Text, func(c rune) bool { return unicode.IsSpace(c) })
	lead := strings.Join(read[:min(len(read), gistRead)], " ")
	for _, w := range strings.FieldsFunc(strings.ToLower(x.Article.Title+" "+lead), func(c rune) bool { return !unicode.IsLetter(c) }) {
		if w = stem(w); len(w) > 2 && !slices.Contains(words, w) && len(words) < gistWords {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	var places []string
	for i := range x.Entities {
		e := &x.Entities[i]
		if e.Kind == schema.Place && len(places) < gistPlaces && !strings.ContainsAny(e.ID, " |") {
			places = append(places, e.ID)
		}
	}
	slices.Sort(places)
	var numbers []string
	for _, f := range figures(lead) {
		numbers = append(numbers, f.of+"="+strconv.FormatFloat(f.n, 'f', -1, 64))
	}
	if len(words) == 0 {
		return ""
	}
	return mend(strings.Join(words, " ") + "|" + strings.Join(places, " ") + "|" + strings.Join(numbers, " "))
}

func parseGist(s string) gist {
	var g gist
	parts := strings.Split(s, "|")
	if len(parts) != 3 {
		return g
	}
	g.words, g.places = strings.Fields(parts[0]), strings.Fields(parts[1])
	for f := range strings.FieldsSeq(parts[2]) {
		of, n, _ := strings.Cut(f, "=")
		if v, err := strconv.ParseFloat(n, 64); err == nil {
			g.figures = append(g.figures, figure{of, v})
		}
	}
	return g
}

// stem cuts the commonest endings, so that "sanctioned" and "sanctions" meet.
func stem(w string) string {
	if w = cutEnding(w); dull[w] {
		return ""
	}
	return w
}

// dull are words that any article may have.
var dull = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`the and for that with from this have has had was were are been being will would could should may might
		not but his her its their they them who whom which what when where while after before over under into onto than then there here
		say said says told according also more most other some any all both two one new first last year month week day monday tuesday
		wednesday thursday friday saturday sunday january february march april june july august september october november december
		official officials minister ministry government president state country report reported reuters news agency statement spokesman
		spokeswoman spokesperson people between about against during since until because such only just very can did does out off`) {
		m[w] = true
		m[cutEnding(w)] = true
	}
	return m
}()

func cutEnding(w string) string {
	for _, end := range []string{"ing", "ed", "es", "s"} {
		if len(w) > len(end)+3 && strings.HasSuffix(w, end) {
			return strings.TrimSuffix(w, end)
		}
	}
	return w
}

// overlap is the share of the shorter sorted list that the other has too, and
// how many that are.
func overlap(a, b []string) (share float64, shared int) {
	if len(a) == 0 || len(b) == 0 {
		return 0, 0
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := strings.Compare(a[i], b[j]); {
		case c == 0:
			shared++
			i++
			j++
		case c < 0:
			i++
		default:
			j++
		}
	}
	return float64(shared) / float64(min(len(a), len(b))), shared
}
