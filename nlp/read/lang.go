package read

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
	bcp47 "golang.org/x/text/language"
)

const (
	langSample  = 1500 // bytes looked at
	langLetters = 100  // fewer letters are no ground for a verdict
)

// language is the ISO 639-1 code of a stated language ("en-GB", "eng",
// "en_US.UTF-8"), or its ISO 639-3 code where there is no shorter one, or "".
func language(stated string) string {
	stated, _, _ = strings.Cut(strings.TrimSpace(stated), ".")
	if stated == "" || len(stated) > 40 {
		return ""
	}
	t, err := bcp47.Parse(stated)
	if err != nil || t == bcp47.Und {
		return ""
	}
	base, confidence := t.Base()
	if confidence == bcp47.No {
		return ""
	}
	return base.String()
}

// detect finds the language of a text, "" where it is too short to be sure.
func detect(text string) string {
	if len(text) > langSample {
		text = strings.ToValidUTF8(text[:langSample], "")
	}
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < langLetters {
		return ""
	}
	if isEnglish(text) { // most texts are; whatlanggo takes milliseconds for each
		return "en"
	}
	if mostlyNames(text) {
		return ""
	}
	if info := whatlanggo.Detect(text); info.IsReliable() {
		return info.Lang.Iso6391()
	}
	return ""
}

// mostlyNames reports whether more than half of the words begin with a capital:
// a list of names says nothing of its language. German comes nowhere near.
func mostlyNames(text string) bool {
	words, capital := 0, 0
	for w := range strings.FieldsSeq(text) {
		words++
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			capital++
		}
	}
	return 2*capital > words
}

// englishOnly are frequent words that stand in hardly any other language with
// the same letters.
var englishOnly = setOf("the", "and", "of", "that", "with", "from", "which", "their", "were", "been", "would", "this", "has", "have", "its", "after", "said")

// isEnglish reports whether so many words are plainly English that no other
// language need be considered: in English prose a fifth of the words are, and
// one in sixteen is "the".
func isEnglish(text string) bool {
	words, the, english := 0, 0, 0
	for w := range strings.FieldsSeq(text) {
		words++
		w = strings.ToLower(w)
		if w == "the" {
			the++
		}
		if englishOnly[w] {
			english++
		}
	}
	return the*40 >= words && english*9 >= words
}
