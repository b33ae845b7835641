package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/entente-kg/entente/schema"
)

// DecisionKind says what a person decided.
type DecisionKind string

// The kinds of decisions.
const (
	Same      DecisionKind = "same"      // entities or events are one
	Different DecisionKind = "different" // entities or events are not one
	Accept    DecisionKind = "accept"    // a claim or event is right
	Reject    DecisionKind = "reject"    // a claim or event is wrong
	Rename    DecisionKind = "rename"    // an entity has another name
	Undo      DecisionKind = "undo"      // another decision no longer holds
)

// Decision is what a person decided about entities, claims, events or another
// decision. Decisions are only added: an undo is a decision too, and may be
// undone. The JSON form is that of the decisions file and of the export.
type Decision struct {
	ID    string       `json:"id"` // computed: Sign
	Kind  DecisionKind `json:"kind"`
	About []string     `json:"about"` // IDs; two for same and different, else one
	// Claims are those that the events in About had when it was decided, in
	// the order of About: the decision holds for them, however the event's ID
	// may change. Decide fills them in.
	Claims [][]string `json:"claims,omitempty"`
	// Block is where events that are the same are brought together: that of
	// the first. Decide fills it in.
	Block  string `json:"block,omitempty"`
	Name   string `json:"name,omitempty"` // the new name
	By     string `json:"by"`             // who decided
	At     string `json:"at"`             // when, RFC 3339; "" is before all others
	Reason string `json:"reason,omitempty"`
}

// Sign checks a decision and gives it its ID, a hash of its content. A decision
// that has an ID must have the right one.
func (d *Decision) Sign() error {
	want := 1
	switch d.Kind {
	case Same, Different:
		want = 2
	case Accept, Reject, Rename, Undo:
	default:
		return fmt.Errorf("decision: %q is no kind; want same, different, accept, reject, rename or undo", d.Kind)
	}
	if len(d.About) != want {
		return fmt.Errorf("decision: %s is about %d; got %d", d.Kind, want, len(d.About))
	}
	for _, id := range d.About {
		if err := d.about(id); err != nil {
			return err
		}
	}
	if want == 2 && d.About[0] == d.About[1] {
		return fmt.Errorf("decision: %s is about %s twice", d.Kind, d.About[0])
	}
	if want == 2 && isEvent(d.About[0]) != isEvent(d.About[1]) {
		return fmt.Errorf("decision: %s is about two entities or two events; got %s and %s", d.Kind, d.About[0], d.About[1])
	}
	if (d.Kind == Rename) != (strings.TrimSpace(d.Name) != "") {
		return fmt.Errorf("decision: a name goes with rename, and only with it")
	}
	if strings.ContainsFunc(d.Name, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) }) {
		return fmt.Errorf("decision: the name %q has characters that can't be seen; leave them out", d.Name)
	}
	if _, err := time.Parse(time.RFC3339, d.At); err != nil && d.At != "" {
		return fmt.Errorf("decision: at %q is no time; write one such as 2025-03-12T09:30:00Z", d.At)
	}
	if d.Claims != nil && len(d.Claims) != len(d.About) {
		return fmt.Errorf("decision: claims of %d events; got %d lists", len(d.About), len(d.Claims))
	}
	parts := append([]string{string(d.Kind), d.Name, d.By, d.At, d.Reason}, d.About...)
	id := "decision:" + schema.Hash(parts...)
	if d.ID != "" && d.ID != id {
		return fmt.Errorf("decision %s: its content has been changed by hand: it should be %s; leave out the id to have it computed", d.ID, id)
	}
	d.ID = id
	return nil
}

func (d *Decision) about(id string) error {
	ok := id != "" && !strings.ContainsAny(id, "|\"\x00")
	switch d.Kind {
	case Accept, Reject:
		ok = ok && (isEvent(id) || isClaim(id))
	case Rename:
		ok = ok && !isEvent(id) && !isClaim(id)
	case Undo:
		ok = ok && strings.HasPrefix(id, "decision:")
	case Same, Different:
		ok = ok && !isClaim(id)
	}
	if !ok {
		return fmt.Errorf("decision: %s can't be about %q", d.Kind, id)
	}
	return nil
}

func isEvent(id string) bool { return strings.HasPrefix(id, "event:") }
func isClaim(id string) bool { return strings.HasPrefix(id, "claim:") }

// AboutEvents reports whether the decision is about events.
func (d *Decision) AboutEvents() bool { return len(d.About) > 0 && isEvent(d.About[0]) }

// AboutClaim reports whether the decision is about a claim.
func (d *Decision) AboutClaim() bool { return len(d.About) > 0 && isClaim(d.About[0]) }

// AboutEntities reports whether the decision is about entities.
func (d *Decision) AboutEntities() bool {
	return d.Kind != Undo && !d.AboutEvents() && !d.AboutClaim()
}

// Decisions are the decisions that hold, ready to be asked. The zero value and
// nil hold none. They are not changed by use.
type Decisions struct {
	list    []Decision
	parent  map[string]string // entity → the one that stands for it
	names   map[string]string
	verdict map[string]DecisionKind // claim → Accept or Reject
	group   map[string]string       // claim → its group of claims of one event
	block   map[string]string       // claim → block, by a decision that events are the same
	apart   map[string][]Tag        // claim → the decisions that keep it from others
}

// Tag is one side of a decision that two events are different.
type Tag struct {
	Decision string
	Side     int // 0 or 1
}

// ByTime orders decisions by the time at which they were made, then by ID.
func ByTime(a, b Decision) int {
	at, _ := time.Parse(time.RFC3339, a.At) // Sign has let it pass
	bt, _ := time.Parse(time.RFC3339, b.At)
	return cmp.Or(at.Compare(bt), strings.Compare(a.ID, b.ID))
}

// Undone gives the IDs of the decisions of a list that another undoes, undos
// included; an undo of an undo lets the first hold again.
func Undone(all []Decision) map[string]bool {
	undos := map[string][]string{}
	for _, d := range all {
		if d.Kind == Undo {
			undos[d.About[0]] = append(undos[d.About[0]], d.ID)
		}
	}
	known := map[string]bool{}
	var isUndone func(id string) bool
	isUndone = func(id string) bool { // ends: an undo's ID is a hash of what it undoes
		undone, ok := known[id]
		if !ok {
			undone = slices.ContainsFunc(undos[id], func(undo string) bool { return !isUndone(undo) })
			known[id] = undone
		}
		return undone
	}
	for _, d := range all {
		isUndone(d.ID)
	}
	return known
}

// Holding gives the decisions of a list that no other undoes, in the order of
// their time, without undos.
func Holding(all []Decision) []Decision {
	all = slices.Clone(all)
	slices.SortFunc(all, ByTime)
	all = slices.CompactFunc(all, func(a, b Decision) bool { return a.ID == b.ID })
	undone := Undone(all)
	return slices.DeleteFunc(all, func(d Decision) bool { return d.Kind == Undo || undone[d.ID] })
}

// NewDecisions makes ready the decisions of a list that hold. Where two
// contradict each other, the later one wins.
func NewDecisions(all []Decision) *Decisions {
	d := &Decisions{
		list: Holding(all), parent: map[string]string{}, names: map[string]string{}, verdict: map[string]DecisionKind{},
		group: map[string]string{}, block: map[string]string{}, apart: map[string][]Tag{},
	}
	for i := range d.list {
		one := &d.list[i]
		switch {
		case one.Kind == Same && one.AboutEntities() && !d.contradicted(i):
			d.join(one.About[0], one.About[1])
		case one.Kind == Rename:
			d.names[one.About[0]] = one.Name
		case one.Kind == Accept || one.Kind == Reject:
			for _, c := range one.claims() {
				d.verdict[c] = one.Kind
			}
		case one.Kind == Same && !d.contradicted(i):
			d.gather(one)
		case one.Kind == Different && one.AboutEvents() && !d.contradicted(i):
			for side, claims := range one.Claims {
				for _, c := range claims {
					d.apart[c] = append(d.apart[c], Tag{one.ID, side})
				}
			}
		}
	}
	return d
}

// contradicted reports whether a later decision says the opposite of the i-th.
func (d *Decisions) contradicted(i int) bool {
	one := &d.list[i]
	for j := i + 1; j < len(d.list); j++ {
		later := &d.list[j]
		if (later.Kind == Same || later.Kind == Different) && later.Kind != one.Kind &&
			(slices.Equal(later.About, one.About) || slices.Equal(later.About, []string{one.About[1], one.About[0]})) {
			return true
		}
	}
	return false
}

// claims are all claims that a decision is about.
func (d *Decision) claims() []string {
	if d.AboutClaim() {
		return d.About
	}
	return slices.Concat(d.Claims...)
}

// gather puts the claims of two events into one group, with those of groups
// that they are in already.
func (d *Decisions) gather(one *Decision) {
	id, block := one.ID, one.Block
	former := map[string]bool{}
	for _, c := range one.claims() {
		if g := d.group[c]; g != "" {
			former[g] = true
			id, block = g, d.block[c]
		}
	}
	for c, g := range d.group {
		if former[g] {
			d.group[c], d.block[c] = id, block
		}
	}
	for _, c := range one.claims() {
		d.group[c], d.block[c] = id, block
	}
}

// join makes one entity stand for two: a curated one rather than one of a
// text, then the smaller ID.
func (d *Decisions) join(a, b string) {
	a, b = d.Canonical(a), d.Canonical(b)
	if a == b {
		return
	}
	if ranked(b) < ranked(a) {
		a, b = b, a
	}
	d.parent[b] = a
}

func ranked(id string) string {
	if strings.HasPrefix(id, "nil:") {
		return "1" + id
	}
	return "0" + id
}

// Canonical is the entity that stands for one: itself, unless a decision says
// that it is the same as another.
func (d *Decisions) Canonical(id string) string {
	if d == nil {
		return id
	}
	for d.parent[id] != "" {
		id = d.parent[id]
	}
	return id
}

// Merged gives every entity that another stands for, with that other.
func (d *Decisions) Merged() map[string]string {
	out := map[string]string{}
	if d == nil {
		return out
	}
	for id := range d.parent {
		out[id] = d.Canonical(id)
	}
	return out
}

// Names gives the names that decisions give to entities, by ID.
func (d *Decisions) Names() map[string]string {
	if d == nil {
		return nil
	}
	return d.names
}

// Verdict is Accept, Reject or "" for a claim.
func (d *Decisions) Verdict(claim string) DecisionKind {
	if d == nil {
		return ""
	}
	return d.verdict[claim]
}

// Group is the same for all claims that decisions put into one event, "" for
// others.
func (d *Decisions) Group(claim string) string {
	if d == nil {
		return ""
	}
	return d.group[claim]
}

// Block is where a decision moved a claim to, or "".
func (d *Decisions) Block(claim string) string {
	if d == nil {
		return ""
	}
	return d.block[claim]
}

// Apart gives the sides of the decisions that keep a claim from others.
func (d *Decisions) Apart(claim string) []Tag {
	if d == nil {
		return nil
	}
	return d.apart[claim]
}

// Key names what decides where claims belong: the merged entities and the
// events put together. Records whose blocks were computed under another key
// are refused by Put.
func (d *Decisions) Key() string {
	if d == nil || len(d.parent)+len(d.block) == 0 {
		return ""
	}
	var parts []string
	for id, to := range d.parent {
		parts = append(parts, id+"="+to)
	}
	for claim, block := range d.block {
		parts = append(parts, claim+"="+block)
	}
	slices.Sort(parts)
	return schema.Hash(parts...)
}

// NewIn gives the decisions of a list that are not among others, each once.
func NewIn(others, list []Decision) []Decision {
	known := map[string]bool{}
	for _, d := range others {
		known[d.ID] = true
	}
	var fresh []Decision
	for _, d := range list {
		if !known[d.ID] {
			known[d.ID] = true
			fresh = append(fresh, d)
		}
	}
	return fresh
}

// Concerned gives the entities and claims that new decisions are about, those
// of the decisions that they undo included: their blocks are to be resolved
// anew.
func Concerned(all, fresh []Decision) (entities, claims []string) {
	byID := map[string]*Decision{}
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	for i := range fresh {
		d := &fresh[i]
		for d != nil && d.Kind == Undo {
			d = byID[d.About[0]]
		}
		switch {
		case d == nil:
		case d.AboutEntities() && d.Kind != Rename:
			entities = append(entities, d.About...)
		default:
			claims = append(claims, d.claims()...)
		}
	}
	return entities, claims
}
