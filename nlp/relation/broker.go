package relation

// brokering are the verbs that tell who brought a deal, a truce or talks about.
var brokering = map[string]bool{"broker": true, "mediate": true, "arrange": true, "facilitate": true, "sponsor": true, "convene": true, "oversee": true}

// brokers returns the third party that a participle or relative clause on the
// event's noun names: "a truce brokered by Qatar", "a U.S.-brokered deal",
// "talks, mediated by Oman".
func (t *tree) brokers(out []int, trig, light int) []int {
	nouns := []int{trig, light, t.logicalObject(trig)}
	for i, n := range nouns {
		if n < 0 || !t.isNominal(n) || i == 2 && n == light {
			continue
		}
		for c := range t.children(n) {
			switch t.toks[c].Deprel {
			case "acl", "amod", "acl:relcl":
			default:
				continue
			}
			if !t.isVerb(c) || !brokering[t.lemma(c)] {
				continue
			}
			before := len(out)
			if out = t.fillers(out, c, -1, "subj"); len(out) == before || out[before] == n {
				out = t.fillers(out[:before], c, -1, "mod")
			}
		}
	}
	return out
}
