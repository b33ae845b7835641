// Package likeness measures how alike two names look. Nothing is ever merged
// by it: it is for the tests that show which actors a merge by likeness would
// have made one, and that they stay two.
package likeness

// JaroWinkler is the likeness of two names, from 0 to 1, by which careless
// graph builders merge: Jaro's measure with Winkler's bonus of a tenth for
// each of up to four equal first letters.
func JaroWinkler(a, b string) float64 {
	s, t := []rune(a), []rune(b)
	if len(s) == 0 || len(t) == 0 {
		return 0
	}
	window := max(0, max(len(s), len(t))/2-1)
	sHit, tHit := make([]bool, len(s)), make([]bool, len(t))
	matches := 0
	for i, r := range s {
		for j := max(0, i-window); j < min(len(t), i+window+1); j++ {
			if !tHit[j] && t[j] == r {
				sHit[i], tHit[j] = true, true
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	swaps, j := 0, 0
	for i, r := range s {
		if !sHit[i] {
			continue
		}
		for !tHit[j] {
			j++
		}
		if r != t[j] {
			swaps++
		}
		j++
	}
	m := float64(matches)
	jaro := (m/float64(len(s)) + m/float64(len(t)) + (m-float64(swaps)/2)/m) / 3
	return jaro + float64(prefix(s, t))/10*(1-jaro)
}

// prefix counts the equal first letters, up to four.
func prefix(s, t []rune) int {
	n := 0
	for n < min(4, len(s), len(t)) && s[n] == t[n] {
		n++
	}
	return n
}

// Name is a name prepared for being compared with many others.
type Name struct {
	text    string
	runes   []rune
	letters [27]uint8 // a to z, and all else
}

// Prepare counts the letters of a name in lower case without accents.
func Prepare(name string) Name {
	n := Name{text: name, runes: []rune(name)}
	for _, r := range n.runes {
		if r >= 'a' && r <= 'z' {
			n.letters[r-'a']++
		} else {
			n.letters[26]++
		}
	}
	return n
}

// AtLeast returns the likeness of two names by JaroWinkler, and whether it
// reaches a bound. What their letters alone rule out is not compared.
func AtLeast(a, b Name, bound float64) (float64, bool) {
	common := 0
	for i, n := range a.letters {
		common += int(min(n, b.letters[i]))
	}
	if len(a.runes) == 0 || len(b.runes) == 0 {
		return 0, false
	}
	most := (float64(common)/float64(len(a.runes)) + float64(common)/float64(len(b.runes)) + 1) / 3
	if most+float64(prefix(a.runes, b.runes))/10*(1-most) < bound {
		return 0, false
	}
	l := JaroWinkler(a.text, b.text)
	return l, l >= bound
}
