package tag

import "strings"

// Regular undoes the regular endings of verbs and nouns: it returns the first
// of the forms from which form may be made that is known. "bombed" may come
// from bombe, bomb or (as "stopped" does) bom.
func Regular(form, xpos string, known func(string) bool) (string, bool) {
	low := strings.ToLower(form)
	try := func(stem string, ends ...string) (string, bool) {
		for _, e := range ends {
			if len(stem)+len(e) > 1 && known(stem+e) {
				return stem + e, true
			}
		}
		if n := len(stem); n > 2 && stem[n-1] == stem[n-2] && known(stem[:n-1]) {
			return stem[:n-1], true
		}
		return "", false
	}
	switch xpos {
	case "VBD", "VBN", "JJ":
		if stem, ok := strings.CutSuffix(low, "ied"); ok {
			return try(stem, "y", "ie")
		}
		if stem, ok := strings.CutSuffix(low, "ed"); ok {
			return try(stem, "", "e")
		}
	case "VBG":
		if stem, ok := strings.CutSuffix(low, "ing"); ok {
			return try(stem, "", "e")
		}
	case "VBZ", "NNS", "NNPS", "NN":
		if stem, ok := strings.CutSuffix(low, "ies"); ok {
			return try(stem, "y", "ie")
		}
		if stem, ok := strings.CutSuffix(low, "es"); ok {
			if lemma, ok := try(stem, "e", ""); ok {
				return lemma, true
			}
		}
		if stem, ok := strings.CutSuffix(low, "s"); ok && !strings.HasSuffix(stem, "s") && xpos != "NN" {
			return try(stem, "")
		}
	}
	return "", false
}
