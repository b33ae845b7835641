package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
)

// How much each feature speaks for two atoms being of one event (above 0) or
// against it. Set by hand and checked by internal/joining on its pairs.yaml.
const (
	weightFigure  = 1.5
	samePlace     = 1.5
	otherPlace    = -4.0
	otherWords    = -2.5 // of places that the knowledge base lacks, of which one may have several names
	sameTheme     = 2.0
	otherTheme    = -4.0
	otherMatter   = -2.5 // of themes that are no entities and that neither article's beginning shares
	samePersons   = 0.7  // for each state that a person stands for
	otherPersons  = -2.5
	otherActors   = -6.0 // in a block that leaves it open who attacked
	reprint       = 3.0
	sharedPlaces  = 0.6  // that the articles name anywhere
	otherPlaces   = -1.0 // each names some, and none is shared
	wordsWeight   = 3.5
	wordsBaseline = 0.22 // the share of words that articles of one pair of states have in common anyway

	joined    = 1.0 // from here on two atoms are of one event
	uncertain = 0.3 // from here on a person is asked
	never     = -100.0
)

// minMatter is how many words a theme must have to tell one matter from another;
// maxMatter is the share of them that another theme or article may have that
// speaks of something else, for both name the parties.
const (
	minMatter = 2
	maxMatter = 0.3
)

// spread is the greatest distance in days between two atoms of one event;
// denialReach that of an undated denial after what it denies; denialSpread that
// of two denials of what nobody affirms.
const (
	spread       = 3
	denialReach  = 7
	denialSpread = 1
)

// like scores two atoms of one block and class.
func (r *Resolver) like(a, b *atom) float64 {
	if a.group != "" && a.group == b.group {
		return -never
	}
	if kept(a.tags, b.tags) || abs(a.day-b.day) > spread {
		return never
	}
	t := r.likeTimes(a, b)
	if t == never {
		return never
	}
	return t + likeFacets(a, b)
}

// kept reports whether a decision keeps two atoms apart.
func kept(a, b []graph.Tag) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Decision == y.Decision && x.Side != y.Side {
				return true
			}
		}
	}
	return false
}

// likeTimes compares when two atoms say that it happened. What recurs from day
// to day (attacks, talks, words) is held to the very day.
func (r *Resolver) likeTimes(a, b *atom) float64 {
	recurs := r.recurs(a.claims[0].Relation)
	if b.when < a.when {
		a, b = b, a
	}
	switch {
	case a.when == exact && b.when == exact:
		apart := abs(a.first - b.first)
		if apart > 0 && intersect(a.articles, b.articles) {
			return never // one article tells the two days apart
		}
		if recurs {
			return []float64{1.7, -3, -4, -5}[min(apart, 3)]
		}
		return []float64{2, 0.5, -1, -2}[min(apart, 3)]
	case a.when == exact && b.when == roughly:
		if a.first < b.first || a.first > b.last {
			return never
		}
		return 1
	case a.when == exact: // and b says nothing but when it was published
		switch lag := b.day - a.first; {
		case lag < -1:
			return never // told before it happened
		case lag == -1:
			return 0.3
		case recurs:
			return []float64{1.2, 1.1, 0.4, -0.3}[lag]
		default:
			return []float64{1.4, 1.3, 1, 0.6}[lag]
		}
	case a.when == roughly && b.when == roughly:
		if a.first > b.last || b.first > a.last {
			return never
		}
		return 1
	case a.when == roughly:
		if b.day < a.first {
			return never
		}
		return 0.8
	}
	apart := abs(a.day - b.day)
	if recurs {
		return []float64{1.2, 0.5, -0.3, -1}[apart]
	}
	return []float64{1.4, 1.1, 0.8, 0.2}[apart]
}

func (r *Resolver) recurs(relation string) bool {
	rel := r.Relations[relation]
	if rel == nil {
		return true
	}
	return rel.SpeechAct || slices.Contains([]string{"ASSAULT", "CONSULT", "PROTEST", "ACCUSE", "THREATEN", "DEMAND", "SUPPORT", "REJECT", "MOBILIZE"}, rel.Plover)
}

// likeFacets compares where, whom, how many and in what words.
func likeFacets(a, b *atom) float64 {
	score := likePlaces(a, b)
	if len(a.themes) > 0 && len(b.themes) > 0 {
		if intersect(a.themes, b.themes) {
			score += sameTheme
		} else {
			score += otherTheme
		}
	}
	if len(a.actors) > 0 && len(b.actors) > 0 && !intersect(a.actors, b.actors) {
		score += otherActors
	}
	if share, _ := overlap(a.words, b.words); share <= maxMatter && speaksOfElse(a, b) && speaksOfElse(b, a) {
		score += otherMatter
	} else {
		score += share / 2
	}
	for _, state := range slices.Sorted(maps.Keys(a.persons)) { // sums of floats depend on their order
		if others := b.persons[state]; len(others) > 0 {
			if intersect(set(a.persons[state]), set(others)) {
				score += samePersons
			} else {
				score += otherPersons
			}
		}
	}
	f := compareFigures(a.figures, b.figures)
	if intersect(a.articles, b.articles) {
		return score + f + 0.5 // its words and places are the same in any case
	}
	if intersect(a.wires, b.wires) {
		return score + f + reprint
	}
	return score + likeGists(a, b, f)
}

// speaksOfElse reports whether an atom's theme, told in words, is nowhere in the
// beginnings of another's articles: "accused it of arming rebels" and, on the
// same day, "accused it of holding back coal".
func speaksOfElse(a, b *atom) bool {
	if len(a.words) < minMatter || len(b.words) < minMatter || intersect(a.articles, b.articles) {
		return false
	}
	for i := range b.gists {
		if share, _ := overlap(a.words, b.gists[i].words); share > maxMatter {
			return false
		}
	}
	return true
}

// likePlaces compares where claims say that it happened, else the places that
// their articles name. A place within another ("Kandahar" and "Kandahar
// province") is no other place, and neither is the state around it.
func likePlaces(a, b *atom) float64 {
	if len(a.places) == 0 || len(b.places) == 0 {
		return 0
	}
	if intersect(a.places, b.places) {
		return samePlace
	}
	known := 0
	for _, p := range a.places {
		for _, q := range b.places {
			if strings.HasPrefix(p, "state:") || strings.HasPrefix(q, "state:") || within(p, q) || within(q, p) {
				return samePlace / 3
			}
			if strings.HasPrefix(p, "place:") && strings.HasPrefix(q, "place:") {
				known++
			}
		}
	}
	if known == 0 {
		return otherWords
	}
	return otherPlace
}

// within reports whether a place's name holds the words of another.
func within(p, q string) bool { return strings.Contains("-"+p+"-", "-"+q+"-") }

// likeGists compares articles as a whole. f is what the claims' own figures
// say, which count more than those around them.
func likeGists(a, b *atom, f float64) float64 {
	best := never
	for i := range a.gists {
		for j := range b.gists {
			best = max(best, likeGist(&a.gists[i], &b.gists[j], f == 0, len(a.places) > 0 && len(b.places) > 0))
		}
	}
	if best == never {
		return f
	}
	return f + best
}

func likeGist(g, h *gist, useFigures, placed bool) float64 {
	if len(g.words) == 0 || len(h.words) == 0 {
		return 0
	}
	share, _ := overlap(g.words, h.words)
	score := max(-0.7, min(wordsWeight*(share-wordsBaseline), 1.5))
	if _, n := overlap(g.places, h.places); n > 0 {
		score += sharedPlaces
	} else if !placed && len(g.places) > 0 && len(h.places) > 0 {
		score += otherPlaces
	}
	if useFigures {
		score += compareFigures(g.figures, h.figures) / 2
	}
	return score
}

func intersect(a, b []string) bool {
	_, n := overlap(a, b)
	return n > 0
}

func abs(n int) int { return max(n, -n) }
