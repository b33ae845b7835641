package resolve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// modalities, from the strongest.
var modalities = []schema.Modality{schema.Asserted, schema.Alleged, schema.Future, schema.Demanded, schema.Conditional}

// organs are the PLOVER sectors whose members act for their state. Parliament
// and courts are left out: what a senator says is not what his state does.
var organs = []string{"GOV", "MIL", "COP", "SPY"}

// periodDays is the length of a block's period in days. Whether two claims are
// of one event depends on nothing further away from its first than this
// (gather.go adds the distances up), so that a block and its neighbours hold
// all that its events depend on.
const periodDays = 12

// Block is the key of the block that a claim belongs to: its relation's family,
// its parties and its period. An office holder or organ of state counts as its
// state, so that "Rubio met Jaishankar" and "India and the US held talks" come
// together, and so does a city or a part of the people; decisions say which
// entities are the same.
func (r *Resolver) Block(c *graph.ClaimIn, ds *graph.Decisions) (block string, day int) {
	block = ds.Block(c.ID)
	if c.SourceKind.Coded() {
		return CodedBlock(c.SourceKind, c.Article), 0
	}
	if block == "" {
		block = graph.BlockKey(r.base(c, ds), r.period(c))
	}
	return block, dayIn(c, block)
}

// CodedBlock is the block of a coder's row. A coder says itself which of its
// rows are of one event, and nothing is joined with it: each row is alone.
func CodedBlock(kind schema.SourceKind, article string) string {
	return graph.BlockKey(string(kind)+"|"+article, "row")
}

// dayIn is the day of a claim in a block: within its period, also where a
// decision has moved the claim there.
func dayIn(c *graph.ClaimIn, block string) int {
	first, last, ok := periodOf(block)
	if !ok {
		return 0
	}
	day, _ := anchor(c)
	return max(first, min(day, last))
}

// base is what the claims of a block have in common but for their time.
func (r *Resolver) base(c *graph.ClaimIn, ds *graph.Decisions) string {
	rel := r.Relations[c.Relation]
	base := family(rel, c.Relation) + "|"
	switch actors := sides(c, ds, c.Actor); {
	case rel != nil && rel.Family != "": // who visits and who meets are the same, in other roles
		base += strings.Join(sides(c, ds, slices.Concat(c.Actor, c.Recipient)), "+")
	case rel != nil && rel.Plover == "ASSAULT" && !slices.ContainsFunc(actors, isNoGroup):
		base += unnamed + "|" + strings.Join(sides(c, ds, c.Recipient), "+")
	default:
		base += strings.Join(actors, "+") + "|" + strings.Join(sides(c, ds, c.Recipient), "+")
	}
	if len(base) > maxBlock { // it is a key in an index
		base = c.Relation + "|" + schema.Hash(base)
	}
	return base
}

// unnamed stands in a block's key for the armed group that attacked: the gunmen
// of the first reports get a name in later ones. Others who attack have it from
// the beginning, and blocks by pairs of actors stay small.
const unnamed = "~"

func isNoGroup(id string) bool {
	return !strings.HasPrefix(id, "group:") && !strings.HasPrefix(id, "nil:militantgroup:")
}

func isPlace(id string) bool {
	return strings.HasPrefix(id, "place:") || strings.HasPrefix(id, "nil:place:")
}

func isState(id string) bool { return strings.HasPrefix(id, "state:") }

// sides are the entities that stand for a claim's parties in its block's key.
// Those that only one article knows ("fourteen passengers") can't be the same
// in another, and are left out, and so are places without a state, which are
// compared as places.
func sides(c *graph.ClaimIn, ds *graph.Decisions, ids []string) []string {
	var out []string
	for _, id := range ids {
		if id = ds.Canonical(cmp.Or(c.Offices[id], c.Within[id], id)); !local(id) && !isPlace(id) {
			out = append(out, id)
		}
	}
	return set(out)
}

// local reports whether an ID ends in the hash of an article: it is of somebody
// without a name of his own.
func local(id string) bool {
	const digits = 16
	at := len(id) - digits - 1
	return strings.HasPrefix(id, "nil:") && at > 0 && id[at] == '-' && strings.Trim(id[at+1:], "0123456789abcdef") == ""
}

// maxBlock bounds the key of a block, in bytes.
const maxBlock = 1000

func family(rel *schema.Relation, name string) string {
	if rel != nil && rel.Family != "" {
		return rel.Family
	}
	return name
}

// period is the time that a claim is resolved in. What is told of a long time,
// and standing ties, are attested month by month or gathered by the very date
// that they give: no day is compared with them.
func (r *Resolver) period(c *graph.ClaimIn) string {
	if rel := r.Relations[c.Relation]; rel != nil && rel.Standing {
		d := c.Published
		if d.IsZero() {
			d = c.Date
		}
		return "month " + graph.MonthOf(d)
	}
	if day, ok := anchor(c); ok {
		return strconv.Itoa(floorDiv(day, periodDays))
	}
	if c.Date.IsZero() {
		return "undated"
	}
	return string(c.Date.Precision) + " " + c.Date.Value
}

// anchor is the day by which a claim is compared with others, in days since
// 1970: the day that the text gives, the middle of a week, the publication where
// the text gives no date or just the month that it was published in.
func anchor(c *graph.ClaimIn) (int, bool) {
	switch {
	case c.Date.IsZero():
		return dayNumber(c.Published.First()), !c.Published.IsZero()
	case c.Date.Precision == schema.Day:
		return dayNumber(c.Date.First()), true
	case c.Date.Precision == schema.Week:
		return dayNumber(c.Date.First()) + 3, true
	case c.Date.Precision == schema.Month && !c.Published.IsZero():
		pub := c.Published.First()
		inside := !pub.Before(c.Date.First()) && !pub.After(c.Date.Last())
		return dayNumber(pub), inside
	}
	return 0, false
}

func dayNumber(t time.Time) int { return floorDiv(int(t.Unix()), 24*60*60) }

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// periodOf gives the first and last day of a block's period, where it has any.
func periodOf(block string) (first, last int, ok bool) {
	n, err := strconv.Atoi(block[strings.LastIndexByte(block, '@')+1:])
	return n * periodDays, (n+1)*periodDays - 1, err == nil
}

// offices maps the actors, recipients and mediators that act for a state to
// it. A standing tie (an office, a membership) is personal and never the
// state's, and neither is what is done to a theme.
func (r *Resolver) offices(c *schema.Claim, entities map[string]schema.Entity) map[string]string {
	rel := r.Relations[c.Relation]
	if rel == nil || rel.Standing {
		return nil
	}
	var out map[string]string
	for _, ids := range [][]string{c.Actor, c.Recipient, c.Mediator} {
		for _, id := range ids {
			e, ok := entities[id]
			if !ok || !ActsForState(&e) || checkID(e.Country) != nil {
				continue
			}
			if out == nil {
				out = map[string]string{}
			}
			out[id] = e.Country
		}
	}
	return out
}

// within maps the actors and recipients that are places, parts of a population,
// or bodies of which nothing is known but the state, to their state. Recipients
// without one are those of the state that the article is about, if that is not
// who acts: "killed 14 people".
func (r *Resolver) within(c *schema.Claim, entities map[string]schema.Entity, offices map[string]string, about []string) map[string]string {
	rel := r.Relations[c.Relation]
	if rel == nil || rel.Standing {
		return nil
	}
	var out map[string]string
	put := func(id, state string) {
		if out == nil {
			out = map[string]string{}
		}
		out[id] = state
	}
	for _, id := range slices.Concat(c.Actor, c.Recipient) {
		e, ok := entities[id]
		if !ok || e.Country == id || checkID(e.Country) != nil {
			continue
		}
		if e.Kind == schema.Place || e.Kind == schema.Population || e.Kind == schema.Organization && strings.HasPrefix(id, "nil:") {
			put(id, e.Country)
		}
	}
	unknown := func(id string) bool {
		e := entities[id]
		return out[id] == "" && e.Country == "" && (local(id) || strings.HasPrefix(id, "nil:place:"))
	}
	if slices.ContainsFunc(c.Recipient, func(id string) bool { return !unknown(id) }) {
		return out
	}
	for _, id := range c.Recipient {
		i := slices.IndexFunc(about, func(state string) bool {
			return !slices.ContainsFunc(c.Actor, func(actor string) bool { return cmp.Or(offices[actor], out[actor], actor) == state })
		})
		if i >= 0 {
			put(id, about[i])
		}
	}
	return out
}

// ActsForState reports whether what an entity does counts for the state that
// it belongs to: a person or body of government, forces or services.
func ActsForState(e *schema.Entity) bool {
	if e.Country == "" || e.Country == e.ID || (e.Kind != schema.Person && e.Kind != schema.Organization) {
		return false
	}
	for _, s := range strings.FieldsFunc(e.Sector, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if slices.Contains(organs, s) {
			return true
		}
	}
	return false
}
