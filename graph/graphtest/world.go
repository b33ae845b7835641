// Package graphtest holds the suite that every engine passes, and the small
// world that it is played in: relations, actors and articles built by hand.
package graphtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/schema"
)

// Resolver resolves with the relations and actors of this package.
func Resolver() *resolve.Resolver {
	return &resolve.Resolver{Relations: Relations(), Lookup: func(id string) (schema.Entity, bool) {
		e, ok := actors[id]
		return e, ok
	}}
}

// Relations are a few of each sort: directed, symmetric, three-place, standing,
// speech act.
func Relations() map[string]*schema.Relation {
	const a, r, t, m = schema.RoleActor, schema.RoleRecipient, schema.RoleTheme, schema.RoleMediator
	list := []schema.Relation{
		{Name: "MEETS_WITH", Family: "TALKS", Plover: "CONSULT", Cameo: "04", Quad: 1, Goldstein: 1, Symmetric: true, Edges: []schema.EdgeRule{{From: a, Type: "MEETS_WITH", To: a}}},
		{Name: "VISITS", Family: "TALKS", Plover: "CONSULT", Cameo: "042", Quad: 1, Goldstein: 1.9, Edges: []schema.EdgeRule{{From: a, Type: "VISITS", To: r}}},
		{Name: "ATTACKS", Plover: "ASSAULT", Cameo: "19", Quad: 4, Goldstein: -9.5, Edges: []schema.EdgeRule{{From: a, Type: "ATTACKS", To: r}}},
		{Name: "SANCTIONS", Plover: "SANCTION", Cameo: "163", Quad: 4, Goldstein: -8, Edges: []schema.EdgeRule{{From: a, Type: "SANCTIONS", To: r}}},
		{Name: "LIFTS_SANCTIONS_ON", Plover: "RETREAT", Cameo: "085", Quad: 2, Goldstein: 7, Ends: []string{"SANCTIONS"}, Edges: []schema.EdgeRule{{From: a, Type: "LIFTS_SANCTIONS_ON", To: r}}},
		{Name: "ARRESTS", Plover: "COERCE", Cameo: "173", Quad: 4, Goldstein: -5, Edges: []schema.EdgeRule{{From: a, Type: "ARRESTS", To: r}}},
		{Name: "AIDS", Plover: "AID", Cameo: "07", Quad: 2, Goldstein: 8.3, Edges: []schema.EdgeRule{{From: a, Type: "AIDS", To: r}}},
		{Name: "ACCUSES", Plover: "ACCUSE", Cameo: "112", Quad: 3, Goldstein: -2, SpeechAct: true, Edges: []schema.EdgeRule{{From: a, Type: "ACCUSES", To: r}}},
		{Name: "EXTRADITES", Plover: "COOPERATE", Cameo: "063", Quad: 2, Goldstein: 7.4, Edges: []schema.EdgeRule{
			{From: t, Type: "EXTRADITED_TO", To: r},
			{From: t, Type: "EXTRADITED_BY", To: a},
			{From: a, Type: "EXTRADITES_TO", To: r},
		}},
		{Name: "MEDIATES_BETWEEN", Plover: "CONSULT", Cameo: "045", Quad: 1, Goldstein: 1, Edges: []schema.EdgeRule{{From: m, Type: "MEDIATES_FOR", To: a}}},
		{Name: "MEMBER_OF", Plover: "", Standing: true, Edges: []schema.EdgeRule{{From: a, Type: "MEMBER_OF", To: r}}},
		{Name: "HOLDS_OFFICE_IN", Plover: "", Standing: true, Edges: []schema.EdgeRule{{From: a, Type: "HOLDS_OFFICE_IN", To: r}}},
		{Name: "BASED_IN", Plover: "", Standing: true, Edges: []schema.EdgeRule{{From: a, Type: "BASED_IN", To: r}}},
	}
	relations := map[string]*schema.Relation{}
	for i := range list {
		relations[list[i].Name] = &list[i]
	}
	return relations
}

// actors are the knowledge base of this world.
var actors = func() map[string]schema.Entity {
	m := map[string]schema.Entity{}
	add := func(id string, kind schema.Kind, name, country, sector string, aliases ...string) {
		e := schema.Entity{ID: id, Kind: kind, Name: name, Aliases: aliases, Country: country, Sector: sector, Curated: true}
		if kind == schema.State {
			e.Codes = map[string]string{"iso3": strings.TrimPrefix(id, "state:")}
		}
		m[id] = e
	}
	add("state:PAK", schema.State, "Pakistan", "", "", "Islamabad", "Pakistani")
	add("state:USA", schema.State, "United States", "", "", "America", "US", "Washington")
	add("state:IND", schema.State, "India", "", "", "Indian", "New Delhi")
	add("state:IRN", schema.State, "Iran", "", "", "Iranian", "Tehran")
	add("state:QAT", schema.State, "Qatar", "", "", "Doha")
	add("state:AFG", schema.State, "Afghanistan", "", "", "Afghan", "Kabul")
	add("person:ishaq-dar", schema.Person, "Ishaq Dar", "state:PAK", "GOV", "Dar")
	add("person:marco-rubio", schema.Person, "Marco Rubio", "state:USA", "GOV", "Rubio")
	add("person:s-jaishankar", schema.Person, "S. Jaishankar", "state:IND", "GOV", "Jaishankar")
	add("org:irgc", schema.Organization, "Islamic Revolutionary Guard Corps", "state:IRN", "MIL", "IRGC")
	add("group:isis-k", schema.MilitantGroup, "ISIS-K", "", "REB", "Islamic State Khorasan Province")
	add("group:bla", schema.MilitantGroup, "Balochistan Liberation Army", "state:PAK", "REB", "BLA")
	add("igo:un", schema.IGO, "United Nations", "", "IGO", "UN")
	return m
}()

// Said is a claim in short: lists of IDs are separated by spaces, themes in
// double quotes are words.
type Said struct {
	Relation, Actor, Recipient, Theme, Mediator string
	Denied                                      bool
	Modality                                    schema.Modality // Asserted when ""
	Speaker, Date, Place                        string
}

// Article builds the extraction of an article that says these things, one
// sentence each, after a lead of its own.
func Article(key, published, source, lead string, says ...Said) schema.Extraction {
	text := strings.Builder{}
	text.WriteString(lead)
	x := schema.Extraction{Article: schema.Article{
		Key: key, URL: "https://" + source + "/" + key, Title: "On " + key, Lang: "en", Source: source,
		Published: date(published),
	}}
	x.Article.ID = schema.ArticleID(x.Article.URL, "")
	known := map[string]schema.Entity{}
	mention := func(id string) {
		e := entity(id)
		known[id] = e
		start := text.Len()
		text.WriteString(e.Name)
		x.Mentions = append(x.Mentions, schema.Mention{Span: schema.Span{Start: start, End: text.Len()}, Entity: id, Type: schema.Name})
	}
	for _, s := range says {
		text.WriteString(" ")
		c := schema.Claim{
			Article: x.Article.ID, Relation: s.Relation,
			Actor: ids(s.Actor), Recipient: ids(s.Recipient), Theme: ids(s.Theme), Mediator: ids(s.Mediator),
			Polarity: schema.Affirmed, Modality: s.Modality, Speaker: s.Speaker, Date: date(s.Date), Place: s.Place,
		}
		if s.Denied {
			c.Polarity = schema.Denied
		}
		if c.Modality == "" {
			c.Modality = schema.Asserted
		}
		ev := &c.Evidence
		ev.Sentence.Start = text.Len()
		parties := slices.Concat(c.Actor, ids(s.Speaker), c.Recipient, c.Theme, c.Mediator)
		for i, id := range parties {
			if i == len(c.Actor) {
				ev.Trigger.Start = text.Len() + 1
				text.WriteString(" " + strings.ToLower(s.Relation))
				ev.Trigger.End = text.Len()
			}
			text.WriteString(" ")
			if strings.HasPrefix(id, `"`) {
				text.WriteString(strings.Trim(id, `"`))
				continue
			}
			mention(id)
			ev.Marks = append(ev.Marks, schema.Mark{Role: schema.RoleActor, Span: x.Mentions[len(x.Mentions)-1].Span})
		}
		text.WriteString(".")
		ev.Sentence.End = text.Len()
		ev.Quote.Span = ev.Sentence.Span
		ev.Rule, ev.Confidence = "relations/"+strings.ToLower(s.Relation)+".yaml:14", 0.9
		x.Claims = append(x.Claims, c)
	}
	x.Article.Text = text.String()
	for i := range x.Claims {
		ev := &x.Claims[i].Evidence
		ev.Sentence.Text, ev.Quote.Text = ev.Sentence.Of(x.Article.Text), ev.Quote.Of(x.Article.Text)
		x.Claims[i].ID = schema.ClaimID(&x.Claims[i])
	}
	for _, e := range known {
		x.Entities = append(x.Entities, e)
	}
	slices.SortFunc(x.Entities, func(a, b schema.Entity) int { return strings.Compare(a.ID, b.ID) })
	return x
}

// entity is the actor with the ID, or one that only a text describes.
func entity(id string) schema.Entity {
	if e, ok := actors[id]; ok {
		return e
	}
	kind := schema.Person
	if strings.HasPrefix(id, "nil:organization:") {
		kind = schema.Organization
	}
	words := strings.Split(id[strings.LastIndex(id, ":")+1:], "-")
	return schema.Entity{ID: id, Kind: kind, Name: strings.Join(words, " ")}
}

// ids parts a list; a theme in double quotes may hold spaces.
func ids(list string) []string {
	if strings.HasPrefix(list, `"`) {
		return []string{list}
	}
	out := strings.Fields(list)
	slices.Sort(out)
	return out
}

func date(s string) schema.Date {
	if monday, ok := strings.CutPrefix(s, "week "); ok {
		return schema.Date{Value: monday, Precision: schema.Week}
	}
	d, err := schema.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// News invents n articles of a few claims each, with agreement, denial,
// reprints, plans, several days and unknown names among them. The same seed
// gives the same news.
func News(seed uint64, n int) []schema.Extraction {
	rng := rand.New(rand.NewPCG(seed, 1))
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	var all []schema.Extraction
	lead := ""
	for i := range n {
		if lead == "" || rng.IntN(3) > 0 { // else a reprint of the one before
			lead = sentence(rng, 70)
		}
		day := func() string { return fmt.Sprintf("2025-03-%02d", 1+rng.IntN(12)) }
		var says []Said
		for range rng.IntN(5) {
			s := Said{Relation: pick("ATTACKS", "SANCTIONS", "ACCUSES", "VISITS", "LIFTS_SANCTIONS_ON"), Actor: pick("state:PAK", "state:USA", "person:marco-rubio", "org:irgc", "group:bla"), Recipient: pick("state:IND", "state:IRN", "person:s-jaishankar", "state:AFG")}
			switch rng.IntN(8) {
			case 0:
				s = Said{Relation: "MEETS_WITH", Actor: pick("person:ishaq-dar person:marco-rubio", "state:PAK state:USA", "person:ishaq-dar state:USA igo:un")}
			case 1:
				s = Said{Relation: "EXTRADITES", Actor: "state:PAK", Recipient: "state:USA", Theme: pick("nil:person:mohammad-sharifullah", "nil:person:abu-ali", "")}
			case 2:
				s = Said{Relation: "MEMBER_OF", Actor: pick("nil:person:mohammad-sharifullah", "nil:person:abu-ali"), Recipient: "group:isis-k"}
			case 3:
				s = Said{Relation: "MEDIATES_BETWEEN", Actor: "state:IRN state:USA", Mediator: "state:QAT"}
			}
			s.Denied = rng.IntN(6) == 0
			s.Modality = schema.Modality(pick("asserted", "asserted", "asserted", "alleged", "future", "conditional", "demanded"))
			if s.Modality == schema.Alleged {
				s.Speaker = pick("", "state:AFG", "igo:un")
			}
			s.Date = pick("", "", day(), day(), "2025-03", "week 2025-03-10", "2025")
			s.Place = pick("", "", "Kabul", "Gwadar")
			says = append(says, s)
		}
		published := day()
		if rng.IntN(10) == 0 {
			published = ""
		}
		all = append(all, Article(fmt.Sprintf("story-%d-%d", seed, i), published, pick("dawn.example", "wire.example", "herald.example"), lead, says...))
	}
	return all
}

func sentence(rng *rand.Rand, words int) string {
	var b strings.Builder
	for range words {
		fmt.Fprintf(&b, "w%d ", rng.IntN(5000))
	}
	return b.String()
}

// Hostile is articles full of what tries to be a command, or text of another
// sort than it is. The strings stand in titles, names, themes, places and
// sentences of as many articles, in order; the last article is not UTF-8.
func Hostile() (news []schema.Extraction, nasty []string) {
	nasty = []string{
		`'; DROP TABLE claims; --`, `"}) MATCH (n) DETACH DELETE n //`, "`) DETACH DELETE n", "$ids {key: 1} \\u0027 \\", "line\nbreak\ttab\r",
		"\U0001F1FA\U0001F1F3 \U0001F469\u200d\U0001F680", "\u202eright to left \u05e9\u05dc\u05d5\u05dd", "<script>&amp;]]></script>", "\x1b[31mred\x07", "\uFEFFbom \uFFFE\U0010FFFF", strings.Repeat("long ", 20000),
	}
	for i, n := range nasty {
		x := Article(fmt.Sprint("h", i), "2025-03-05", "dawn.example", n,
			Said{Relation: "ATTACKS", Actor: "nil:person:" + fmt.Sprint(i), Recipient: "state:PAK", Theme: `"` + n + `"`, Place: n})
		x.Article.Title, x.Article.Key = n, n
		x.Entities[0].Name, x.Entities[0].Aliases = n, []string{n + "!"}
		x.Entities[0].Codes = map[string]string{n: n}
		news = append(news, x)
	}
	// not UTF-8, and a zero byte: mended, not lost
	bad := Article("bad", "2025-03-05", "dawn.example", "lead", Said{Relation: "ATTACKS", Actor: "state:USA", Recipient: "state:PAK"})
	bad.Article.Title = "a\xffb\x00c"
	// IDs in an order that UTF-16 has otherwise
	for _, id := range []string{"nil:person:\uFF5E", "nil:person:\U0001F600", "nil:person:'x", "nil:person:`$"} {
		news = append(news, Article(schema.Hash(id), "2025-03-05", "dawn.example", "lead", Said{Relation: "ATTACKS", Actor: id, Recipient: "state:PAK"}))
	}
	news = append(news, bad)
	return news, nasty
}
