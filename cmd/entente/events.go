package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// party is one who takes part in an event. Words of a text have no ID.
type party struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

// eventLine is an event as verbs show it.
type eventLine struct {
	ID          string        `json:"id"`
	Date        string        `json:"date"`
	Inferred    bool          `json:"date_inferred"`
	Relation    string        `json:"relation"`
	Actor       []party       `json:"actor"`
	Recipient   []party       `json:"recipient"`
	Theme       []party       `json:"theme"`
	Mediator    []party       `json:"mediator"`
	Place       string        `json:"place,omitempty"`
	Point       *schema.Point `json:"point,omitempty"`
	SourceKind  string        `json:"source_kind"`
	Modality    string        `json:"modality"`
	Reports     int           `json:"reports"`
	Independent int           `json:"independent"`
	Denied      int           `json:"denied"`
	Status      string        `json:"status"`
}

func (n *namer) event(ctx context.Context, e graph.Event) (eventLine, error) {
	line := eventLine{
		ID: e.ID, Date: e.Date.Value, Inferred: e.Inferred, Relation: e.Relation, Place: e.Place, Point: e.Point, SourceKind: e.SourceKind.String(), Modality: string(e.Modality),
		Reports: e.Reports, Independent: e.Independent, Denied: e.Denied, Status: string(e.Status),
	}
	for _, part := range []struct {
		ids []string
		to  *[]party
	}{{e.Actor, &line.Actor}, {e.Recipient, &line.Recipient}, {e.Theme, &line.Theme}, {e.Mediator, &line.Mediator}} {
		*part.to = []party{}
		for _, id := range part.ids {
			name, err := n.name(ctx, id)
			if err != nil {
				return line, err
			}
			p := party{Name: name}
			if graph.IsEntity(id) {
				p.ID = id
			}
			*part.to = append(*part.to, p)
		}
	}
	return line, nil
}

// seenBy puts parties first among their equals: in the view of each of three
// that met, it met the other two.
func (e eventLine) seenBy(ids ...string) eventLine {
	for _, list := range []*[]party{&e.Actor, &e.Recipient} {
		own := slices.Clone(*list)
		slices.SortStableFunc(own, func(a, b party) int {
			return placeIn(ids, a.ID) - placeIn(ids, b.ID)
		})
		*list = own
	}
	return e
}

// placeIn is where a list has something, its length where it has not.
func placeIn(list []string, s string) int {
	if i := slices.Index(list, s); i >= 0 {
		return i
	}
	return len(list)
}

func names(list []party) string {
	var out []string
	for _, p := range list {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}

// day is the event's date, with a tilde where only the articles are dated.
func (e eventLine) day() string {
	switch {
	case e.Date == "":
		return "undated"
	case e.Inferred:
		return "~" + e.Date
	}
	return e.Date
}

// what says who does what to whom. Parties of equal standing are told as one
// with the others.
func (e eventLine) what() string {
	actor, recipient := e.Actor, e.Recipient
	if len(recipient) == 0 && len(actor) > 1 {
		actor, recipient = actor[:1], actor[1:]
	}
	what := names(actor) + " " + e.Relation
	if len(recipient) > 0 {
		what += " " + names(recipient)
	}
	if len(e.Theme) > 0 {
		what += " (" + names(e.Theme) + ")"
	}
	if len(e.Mediator) > 0 {
		what += ", through " + names(e.Mediator)
	}
	if e.Place != "" {
		what += ", at " + e.Place
	}
	return what
}

// held says how the event is held to be true, or nothing where one article
// plainly asserts it.
func (e eventLine) held() string {
	var notes []string
	if e.SourceKind != schema.FromText.String() {
		notes = append(notes, "coded by "+e.SourceKind)
	}
	if e.Modality != string(schema.Asserted) && e.Modality != "" {
		notes = append(notes, e.Modality)
	}
	switch {
	case e.Reports == 0 && e.Denied > 0:
		notes = append(notes, "denied")
	case e.Denied > 0:
		notes = append(notes, fmt.Sprintf("denied by %d", e.Denied))
	}
	if e.Independent > 1 {
		notes = append(notes, count(e.Independent, "source"))
	}
	if len(notes) == 0 {
		return ""
	}
	return " [" + strings.Join(notes, ", ") + "]"
}

// printEvents writes a line for each event, and what a tilde means.
func printEvents(s streams, events []eventLine) {
	rows := make([][]string, len(events))
	inferred := false
	for i, e := range events {
		rows[i] = []string{e.day(), e.what() + e.held()}
		inferred = inferred || (e.Inferred && e.Date != "")
	}
	printColumns(s.out, rows, narrow{wrap: true})
	if inferred {
		fmt.Fprintln(s.out, styleFor(s.out).dim("  ~ no article says when: the day of publication"))
	}
}
