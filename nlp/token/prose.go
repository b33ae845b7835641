package token

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"
	"gopkg.in/neurosnap/sentences.v1"
	"gopkg.in/neurosnap/sentences.v1/english"
)

// maxChunk is the length in bytes from which a run of non-blank characters is
// not given to prose, whose time grows with the square of its length.
const maxChunk = 200

// punkt is the sentence model that prose uses. prose reads it anew for every
// document, so it is built here, once.
type punkt struct {
	*sentences.DefaultSentenceTokenizer
}

func newPunkt() (*punkt, error) {
	t, err := english.NewSentenceTokenizer(nil)
	if err != nil {
		return nil, fmt.Errorf("token: load punkt: %w", err)
	}
	return &punkt{t}, nil
}

// ends calls f with the byte offset in text after each run of non-blank
// characters that ends in a mark, whether a sentence ends there, and whether
// the run is an abbreviation. Runs without a mark are mostly left out.
func (p *punkt) ends(text string, f func(end int, sentence, abbreviation bool)) {
	for _, t := range p.AnnotatedTokens(text) {
		end := len(strings.TrimRightFunc(text[:min(t.Position, len(text))], unicode.IsSpace))
		f(end, t.SentBreak, t.Abbr)
	}
}

// noModel keeps prose from loading its tagger and its names.
var noModel prose.Model

// proseTokens gives the texts of prose's tokens. prose panics on some letters
// whose lower case is longer than themselves; that comes back as an error.
func proseTokens(text string) (tokens []prose.Token, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("token: prose: %v", p)
		}
	}()
	d, err := prose.NewDocument(text, prose.WithSegmentation(false), prose.WithTagging(false),
		prose.WithExtraction(false), prose.UsingModel(&noModel))
	if err != nil {
		return nil, fmt.Errorf("token: prose: %w", err)
	}
	return d.Tokens(), nil
}

// plain replaces what is not ASCII, quotes excepted, by as many bytes of
// letters or blanks: prose looks at no other letters, and panics on some.
func plain(text string) string {
	ascii := true
	for i := 0; i < len(text) && ascii; i++ {
		ascii = text[i] < utf8.RuneSelf
	}
	if ascii {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for i, r := range text {
		switch {
		case r < utf8.RuneSelf, r == '“', r == '”', r == '‘', r == '’':
			b.WriteRune(r)
			continue
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		c := byte('x')
		if unicode.IsSpace(r) {
			c = ' '
		}
		for range n {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// resync is how far recoverOffsets looks for a token, in bytes.
const resync = 2 * maxChunk

// recoverOffsets calls f with the byte offsets in text at which each token of
// prose ends. prose changes quotes (“ and ” to ", ‘ and ’ and &rsquo; to ') and
// leaves out what follows a contraction (don't,"), so a token is looked for at
// the place that is due, then at the next runs of non-blank characters.
func recoverOffsets(text string, tokens []prose.Token, f func(end int)) {
	pos := 0
	for _, t := range tokens {
		for from := pos; from < min(len(text), pos+resync); from = nextChunk(text, from) {
			if end := match(text, from, t.Text); end > 0 {
				f(end)
				pos = end
				break
			}
		}
	}
}

// nextChunk is where the next run of non-blank characters after i begins.
func nextChunk(text string, i int) int {
	blank := false
	for k, r := range text[i:] {
		if unicode.IsSpace(r) {
			blank = true
		} else if blank {
			return i + k
		}
	}
	return len(text)
}

// match is the offset after want, which is to stand at pos, after white space;
// 0 if it does not stand there.
func match(text string, pos int, want string) int {
	for want != "" {
		if pos == len(text) {
			return 0
		}
		r, n := utf8.DecodeRuneInString(text[pos:])
		w, m := utf8.DecodeRuneInString(want)
		switch {
		case w == r:
		case w == '"' && (r == '“' || r == '”'), w == '\'' && (r == '‘' || r == '’'):
		case w == '\'' && strings.HasPrefix(text[pos:], "&rsquo;"):
			n = len("&rsquo;")
		case unicode.IsSpace(w):
			n = 0
		case unicode.IsSpace(r):
			m = 0
		default:
			return 0
		}
		pos += n
		want = want[m:]
	}
	return pos
}
