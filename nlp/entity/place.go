package entity

import (
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
)

// still are the prepositions after which a capital is a city and not a
// government. "with" is not among them: "talks with Tehran".
var still = map[string]bool{"in": true, "at": true, "near": true, "outside": true, "around": true, "across": true, "through": true, "inside": true, "into": true, "over": true, "throughout": true}

// moving are the prepositions after which a capital is a city where somebody
// moves, and a government where something is said, sold or sent: "flew to
// Riyadh", "close to Riyadh".
var moving = map[string]bool{"to": true, "from": true, "for": true, "towards": true, "toward": true, "via": true}

// movement are the lemmas of words that move people or things to a place.
var movement = set("fly,travel,go,arrive,return,drive,march,depart,flee,head,come,move,journey,trip,visit,flight,train,road,convoy,bring,take,rush,evacuate,leave,land,delegation,ship,transfer,deport,extradite,route,way,walk,sail,escape,airlift,escort,fire,advance,push,drag,deploy,carry,relocate,miles,kilometre,kilometer,mile,km,invite,tour,visitor,dispatch,back,home,bus,car")

// reaching are the lemmas of verbs whose object is a city: what can be bombed,
// entered or left is not the government.
var reaching = set("bomb,shell,hit,strike,attack,reach,leave,enter,visit,capture,seize,besiege,encircle,surround,storm,rock,shake,pound,target,evacuate,flee,quit,tour,retake,take,liberate,defend,occupy,overrun,raze,flood,paralyse,paralyze,bombard,raid,cross,approach,blanket,hold,loot,control,shut,blockade")

// urban are the lemmas of nouns that a city's name qualifies or owns.
var urban = set("suburb,street,airport,mayor,resident,district,neighborhood,neighbourhood,outskirt,outskirts,hotel,hospital,university,metro,subway,court,region,province,embassy,bureau,office,conference,summit,marathon,square,centre,center,downtown,port,stadium,market,prison,palace,mosque,church,cathedral,bridge,museum,school,city,capital,apartment,home,building,meeting,talks,bombing,attack,park,correspondent,protest,rally,skyline,area,stock,exchange,house,restaurant,cafe,zoo,police,governor")

// ruling are the lemmas of nouns that make a government of the capital that
// they are in: "officials in Tehran".
var ruling = set("government,regime,authority,official,leader,leadership,junta,ruler,administration,policymaker,lawmaker,ally,power,cabinet,parliament,politician,counterpart,decision-maker,establishment,elite,backer,patron,master,anger,fear,concern,alarm,outrage,unease,mood,anxiety,worry,suspicion,frustration,thinking")

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.SplitSeq(words, ",") {
		out[w] = true
	}
	return out
}

// isPlaceHere decides whether a capital's name stands for the city: in a
// dateline, after a preposition of place, as what is entered or shelled, beside
// another name, or before what says where it lies ("in Lima, Peru").
func (d *document) isPlaceHere(c *candidate) bool {
	toks := d.Sentences[c.Sentence].Tokens
	if d.isDateline(c) {
		return true
	}
	head := &toks[c.Head]
	w := d.prepositionBefore(c, toks)
	if w == "" && head.Deprel == "conj" && head.Head >= 0 { // "in Oregon and Washington"
		w = d.caseOf(toks, head.Head)
	}
	if w != "" {
		switch over := governor(toks, c.Head); {
		case still[w]:
			return w != "in" || over < 0 || !ruling[lemmaOf(toks, over)] || toks[over].UPOS == "VERB"
		case moving[w]:
			return over >= 0 && movement[lemmaOf(toks, over)]
		case w == "of":
			return over >= 0 && urban[lemmaOf(toks, over)]
		}
	}
	switch head.Deprel {
	case "appos":
		return true
	case "obj", "nsubj:pass":
		return head.Head >= 0 && reaching[lemmaOf(toks, head.Head)]
	case "compound", "nmod:poss", "amod", "nmod:desc":
		return head.Head >= 0 && urban[lemmaOf(toks, head.Head)]
	case "obl":
		return c.Last < len(toks)-1 && d.Text(toks[c.Last].Span) == ","
	}
	return false
}

// pacts are nouns that make of a city's name that of a treaty or the like: "the
// Paris Agreement".
var pacts = set("agreement,accord,accords,convention,conventions,protocol,treaty,pact,club,consensus,process,declaration,communique,format,charter,memorandum,framework,principles,times,post,statute,peace")

// namesPact reports whether a city's name is part of such a name.
func (d *document) namesPact(c *candidate) bool {
	toks := d.Sentences[c.Sentence].Tokens
	if c.Last >= len(toks) || !d.isCapital(toks, c.Last) {
		return false
	}
	return pacts[d.lower(toks, c.Last)]
}

// prepositionBefore is the preposition of a name, over an article or "central".
func (d *document) prepositionBefore(c *candidate, toks []analysis.Token) string {
	for i := c.First - 1; i >= 0 && i >= c.First-2; i-- {
		w := strings.ToLower(d.Text(toks[i].Span))
		if still[w] || moving[w] || w == "of" {
			return w
		}
		if w != "the" && w != "central" && w != "downtown" && w != "greater" {
			break
		}
	}
	return ""
}

// governor is the head of a name, over names joined to it.
func governor(toks []analysis.Token, i int) int {
	for range 4 {
		if toks[i].Deprel != "conj" && toks[i].Deprel != "flat" && toks[i].Deprel != "compound" {
			break
		}
		if toks[i].Head < 0 {
			return -1
		}
		i = toks[i].Head
	}
	return toks[i].Head
}

func lemmaOf(toks []analysis.Token, i int) string { return strings.ToLower(toks[i].Lemma) }

// isDateline reports whether the name opens a sentence as a dateline does:
// "WASHINGTON, March 5 -" or "ISLAMABAD:" or "KYIV (Reuters) —".
func (d *document) isDateline(c *candidate) bool {
	toks := d.Sentences[c.Sentence].Tokens
	if c.First > 2 || c.text != strings.ToUpper(c.text) {
		return false
	}
	for i := c.Last; i < len(toks) && i < c.Last+9; i++ {
		switch d.Text(toks[i].Span) {
		case "-", "–", "—", "--", ":":
			return true
		}
	}
	return c.Last >= len(toks)
}
