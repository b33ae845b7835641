package name

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

func TestFollows(t *testing.T) {
	per, org := 0, 1
	for _, c := range []struct {
		a, b uint8
		want bool
	}{
		{Outside, Outside, true},
		{Outside, Tag(per, Begin), true},
		{Outside, Tag(per, Inside), false},
		{Outside, Tag(per, Final), false},
		{Tag(per, Begin), Tag(per, Final), true},
		{Tag(per, Begin), Tag(org, Final), false},
		{Tag(per, Inside), Outside, false},
		{Tag(per, Final), Tag(org, Unit), true},
		{Tag(org, Unit), Tag(org, Begin), true},
	} {
		if got := Follows(c.a, c.b); got != c.want {
			t.Errorf("tag %d then %d: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestRuns(t *testing.T) {
	tags := []uint8{Tag(0, Unit), Outside, Tag(1, Begin), Tag(1, Inside), Tag(1, Final), Tag(2, Begin), Tag(2, Final)}
	want := []run{{0, 1, 0}, {2, 5, 1}, {5, 7, 2}}
	if got := runs(tags, nil); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestBestAgainstEnumeration compares the search with all legal sequences.
func TestBestAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var next [NumTags][NumTags]float32
	for i := range next {
		for j := range next[i] {
			next[i][j] = rng.Float32()*2 - 1
		}
	}
	for range 20 {
		const n = 3
		var l lattice
		l.reset(n)
		for i := range l.emit {
			for y := range l.emit[i] {
				l.emit[i][y] = rng.Float32()*4 - 2
			}
		}
		var seq, want [n]uint8
		top := float32(-1e30)
		var walk func(i int, sum float32)
		walk = func(i int, sum float32) {
			if i == n {
				if sum > top && !Opens(seq[n-1]) {
					top, want = sum, seq
				}
				return
			}
			for y := range uint8(NumTags) {
				if i == 0 && Continues(y) || i > 0 && !Follows(seq[i-1], y) {
					continue
				}
				s := sum + l.emit[i][y]
				if i > 0 {
					s += next[seq[i-1]][y]
				}
				seq[i] = y
				walk(i+1, s)
			}
		}
		walk(0, 0)
		if got := l.best(&next); !slices.Equal(got, want[:]) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestWord(t *testing.T) {
	groups := NewGroups(map[string]uint16{"muller": 1}, []uint16{0, 7})
	read := func(s string) word {
		var w word
		w.read(s, groups, nil)
		return w
	}
	for s, want := range map[string]kind{
		"Iran": initial, "IRAN": initial | capitals, "iran": allLower, "2019": digit, "—": mark, "B": initial | capitals | single,
		"U.": initial | capitals | single, "al-Sisi": hyphen, "Jean-Noël": initial | hyphen, "KwaZulu": initial | mixed, "Ölçü": initial,
	} {
		if got := read(s).kind; got != want {
			t.Errorf("%s: kind %b, want %b", s, got, want)
		}
	}
	if a, b := read("Müller"), read("MULLER"); a.lower != b.lower || a.group != (Group{1, 7}) || b.group != a.group {
		t.Errorf("Müller %+v and MULLER %+v differ", a.group, b.group)
	}
	if a, b := read("Shi’ite"), read("Shi'ite"); a.lower != b.lower {
		t.Error("a curly apostrophe makes another word")
	}
}

// sentence builds a document of one sentence of words parted by single spaces;
// "_" glues a word to the one before.
func sentence(words ...string) *analysis.Doc {
	d := &analysis.Doc{Article: &schema.Article{}, Sentences: make([]analysis.Sentence, 1)}
	text := ""
	for _, w := range words {
		if w[0] == '_' {
			w = w[1:]
		} else if text != "" {
			text += " "
		}
		d.Sentences[0].Tokens = append(d.Sentences[0].Tokens, analysis.Token{Span: schema.Span{Start: len(text), End: len(text) + len(w)}})
		text += w
	}
	d.Article.Text = text
	return d
}

func TestCapitalisedRuns(t *testing.T) {
	e := NewEncoder(newGroups(0, []uint16{0}), newLexicon(0), nil)
	for _, c := range []struct {
		words      []string
		at         int
		start, end int
		wide       [2]int
	}{
		{[]string{"the", "Ministry", "of", "Foreign", "Affairs", "said"}, 1, 1, 2, [2]int{1, 5}},
		{[]string{"met", "Abdel", "Fattah", "al", "_-", "_Sisi", "there"}, 2, 1, 6, [2]int{1, 6}},
		{[]string{"by", "ISIS", "_-", "_K", "."}, 1, 1, 4, [2]int{1, 4}},
		{[]string{"Iran", "'s", "Foreign", "Ministry"}, 0, 0, 1, [2]int{0, 1}},
		{[]string{"talks", "of", "the"}, 1, -pad, -pad, [2]int{-pad, -pad}},
	} {
		e.Document(sentence(c.words...))
		s := e.spans[pad+c.at]
		got := [4]int{int(s.start) - pad, int(s.end) - pad, int(s.wideStart) - pad, int(s.wideEnd) - pad}
		if want := [4]int{c.start, c.end, c.wide[0], c.wide[1]}; got != want {
			t.Errorf("%v at %d: got %v, want %v", c.words, c.at, got, want)
		}
	}
}

func TestMemoryOfAcronyms(t *testing.T) {
	e := NewEncoder(newGroups(0, []uint16{0}), newLexicon(0), nil)
	e.Document(sentence("the", "Kurdistan", "Workers", "_'", "Party", "(", "_PKK", "_)", "and", "the", "United", "Arab", "Emirates", "(", "_UAE", "_)"))
	if n := e.doc.of(hash("uae")); n.acronym == 0 {
		t.Error("UAE is not tied to United Arab Emirates")
	}
	if n := e.doc.of(hash("xyz")); n.acronym != 0 {
		t.Error("XYZ is tied to something")
	}
}

func TestLexicon(t *testing.T) {
	l := NewLexicon([]Entry{
		{[]string{"United", "Arab", "Emirates"}, KnownState},
		{[]string{"United", "Nations"}, KnownOrganization},
		{[]string{"Arab"}, KnownDemonym},
	})
	l, rest, err := readLexicon(l.append(nil))
	if err != nil || len(rest) != 0 {
		t.Fatalf("read back: %v, %d bytes left", err, len(rest))
	}
	e := NewEncoder(newGroups(0, []uint16{0}), l, nil)
	bit := func(c Class, place int) uint32 { return 1 << (uint(c)*4 + uint(place)) }
	for _, c := range []struct {
		words []string
		want  []uint32
	}{
		{[]string{"UNITED", "ARAB", "EMIRATES"}, []uint32{bit(KnownState, Begin), bit(KnownState, Inside), bit(KnownState, Final)}},
		{[]string{"United", "Arab", "States"}, []uint32{0, bit(KnownDemonym, Unit), 0}},
		{[]string{"united", "Nations"}, []uint32{0, 0}},
		{[]string{"United"}, []uint32{0}},
	} {
		e.Document(sentence(c.words...))
		if got := e.gaz[pad : pad+len(c.words)]; !slices.Equal(got, c.want) {
			t.Errorf("%v: got %b, want %b", c.words, got, c.want)
		}
	}
}

func TestGroupsReadBack(t *testing.T) {
	g := NewGroups(map[string]uint16{"iran": 1, "iraq": 1, "oslo": 2}, []uint16{0, 5, 6})
	got, rest, err := readGroups(g.append(nil))
	if err != nil || len(rest) != 0 {
		t.Fatalf("read back: %v, %d bytes left", err, len(rest))
	}
	for w, want := range map[string]Group{"iran": {1, 5}, "oslo": {2, 6}, "rome": {}} {
		if f := got.find([]byte(w)); f != want {
			t.Errorf("%s: %v, want %v", w, f, want)
		}
	}
}

func FuzzReadModel(f *testing.F) {
	w := Weights{Groups: NewGroups(map[string]uint16{"a": 1}, []uint16{0, 1}), Lexicon: newLexicon(0), Rows: map[uint32][NumTags]float32{7: {1}}}
	f.Add(w.Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadModel(b)
		if err != nil {
			return
		}
		var out [NumTags]float32
		m.emit([]uint32{0, 7, 1 << 31}, &out)
	})
}
