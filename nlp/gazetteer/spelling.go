package gazetteer

import (
	"slices"
	"strings"
)

// Spellings returns the keys under which the ways of writing one foreign name
// in Latin letters come together: Gaddafi and Qadhafi, Zelenskyy and Zelensky,
// al-Qaida and el-Qaeda, Schröder and Schroeder. Two names are spellings of
// each other if they share a key. There is at most one for each reading of what
// can be read in two ways: an umlaut with its e or without, the letter e for an
// Arabic a or i.
//
// The rules are those of transliteration, and nothing is compared by
// likeness: what differs in one other letter is another name.
func Spellings(name string) []string {
	out := make([]string, 0, 2)
	add := func(plain string) {
		s := even(strings.Fields(plain))
		for _, e := range []string{"a", "i"} { // an e may be an Arabic a or i
			if key := finish(strings.ReplaceAll(s, "e", e)); key != "" && !slices.Contains(out, key) {
				out = append(out, key)
			}
			if !strings.Contains(s, "e") {
				break
			}
		}
	}
	add(Fold(name))
	if spread := digraphs.Replace(name); spread != name {
		add(Fold(spread))
	}
	return out
}

// digraphs are the letters that German, the Nordic languages and Serbian
// write with two where they lack them.
var digraphs = strings.NewReplacer(
	"ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ø", "oe", "Ø", "Oe", "å", "aa", "Å", "Aa", "đ", "dj", "Đ", "Dj",
	"ş", "sh", "Ş", "Sh", "š", "sh", "Š", "Sh", "ç", "ch", "Ç", "Ch", "č", "ch", "Č", "Ch", "ž", "zh", "Ž", "Zh",
)

// even evens out the letters of a folded name's words; what e stands for is
// left open.
func even(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i+1 < len(words) && isArticle(w, words[i+1]) {
			w = "al"
		}
		b.WriteString(w)
	}
	return vowels.Replace(letters.Replace(single(b.String())))
}

// finish evens out what is left once every vowel is known.
func finish(s string) string {
	s = servants.Replace(single(s))
	for _, end := range endings {
		if cut, ok := strings.CutSuffix(s, end[0]); ok {
			return cut + end[1]
		}
	}
	return s
}

// isArticle reports whether a word is the Arabic article before the next one,
// also where it takes the next word's first letter: "an-Nusra".
func isArticle(w, next string) bool {
	switch w {
	case "al", "el", "ul", "ol", "il", "l":
		return true
	case "as", "es", "ash", "esh", "ad", "ed", "ar", "er", "ur", "an", "en", "un", "at", "et", "az", "ez", "ud", "us", "uz":
		return strings.HasPrefix(next, w[1:])
	}
	return false
}

// single takes out the second of two equal letters.
func single(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] || s[i] == 'e' || s[i] == 'o' {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// letters even out consonants. The longest comes first.
var letters = strings.NewReplacer(
	"tsch", "ch", "tch", "ch", "sch", "sh", "dzh", "j", "dsh", "j", "dj", "j", "zh", "j",
	"ndh", "ndh", // of Gandhi, Lindh
	"kh", "k", "gh", "g", "dh", "d", "th", "t", "ph", "f", "ck", "k", "cz", "ch", "sz", "sh",
	"q", "k", "g", "k", "x", "ks", "w", "v", "tz", "ts",
	"ch", "ch", "sh", "sh", "c", "k",
)

// vowels even out vowels.
var vowels = strings.NewReplacer(
	"oua", "va", "oue", "ve", "oui", "vi", "iyy", "i", "iya", "ia", "ija", "ia", "iy", "i", "yi", "i", "ii", "i", "ij", "i",
	"ay", "ai", "ey", "ai", "ei", "ai", "ae", "ai", "aj", "ai", "ej", "ai", "eh", "e",
	"ee", "i", "ie", "i", "oo", "u", "ou", "u", "ow", "au", "av", "au", "ao", "au",
	"ye", "e", "je", "e", "y", "i", "o", "u", "ah", "a",
)

// servants even out "Abd al-", "Abdul" and "Abdel", and the name of God in
// compounds.
var servants = strings.NewReplacer("abdul", "abdal", "abdil", "abdal", "bulah", "balah", "bula", "bala", "rula", "rala", "dula", "dala", "hula", "hala")

// endings even out the ends of Slavic and Arabic names.
var endings = [][2]string{
	{"skai", "ska"}, {"skaia", "ska"}, {"skaja", "ska"}, {"skii", "ski"}, {"vich", "vik"}, {"uf", "uv"}, {"af", "av"}, {"if", "iv"}, {"ah", "a"}, {"ih", "i"}, {"uh", "u"},
}
