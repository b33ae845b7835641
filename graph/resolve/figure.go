package resolve

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// figure is a number that a text gives, of what it counts: "killed", "wounded",
// "$", or a plural noun.
type figure struct {
	of string
	n  float64
}

// maxFigures bounds the figures taken from one text.
const maxFigures = 8

// figures are the numbers that tell events apart: tolls, sums, things counted.
// Years, days of the month, ages and shares are none.
func figures(text string) []figure {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '.' && c != ',' && c != '$' && c != '€' && c != '-' && c != '%'
	})
	for i, w := range words {
		words[i] = strings.Trim(w, ".,-")
	}
	var all []figure
	for i, w := range words {
		n, money, ok := number(w)
		if !ok || len(all) == maxFigures || isDate(words, i, n) {
			continue
		}
		next := i + 1
		for next < len(words) && scales[words[next]] != 0 {
			n *= scales[words[next]]
			next++
		}
		if of := counted(words, i, next, money); of != "" && !slices.ContainsFunc(all, func(f figure) bool { return f.of == of }) {
			all = append(all, figure{of, n})
		}
	}
	return all
}

var scales = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9, "dozen": 12}

var numerals = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
	"forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

func number(w string) (n float64, money, ok bool) {
	if n, ok := numerals[w]; ok {
		return n, false, true
	}
	if tens, units, found := strings.Cut(w, "-"); found && numerals[tens] >= 20 && numerals[units] > 0 && numerals[units] < 10 {
		return numerals[tens] + numerals[units], false, true
	}
	bare := strings.TrimLeft(w, "$€")
	n, err := strconv.ParseFloat(strings.ReplaceAll(bare, ",", ""), 64)
	return n, bare != w, err == nil && bare != "" && bare[0] >= '0' && bare[0] <= '9'
}

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"}

// isDate reports whether the number at i is part of a date.
func isDate(words []string, i int, n float64) bool {
	if n >= 1900 && n < 2100 && len(words[i]) == 4 {
		return true
	}
	return n <= 31 && (i > 0 && slices.Contains(months, words[i-1]) || i+1 < len(words) && slices.Contains(months, words[i+1]))
}

var (
	killed  = []string{"killed", "killing", "kills", "kill", "dead", "died", "deaths", "death", "bodies", "lives"}
	wounded = []string{"wounded", "injured", "injuring", "wounding", "hurt", "injuries", "casualties"}
)

// counted is what a number counts: what is done to people within a few words,
// or the plural after it.
func counted(words []string, at, next int, money bool) string {
	if money {
		return "$"
	}
	near := func(list []string) int {
		best := len(words)
		for i := max(0, at-4); i < min(len(words), next+5); i++ {
			if slices.Contains(list, words[i]) {
				best = min(best, max(at-i, i-at))
			}
		}
		return best
	}
	switch k, w := near(killed), near(wounded); {
	case k < len(words) && k <= w:
		return "killed"
	case w < len(words):
		return "wounded"
	}
	for i := next; i < min(len(words), next+3); i++ {
		w := words[i]
		if _, _, isNumber := number(w); isNumber || w == "percent" || strings.Contains(w, "year") || strings.HasSuffix(w, "%") || slices.Contains(times, w) {
			return ""
		}
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
			return strings.TrimSuffix(w, "s")
		}
	}
	return ""
}

// times are units of time: "after three days" tells of no event by itself.
var times = []string{"day", "days", "week", "weeks", "month", "months", "hour", "hours", "minute", "minutes", "decade", "decades", "time", "times"}

// compareFigures says how far two sets of figures speak for one event (above
// 0) or against it.
func compareFigures(a, b []figure) float64 {
	score := 0.0
	for _, f := range a {
		i := slices.IndexFunc(b, func(g figure) bool { return g.of == f.of })
		if i < 0 {
			continue
		}
		small, large := min(f.n, b[i].n), max(f.n, b[i].n)
		people := f.of == "killed" || f.of == "wounded"
		switch {
		case small == large && large > 2:
			score += weightFigure
		case small == large: // one and two are too common to say much
			score += weightFigure / 4
		case people && large <= 1.35*small+1: // tolls rise
			score += weightFigure / 4
		case people:
			score -= 2 * weightFigure
		default:
			score -= weightFigure
		}
	}
	return max(-3, min(score, 2.5))
}
