package when

import (
	"strconv"
	"strings"
)

// glue reads dates in figures, however the tokeniser cuts them: "2025-03-12",
// "2025/03/12", "12.03.2025", and "25/03/2025" or "03/25/2025" where one of
// the two numbers can't be a month.
func (p phrase) glue(i int) (interval, int) {
	s := p.raw(i)
	if s == "" || s[0] < '0' || s[0] > '9' || p.glued(i) {
		return interval{}, i
	}
	j := i + 1
	for j < len(p.toks) && p.glued(j) && p.toks[j].End-p.toks[i].Start <= 10 {
		j++
	}
	s = p.doc.Article.Text[p.toks[i].Start:p.toks[j-1].End]
	s = strings.TrimRight(s, ".,;:)")
	for j > i+1 && p.toks[j-1].Start >= p.toks[i].Start+len(s) {
		j--
	}
	if e, ok := figures(s); ok {
		return interval{a: e}, j
	}
	return interval{}, i
}

// figures reads a date in figures.
func figures(s string) (expr, bool) {
	var sep string
	for _, c := range []string{"-", "/", "."} {
		if strings.Count(s, c) == 2 {
			sep = c
		}
	}
	if sep == "" || len(s) < 8 {
		return expr{}, false
	}
	var n [3]int
	for k, part := range strings.Split(s, sep) {
		v, err := strconv.Atoi(part)
		if err != nil || !digits(part) {
			return expr{}, false
		}
		n[k] = v
	}
	var e expr
	switch {
	case n[0] >= 1500 && n[0] <= 2099:
		e = expr{year: n[0], month: n[1], day: n[2]}
	case n[2] < 1500 || n[2] > 2099:
		return expr{}, false
	case sep == ".", n[0] > 12, n[0] == n[1]:
		e = expr{year: n[2], month: n[1], day: n[0]}
	case n[1] > 12:
		e = expr{year: n[2], month: n[0], day: n[1]}
	default:
		return expr{}, false // both could be the month
	}
	return e, e.month >= 1 && e.month <= 12 && e.day >= 1 && e.day <= 31
}
