package token

import (
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/entente-kg/entente/nlp/analysis"
	"pgregory.net/rapid"
)

func newTokenizer(t testing.TB) *Tokenizer {
	t.Helper()
	tok, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// show writes sentences as lines and tokens with blanks between them.
func show(text string, sents []analysis.Sentence) []string {
	var lines []string
	for _, s := range sents {
		var words []string
		for _, tok := range s.Tokens {
			words = append(words, tok.Of(text))
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return lines
}

func TestTokens(t *testing.T) {
	tok := newTokenizer(t)
	for _, c := range []struct{ given, want string }{
		{"We don't want war.", "We do n't want war ."},
		{"“We don’t want war,” he said.", "“ We do n’t want war , ” he said ."},
		{"Iran's envoy and Russia’s minister left.", "Iran 's envoy and Russia ’s minister left ."},
		{"The workers' union can't strike.", "The workers ' union ca n't strike ."},
		{"The US-India pact holds.", "The US - India pact holds ."},
		{"State-owned Rosneft is 20 years old.", "State - owned Rosneft is 20 years old ."},
		{"ISIS-K claimed the attack.", "ISIS-K claimed the attack ."},
		{"Jama'at Nusrat fighters fled.", "Jama'at Nusrat fighters fled ."},
		{"J.D. Vance will visit the U.S. embassy.", "J.D. Vance will visit the U.S. embassy ."},
		{"It sent 1,000 troops.", "It sent 1,000 troops ."},
		{"It cost $5 billion, or €4.6 billion.", "It cost $ 5 billion , or € 4.6 billion ."},
		{"See https://example.org/world/a-b?c=d.", "See https://example.org/world/a-b?c=d ."},
		{"Mail press@example.org, please.", "Mail press@example.org , please ."},
		{"They cannot stay.", "They can not stay ."},
		{"The talks (in Doha) failed.", "The talks ( in Doha ) failed ."},
		{"He met Mr. Xi at 9:30 a.m. on Monday.", "He met Mr. Xi at 9:30 a.m. on Monday ."},
	} {
		if got := strings.Join(show(c.given, tok.Sentences(c.given)), " | "); got != c.want {
			t.Errorf("given %q\n got %q\nwant %q", c.given, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	tok := newTokenizer(t)
	for _, c := range []struct {
		name, given string
		want        []string
	}{
		{"abbreviations and initials", "Gen. Keith Kellogg met Mr. J. Smith on Jan. 3. The U.S. Senate, led by the No. 2 senator, voted.", []string{
			"Gen. Keith Kellogg met Mr. J. Smith on Jan. 3 .", "The U.S. Senate , led by the No. 2 senator , voted .",
		}},
		{"headline and paragraphs", "Russia, Ukraine trade strikes\n\nThe talks failed\n\nBoth sides left.", []string{
			"Russia , Ukraine trade strikes", "The talks failed", "Both sides left .",
		}},
		{"dateline", "MOSCOW, March 12 (Reuters) - Russia fired missiles. It denied that.", []string{
			"MOSCOW , March 12 ( Reuters ) -", "Russia fired missiles .", "It denied that .",
		}},
		{"dateline with a long dash", "BEIJING — China protested.", []string{"BEIJING —", "China protested ."}},
		{"lines are paragraphs", "By JANE DOE\nThe vote was close.", []string{"By JANE DOE", "The vote was close ."}},
		{"lines broken at a margin", "The foreign ministers of the two countries\nmet in Geneva on Tuesday to discuss the\nborder, which has been closed since 2019.\nThey parted without a word to the press.", []string{
			"The foreign ministers of the two countries met in Geneva on Tuesday to discuss the border , which has been closed since 2019 .",
			"They parted without a word to the press .",
		}},
		{"quotes", `"It is over." He left the room. "We will fight on," he told reporters. "They know it."`, []string{`" It is over . "`, "He left the room .", `" We will fight on , " he told reporters .`, `" They know it . "`}},
	} {
		got := show(c.given, tok.Sentences(c.given))
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: given %q\n got %q\nwant %q", c.name, c.given, got, c.want)
		}
	}
}

// check reports what is wrong with a cut: bytes lost or used twice, white
// space within a token, sentences that are not their tokens.
func check(text string, sents []analysis.Sentence) string {
	pos := 0
	for _, s := range sents {
		if len(s.Tokens) == 0 || s.Start != s.Tokens[0].Start || s.End != s.Tokens[len(s.Tokens)-1].End {
			return "a sentence is not the span of its tokens"
		}
		for _, tok := range s.Tokens {
			if tok.Start < pos || tok.End <= tok.Start || tok.End > len(text) {
				return "tokens overlap, are empty or lie outside of the text"
			}
			if strings.TrimSpace(text[pos:tok.Start]) != "" {
				return "bytes are lost"
			}
			if strings.ContainsFunc(tok.Of(text), unicode.IsSpace) {
				return "a token holds white space"
			}
			if tok.Head != -1 {
				return "a head is set"
			}
			pos = tok.End
		}
	}
	if strings.TrimSpace(text[pos:]) != "" {
		return "bytes are lost at the end"
	}
	return ""
}

func TestNothingIsLost(t *testing.T) {
	tok := newTokenizer(t)
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(
			rapid.StringN(0, 12, 40),
			rapid.SampledFrom([]string{" ", "\n", "\n\n", ". ", "U.S.", "don’t ", "&rsquo;", "“", "”", "(", "-", "—", "\u00a0", "é", "中文", "😀", "\x00", "\xff", "www.a.b/c ", "a@b.org", "...", "'s ", "$5"}),
		)).Draw(t, "parts")
		text := strings.Join(parts, "")
		if wrong := check(text, tok.Sentences(text)); wrong != "" {
			t.Fatalf("given %q: %s", text, wrong)
		}
	})
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"", "Mr. Xi's visit.", "a\xffb \x00", "((((((((", "“’‘”&rsquo;", "http://a.b/c.", strings.Repeat("x", 300), "A. B. C.\n\nd"} {
		f.Add(s)
	}
	tok, err := New(Options{MaxTokens: 7})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sents := tok.Sentences(text)
		if wrong := check(text, sents); wrong != "" {
			t.Fatal(wrong)
		}
		for _, s := range sents {
			if len(s.Tokens) > 7 {
				t.Fatalf("a sentence of %d tokens", len(s.Tokens))
			}
		}
	})
}

func TestHugeInput(t *testing.T) {
	tok := newTokenizer(t)
	for name, text := range map[string]string{
		"a token of 1 MB":       strings.Repeat("x", 1<<20),
		"a token of marks":      strings.Repeat("(", 1<<20),
		"marks between letters": strings.Repeat("a.", 1<<19),
		"quotes":                strings.Repeat("“", 1<<18),
		"no stop":               strings.Repeat("and then the minister said ", 1<<15),
		"one line":              strings.Repeat("The minister said so, and left. ", 1<<15),
		"blank lines":           strings.Repeat("\n", 1<<20) + "x",
		"Chinese":               strings.Repeat("外交部", 1<<16),
		"control characters":    strings.Repeat("\x01\x02 ", 1<<17),
	} {
		start := time.Now()
		sents := tok.Sentences(text)
		if wrong := check(text, sents); wrong != "" {
			t.Errorf("%s: %s", name, wrong)
		}
		for _, s := range sents {
			if len(s.Tokens) > 300 {
				t.Fatalf("%s: a sentence of %d tokens", name, len(s.Tokens))
			}
		}
		if spent := time.Since(start); spent > 20*time.Second {
			t.Errorf("%s: took %v", name, spent)
		} else {
			t.Logf("%s: %v", name, spent)
		}
	}
}

func TestOneSentenceWithoutStopIsCutAtMarks(t *testing.T) {
	tok, err := New(Options{MaxTokens: 20})
	if err != nil {
		t.Fatal(err)
	}
	given := strings.Repeat("the minister said that ships sail, ", 20)
	for _, line := range show(given, tok.Sentences(given)) {
		if !strings.HasSuffix(line, ",") {
			t.Errorf("got a sentence cut at %q, want it cut at a comma", line)
		}
	}
}

func TestModelOfTheWrongKind(t *testing.T) {
	if _, err := New(Options{Model: []byte("x")}); err == nil || !strings.Contains(err.Error(), "train them anew") {
		t.Errorf("got %v, want an error that says what to do", err)
	}
}

var benchText = strings.Repeat("Russia’s foreign minister, Sergei Lavrov, met Gen. Keith Kellogg at 4 p.m. in Jeddah; the U.S.-Pakistan talks didn't end.\n\n", 50)

func BenchmarkSentences(b *testing.B) {
	tok := newTokenizer(b)
	text := benchText
	n := 0
	for _, s := range tok.Sentences(text) {
		n += len(s.Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		tok.Sentences(text)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func TestConcurrentUse(t *testing.T) {
	tok := newTokenizer(t)
	text := "Gen. Keith Kellogg met Mr. Xi in the U.S. on Jan. 3. “We don’t want war,” he said.\n\nBEIRUT (AP) — Talks failed."
	want := strings.Join(show(text, tok.Sentences(text)), "\n")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := strings.Join(show(text, tok.Sentences(text)), "\n"); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestWords(t *testing.T) {
	tok := newTokenizer(t)
	for _, c := range []struct{ given, want string }{
		{"Democratic People's Republic of Korea", "Democratic|People|'s|Republic|of|Korea"},
		{"U.S. State Department", "U.S.|State|Department"},
		{"al-Shabaab", "al|-|Shabaab"},
		{"", ""},
	} {
		var got []string
		for _, s := range tok.Words(c.given) {
			got = append(got, s.Of(c.given))
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("given %q: got %q, want %q", c.given, s, c.want)
		}
	}
}
