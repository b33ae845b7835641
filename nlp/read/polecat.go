package read

import (
	"context"
	"iter"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// POLECAT is a table of events coded by the PLOVER ontology, with a row of
// names; this project's own export of that name is one.
var POLECAT = Format{
	Name:       "polecat",
	Extensions: []string{".txt", ".tsv", ".tab", ".csv"}, // with its beginning
	Records:    true,
	Sniff:      func(head []byte) bool { return polecatEvents.headed(head) },
	Read:       func(ctx context.Context, in Input) iter.Seq2[Entry, error] { return readCoded(ctx, in, polecatEvents) },
}

var polecatEvents = coded{kind: schema.POLECAT, needed: []string{"Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name"}, signs: []string{"event type", "actor name", "recipient name"}, entry: polecatEvent}

func polecatEvent(r *codedRow) (Entry, error) {
	day, err := r.day("Event Date")
	if err != nil {
		return Entry{}, err
	}
	c := &schema.Coding{ID: r.get("Event ID"), Scheme: "plover", Code: strings.ToUpper(r.get("Event Type")), Date: day, Country: known(r.get("Country"))}
	mode := known(r.get("Event Mode"))
	if mode != "" {
		c.Code += "/" + strings.ToLower(strings.ReplaceAll(mode, " ", "-"))
	}
	r.tell("Event ID", "Event Date")
	c.Actor = polecatParties(r, "Actor")
	c.At = r.show("Event Type")
	r.tell("Event Mode", "Contexts", "Intensity")
	c.Recipient = polecatParties(r, "Recipient")
	place := known(r.get("Placename"))
	if place == "" {
		place = known(r.get("City"))
	}
	if place != "" && r.get("Feature Type") != "PCLI" { // a country is no place
		c.Place = joinPlace(place, known(r.get("Province")), known(r.get("Country")))
		c.Point = r.point("Latitude", "Longitude")
	}
	r.put("Place", c.Place)
	r.tell("Latitude", "Longitude", "Source", "Publication Date", "Language", "Version")
	return Entry{Title: "POLECAT event " + c.ID, Source: known(r.get("Source")), Date: known(r.get("Publication Date")), Coding: c}, nil
}

// known is a cell, "" for the words that POLECAT writes where it knows nothing.
func known(cell string) string {
	switch strings.ToLower(cell) {
	case "none", "na", "n/a", "nan", "null", "unk":
		return ""
	}
	return cell
}

// polecatParties reads a side, which may be of several: their names, countries
// and sectors are parted by semicolons, in the same order.
func polecatParties(r *codedRow, side string) []schema.CodedParty {
	names := strings.Split(known(r.get(side+" Name")), ";")
	countries, sectors := strings.Split(r.get(side+" Country"), ";"), strings.Split(r.get("Primary "+side+" Sector"), ";")
	nth := func(list []string, i int) string {
		if i >= len(list) {
			i = 0
			if len(list) != 1 {
				return ""
			}
		}
		return known(strings.TrimSpace(list[i]))
	}
	var out []schema.CodedParty
	at := r.put(side+" Name", known(r.get(side+" Name")))
	text := r.text.String()
	from := at.Start
	for i, name := range names {
		if name = known(strings.TrimSpace(name)); name == "" {
			continue
		}
		p := schema.CodedParty{Name: name, Country: nth(countries, i)}
		if s := nth(sectors, i); s != "" {
			p.Sectors = []string{s}
		}
		if j := strings.Index(text[from:], name); j >= 0 {
			p.Span = schema.Span{Start: from + j, End: from + j + len(name)}
			from = p.End
		}
		out = append(out, p)
	}
	r.tell(side+" Country", "Primary "+side+" Sector", side+" Title")
	return out
}
