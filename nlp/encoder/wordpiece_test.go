package encoder

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// readTokens reads testdata/tokens.txt: the vocabulary, tokens and their
// pieces.
func readTokens(t testing.TB) (*Vocabulary, []string, [][]string) {
	t.Helper()
	f, err := os.Open("testdata/tokens.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var v *Vocabulary
	var tokens []string
	var want [][]string
	for s := bufio.NewScanner(f); s.Scan(); {
		line := s.Text()
		if strings.HasPrefix(line, "#") && v == nil {
			continue
		}
		if v == nil {
			if v, err = NewVocabulary(strings.Fields(line)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		quoted, pieces, _ := strings.Cut(line, "\t")
		var token string
		if err := json.Unmarshal([]byte(quoted), &token); err != nil {
			t.Fatalf("%s: %v", quoted, err)
		}
		tokens, want = append(tokens, token), append(want, strings.Fields(pieces))
	}
	if len(tokens) < 80 {
		t.Fatalf("got %d tokens", len(tokens))
	}
	return v, tokens, want
}

func TestCut(t *testing.T) {
	v, tokens, want := readTokens(t)
	var p Pieces
	for i, token := range tokens {
		v.Cut(&p, token)
		var got []string
		for _, id := range p.IDs[p.First[i]:] {
			got = append(got, v.pieces[id])
		}
		if len(want[i]) == 0 {
			want[i] = []string{unknownPiece} // so that every token has a state
		}
		if diff := cmp.Diff(want[i], got); diff != "" {
			t.Errorf("pieces of %q (-want +got):\n%s", token, diff)
		}
	}
}

func TestCutAllocates(t *testing.T) {
	v, tokens, _ := readTokens(t)
	var p Pieces
	if got := testing.AllocsPerRun(10, func() {
		p.Reset()
		for _, token := range tokens {
			v.Cut(&p, token)
		}
	}); got != 0 {
		t.Errorf("got %v allocations for all tokens, want none", got)
	}
}

func TestVocabularyErrors(t *testing.T) {
	for _, test := range []struct{ pieces, want string }{
		{"[UNK] [CLS]", "the vocabulary has no [SEP]"},
		{"[UNK] [CLS] [SEP] a ##a a", `piece "a" is there twice, as 3 and 5`},
		{"[UNK] [CLS] [SEP] \xff", "piece 3 is empty, too long or not UTF-8"},
	} {
		_, err := NewVocabulary(strings.Split(test.pieces, " "))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, want %s", test.pieces, err, test.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	v, tokens, _ := readTokens(f)
	for _, token := range tokens {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		var p Pieces
		v.Cut(&p, "the")
		v.Cut(&p, token)
		if n := len(p.IDs) - 1; p.First[1] != 1 || n < 1 || n > 1+3*utf8.RuneCountInString(token) {
			t.Fatalf("%q: got %d pieces", token, n)
		}
		var again Pieces
		v.Cut(&again, token)
		if !slices.Equal(again.IDs, p.IDs[1:]) {
			t.Fatalf("%q: got %v alone and %v behind another token", token, again.IDs, p.IDs[1:])
		}
	})
}

func BenchmarkCut(b *testing.B) {
	v, _, _ := readTokens(b)
	tokens := strings.Fields("The foreign ministers re-armed the embassy in Zürich . Sanctions rearmament 2026 , no sanctioning")
	var p Pieces
	for b.Loop() {
		p.Reset()
		for _, token := range tokens {
			v.Cut(&p, token)
		}
	}
	b.ReportMetric(float64(len(tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
