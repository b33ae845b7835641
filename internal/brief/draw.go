package brief

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/drawing"
)

// link is what two actors have with each other in the period.
type link struct {
	a, b      string // a < b
	relations map[string]int
	forward   bool // something goes from a to b alone
	backward  bool
	events    int
	sources   int
	score     float64
	standing  bool // nothing but offices, memberships and the like
}

// The picture's measures in pixels, which are those of the page: what fits on
// a sheet of A4 beside the headings, with names of 8 points.
const (
	pictureWidth  = 900.0
	pictureHeight = 1000.0
	// fewLines is up to how many lines a label may name two relations.
	fewLines = 14
)

// draw makes the network picture: the actors whom the request names with those
// who have most to do with them, or else the actors with most events.
func (m *maker) draw(b *Briefing, events []graph.Event) error {
	links := m.links(events)
	chosen, total := m.chosen(links)
	if len(chosen) < 2 {
		return nil
	}
	d := &drawing.Drawing{Title: "Network: " + b.Title, Width: pictureWidth, Height: max(380, 25*float64(len(chosen))+170)}
	if over := d.Height / pictureHeight; over > 1 { // what is higher than a page becomes wider instead
		d.Width, d.Height = math.Round(pictureWidth*math.Sqrt(over)), math.Round(pictureHeight*math.Sqrt(over))
	}
	nodes := map[string]*drawing.Node{}
	for _, id := range chosen {
		e, err := m.entity(id)
		if err != nil {
			return err
		}
		nodes[id] = &drawing.Node{ID: id, Name: Shortened(e.Name), Kind: e.Kind}
		d.Nodes = append(d.Nodes, nodes[id])
	}
	var drawn []*link
	for _, l := range links {
		if nodes[l.a] == nil || nodes[l.b] == nil {
			continue
		}
		from, to := l.a, l.b
		if l.backward && !l.forward {
			from, to = to, from
		}
		d.Edges = append(d.Edges, &drawing.Edge{From: nodes[from], To: nodes[to], Symmetric: l.forward == l.backward, Mutual: l.forward && l.backward, Independent: l.sources, Score: l.score})
		drawn = append(drawn, l)
	}
	named := 1
	if len(drawn) <= fewLines {
		named = 2
	}
	for i, l := range drawn {
		d.Edges[i].Label = m.label(l, named)
	}
	d.LayOut()
	b.Picture = d
	b.Unlabelled = d.Unlabelled()
	if left := total - len(chosen); left > 0 {
		b.Cut = fmt.Sprintf("The picture shows %d of %d actors: those with the most, and the best attested, events. %d with fewer %s left out so that names stay legible.", len(chosen), total, left, are(left))
	}
	if d.Width > 1.6*pictureWidth {
		b.Cut = strings.TrimSpace(b.Cut + " On a printed page its names are small: the SVG can be enlarged.")
	}
	return nil
}

// maxName is how many letters of a name a picture shows.
const maxName = 32

// Shortened is a name as a picture shows it.
func Shortened(name string) string {
	r := []rune(name)
	if len(r) <= maxName {
		return name
	}
	return strings.TrimRight(string(r[:maxName-1]), " ,") + "…"
}

// label names the relations that weigh most, by how often and how grave, and
// how many others there are.
func (m *maker) label(l *link, named int) string {
	var all []string
	for r := range l.relations {
		all = append(all, r)
	}
	weight := func(r string) float64 { return float64(l.relations[r]) * (1 + math.Abs(m.scores[r])) }
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(weight(b), weight(a)), strings.Compare(a, b)) })
	if len(all) == named+1 && named > 1 {
		named++
	}
	var words []string
	for _, r := range all[:min(named, len(all))] {
		words = append(words, InWords(r))
	}
	label := strings.Join(words, ", ")
	if n := len(all) - len(words); n > 0 {
		label += fmt.Sprintf(" +%d", n)
	}
	return label
}

// links sums the direct edges of events that happened up by pair, in the order
// of the pairs.
func (m *maker) links(events []graph.Event) []*link {
	by := map[[2]string]*link{}
	for i := range events {
		e := &events[i]
		if !e.Factual {
			continue
		}
		for _, t := range e.Ties {
			if t.From == t.To || t.Reports == 0 || t.Via != graph.Direct || t.Ends || m.inverse[t.Relation] {
				continue
			}
			key := [2]string{min(t.From, t.To), max(t.From, t.To)}
			l := by[key]
			if l == nil {
				l = &link{a: key[0], b: key[1], relations: map[string]int{}, standing: true}
				by[key] = l
			}
			l.relations[t.Relation]++
			l.events++
			l.sources = max(l.sources, t.Independent)
			l.score += e.Goldstein
			l.standing = l.standing && m.relations[e.Relation].Standing
			if !t.Symmetric {
				l.forward, l.backward = l.forward || t.From == l.a, l.backward || t.From == l.b
			}
		}
	}
	var out []*link
	for _, l := range by {
		out = append(out, l)
	}
	slices.SortFunc(out, func(x, y *link) int { return cmp.Or(strings.Compare(x.a, y.a), strings.Compare(x.b, y.b)) })
	return out
}

// chosen picks the actors of the picture, and tells how many there were. All
// are connected with the request's actors, or with each other.
func (m *maker) chosen(links []*link) (ids []string, total int) {
	weight := map[string]float64{}
	for _, l := range links {
		w := float64(l.events) + 2*float64(l.sources-1)
		if l.standing { // who holds which office is known, and would crowd out what happened
			w /= 8
		}
		weight[l.a] += w
		weight[l.b] += w
	}
	var all []string
	for id := range weight {
		all = append(all, id)
	}
	focus := map[string]bool{}
	for _, a := range m.request.Actors {
		focus[a.ID] = true
	}
	slices.SortFunc(all, func(a, b string) int {
		if focus[a] != focus[b] {
			if focus[a] {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(weight[b], weight[a]), strings.Compare(a, b))
	})
	keep := all[:min(len(all), m.request.Nodes)]
	connected := map[string]bool{}
	in := map[string]bool{}
	for _, id := range keep {
		in[id] = true
	}
	for _, l := range links {
		if in[l.a] && in[l.b] {
			connected[l.a], connected[l.b] = true, true
		}
	}
	keep = slices.DeleteFunc(slices.Clone(keep), func(id string) bool { return !connected[id] })
	slices.Sort(keep)
	return keep, len(all)
}
