package token

import (
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// split appends the tokens of the block to s.tokens.
func (s *scratch) split(m *Model) {
	block := s.text[s.start:s.end]
	for start, end := range chunks(block) {
		s.chunk(s.start+start, s.start+end)
		from := s.start + start
		for i := 1; i < len(s.runes); i++ {
			if s.candidate(i) && s.cutHere(m, i) {
				s.tokens = append(s.tokens, schema.Span{Start: from, End: s.at[i]})
				from = s.at[i]
			}
		}
		s.tokens = append(s.tokens, schema.Span{Start: from, End: s.start + end})
	}
}

func (s *scratch) cutHere(m *Model, i int) bool {
	if len(s.runes) > maxChunk {
		return s.longCut(i)
	}
	if cut, sure := s.rule(i); sure {
		return cut
	}
	s.splitFeatures(i)
	return m.split.score(s.feats) > 0
}

// rule decides where treebanks of the web teach too little about the news:
// addresses, sums of money, and the names of branches (ISIS-K).
func (s *scratch) rule(i int) (cut, sure bool) {
	n := len(s.runes)
	if s.address {
		return i == s.inner[0] || i >= s.inner[1], true
	}
	if r := s.runes[i-1]; (r == '€' || r == '£' || r == '$' || r == '¥') && class(s.runes[i]) == 'd' {
		return true, true
	}
	for k := i - 1; k <= i; k++ {
		if r := s.runes[k]; (r == '.' || r == ',') && k > 0 && k+1 < n && class(s.runes[k-1]) == 'd' && class(s.runes[k+1]) == 'd' {
			return false, true
		}
	}
	hyphen := i
	if s.runes[i-1] == '-' {
		hyphen = i - 1
	}
	if s.runes[hyphen] == '-' && hyphen > 2 && hyphen+1 < n && s.original(hyphen+1) == 'u' && (hyphen+2 == n || !isAlnum(s.runes[hyphen+2])) {
		for k := 1; k <= 3; k++ {
			if s.original(hyphen-k) != 'u' {
				return false, false
			}
		}
		return false, true
	}
	return false, false
}

// findAddress notes whether the chunk is an address of the web or of e-mail,
// and where it begins and ends within its marks.
func (s *scratch) findAddress() {
	s.address = false
	n := len(s.runes)
	text := s.text[s.at[0]:s.at[n]]
	if n > maxChunk || n < 6 {
		return
	}
	web := strings.Contains(text, "://") || strings.HasPrefix(strings.TrimLeft(text, "<([\"'“‘"), "www.")
	if at := strings.IndexByte(text, '@'); !web && (at < 1 || strings.IndexByte(text[at:], '.') < 2 || strings.Count(text, "@") > 1) {
		return
	}
	from, to := 0, n
	for from < to && strings.ContainsRune("<([{\"'“‘", s.runes[from]) {
		from++
	}
	for to > from && strings.ContainsRune(".,;:!?>)]}\"'”’…", s.runes[to-1]) {
		to--
	}
	if from > 1 || to-from < 6 || !web && strings.ContainsAny(s.text[s.at[from]:s.at[to]], "<>()[]{},;:\"/=") {
		return
	}
	s.address, s.inner = true, [2]int{from, to}
}

// longCut cuts a chunk that is too long to be a word around its marks, unless
// it is an address.
func (s *scratch) longCut(i int) bool {
	if strings.Contains(s.text[s.at[0]:min(s.at[0]+12, s.at[len(s.runes)])], "://") {
		return false
	}
	a, b := class(s.runes[i-1]), class(s.runes[i])
	return (a == 'l' || a == 'd') != (b == 'l' || b == 'd')
}

// chunk decodes a run of non-blank characters.
func (s *scratch) chunk(start, end int) {
	s.runes, s.at = s.runes[:0], s.at[:0]
	for i, r := range s.text[start:end] {
		s.runes, s.at = append(s.runes, fold(r)), append(s.at, start+i)
	}
	s.at = append(s.at, end)
	s.findAddress()
}

func isAlnum(r rune) bool {
	c := class(r)
	return c == 'l' || c == 'u' || c == 'd'
}

// clitics are written together with the word before them, without a mark.
var clitics = map[string]int{
	"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "lemme": 3, "gimme": 3,
	"dont": 2, "wont": 2, "cant": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3, "arent": 3, "havent": 4, "hasnt": 3,
	"couldnt": 5, "wouldnt": 5, "shouldnt": 6, "werent": 4,
	"im": 1, "ive": 1, "youre": 3, "youve": 3, "theyre": 4, "thats": 4, "whats": 4,
}

// candidate reports whether a token may end before rune i of the chunk.
func (s *scratch) candidate(i int) bool {
	a, b := s.runes[i-1], s.runes[i]
	switch ca, cb := class(a), class(b); {
	case !isAlnum(a) || !isAlnum(b):
		return true
	case (ca == 'd') != (cb == 'd'):
		return true
	case ca == 'd' || b >= utf8.RuneSelf:
		return false
	}
	// don't, DON’T
	if b == 'n' && i+2 < len(s.runes) && s.runes[i+1] == '\'' && s.runes[i+2] == 't' && (i+3 == len(s.runes) || !isAlnum(s.runes[i+3])) {
		return true
	}
	if b != 'n' && b != 'm' && b != 't' && b != 'r' && b != 'v' && b != 's' {
		return false
	}
	from, to := s.run(i)
	if to-from > 8 {
		return false
	}
	var word [8]byte
	for k := from; k < to; k++ {
		if s.runes[k] >= utf8.RuneSelf {
			return false
		}
		word[k-from] = byte(s.runes[k])
	}
	return clitics[string(word[:to-from])] == i-from && i > from
}

// run is the run of letters and digits around rune i.
func (s *scratch) run(i int) (from, to int) {
	from, to = i, i
	for from > 0 && i-from < 24 && isAlnum(s.runes[from-1]) {
		from--
	}
	for to < len(s.runes) && to-i < 24 && isAlnum(s.runes[to]) {
		to++
	}
	return from, to
}

// piece is the folded text of some runes, as a number for features.
func (s *scratch) piece(from, to int) uint32 {
	h := hasher(2166136261)
	for _, r := range s.runes[from:to] {
		h = (h ^ hasher(r)) * 16777619
	}
	return uint32(h)
}

// original is the class of rune i as written, 0 outside of the chunk.
func (s *scratch) original(i int) uint32 {
	if i < 0 || i >= len(s.runes) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.at[i]:])
	return uint32(class(r))
}

func (s *scratch) folded(i int) uint32 {
	if i < 0 || i >= len(s.runes) {
		return 0
	}
	return uint32(s.runes[i])
}

// after is the class of the first character of the next chunk.
func (s *scratch) after() uint32 {
	end := s.at[len(s.runes)]
	line := uint32(0)
	for _, r := range s.text[end:min(len(s.text), end+16)] {
		switch {
		case r == '\n':
			line = 256
		case r != ' ' && r != '\r' && r != '\t':
			return line + uint32(class(r))
		}
	}
	return line
}

// splitFeatures leaves in s.feats what is known of the place before rune i.
func (s *scratch) splitFeatures(i int) {
	n := len(s.runes)
	l2, l1, r1, r2 := s.folded(i-2), s.folded(i-1), s.folded(i), s.folded(i+1)
	cl3, cl2, cl1, cr1, cr2, cr3 := s.original(i-3), s.original(i-2), s.original(i-1), s.original(i), s.original(i+1), s.original(i+2)
	from, _ := s.run(i)
	_, to := s.run(i)
	if !isAlnum(s.runes[i-1]) {
		from, _ = s.run(i - 1)
	}
	if !isAlnum(s.runes[i]) && i+1 < n {
		_, to = s.run(i + 1)
	}
	left, right := s.piece(from, i), s.piece(i, to)
	cut := uint32(s.cuts[s.at[i]-s.start] & proseEnd)
	last := s.cuts[s.at[n]-s.start]
	kind := s.kind()
	toEnd, toStart := uint32(min(n-i, 4)), uint32(min(i, 4))
	whole := uint32(0)
	if n <= 24 {
		whole = s.piece(0, n)
	}
	shape := cl2<<24 | cl1<<16 | cr1<<8 | cr2
	f := s.feats[:0]
	add := func(h hasher) { f = append(f, h.sum()) }
	add(feature(0))
	add(feature(1).num(l1).num(r1))
	add(feature(2).num(l2).num(l1).num(r1))
	add(feature(3).num(l1).num(r1).num(r2))
	add(feature(4).num(shape))
	add(feature(5).num(shape).num(cl3).num(cr3))
	add(feature(6).num(left).num(r1))
	add(feature(7).num(right).num(l1))
	add(feature(8).num(left).num(right))
	add(feature(9).num(s.piece(0, min(i, 24))).num(toStart))
	add(feature(10).num(s.piece(i, min(n, i+24))).num(toEnd))
	add(feature(11).num(whole).num(uint32(i)))
	add(feature(12).num(cut).num(l1).num(r1))
	add(feature(13).num(kind).num(l1).num(r1))
	add(feature(14).num(kind).num(cl1).num(cr1).num(toEnd))
	add(feature(15).num(toEnd).num(toStart).num(l1).num(r1))
	add(feature(16).num(s.after()).num(l1).num(r1).num(toEnd))
	add(feature(17).num(s.after()).num(left).num(toEnd))
	add(feature(18).num(uint32(last)).num(r1).num(toEnd).num(cl1))
	add(feature(19).num(uint32(i - from)).num(uint32(to - i)).num(l1).num(r1))
	add(feature(20).num(left).num(cr1).num(cr2))
	add(feature(21).num(right).num(cl1).num(cl2))
	s.feats = f
}

// kind says what sort of chunk this is: an address, a number, a word.
func (s *scratch) kind() uint32 {
	var marks, digits, letters, at, dots, slashes, hyphens uint32
	for _, r := range s.runes[:min(len(s.runes), 64)] {
		switch class(r) {
		case 'l':
			letters = 1
		case 'd':
			digits = 1
		case '@':
			at = 1
		case '.':
			dots = min(dots+1, 2)
		case '/':
			slashes = min(slashes+1, 3)
		case '-':
			hyphens = min(hyphens+1, 2)
		default:
			marks = 1
		}
	}
	return letters | digits<<1 | marks<<2 | at<<3 | dots<<4 | slashes<<6 | hyphens<<8
}
