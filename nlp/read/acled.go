package read

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// ACLED is a table of the Armed Conflict Location & Event Data project, with a
// row of names.
var ACLED = Format{
	Name:       "acled",
	Extensions: []string{".csv", ".tsv", ".txt"}, // with its beginning
	Records:    true,
	Sniff:      func(head []byte) bool { return acledEvents.headed(head) },
	Read:       func(ctx context.Context, in Input) iter.Seq2[Entry, error] { return readCoded(ctx, in, acledEvents) },
}

var acledEvents = coded{kind: schema.ACLED, needed: []string{"event_id_cnty", "event_date", "sub_event_type", "actor1"}, signs: []string{"event_id_cnty", "sub_event_type", "actor1"}, entry: acledEvent}

func acledEvent(r *codedRow) (Entry, error) {
	day, err := r.day("event_date")
	if err != nil {
		return Entry{}, err
	}
	switch r.get("time_precision") { // how sure the day is: 2 for the week, 3 for the month
	case "2":
		first := day.First()
		monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
		day = schema.Date{Value: monday.Format(time.DateOnly), Precision: schema.Week}
	case "3":
		day = schema.Date{Value: day.Value[:len("2025-03")], Precision: schema.Month}
	}
	c := &schema.Coding{ID: r.get("event_id_cnty"), Scheme: "acled", Code: r.get("sub_event_type"), Date: day, Country: r.get("country")}
	r.tell("event_id_cnty", "event_date")
	c.Actor = acledParties(r, "1")
	c.At = r.show("sub_event_type")
	c.Recipient = acledParties(r, "2")
	c.Place = joinPlace(r.get("location"), r.get("admin1"), r.get("country"))
	c.Point = r.point("latitude", "longitude")
	r.put("Place", c.Place)
	r.tell("latitude", "longitude", "geo_precision", "fatalities", "civilian_targeting", "source", "notes")
	e := Entry{Title: "ACLED event " + c.ID, Source: r.get("source"), Date: r.get("event_date"), Coding: c}
	if seconds, err := strconv.ParseInt(r.get("timestamp"), 10, 64); err == nil && seconds > 0 && seconds < 1<<36 { // when the row was last changed
		e.Updated = time.Unix(seconds, 0).UTC().Format(time.RFC3339)
	}
	return e, nil
}

// acledParties reads a side: its actor, and those who were with it.
func acledParties(r *codedRow, side string) []schema.CodedParty {
	sector := r.get("inter" + side)
	if s, ok := acledInteractions[sector]; ok {
		sector = s
	}
	var out []schema.CodedParty
	if name := r.get("actor" + side); name != "" {
		p := schema.CodedParty{Name: name, Sectors: []string{sector}, Country: acledCountry(r, sector)}
		p.Span = r.show("actor" + side)
		out = append(out, p)
	}
	r.tell("assoc_actor_"+side, "inter"+side)
	return out
}

// acledInteractions are the numbers that tables before 2024 have for the kinds
// of actors.
var acledInteractions = map[string]string{
	"1": "State forces", "2": "Rebel group", "3": "Political militia", "4": "Identity militia", "5": "Rioters", "6": "Protesters", "7": "Civilians", "8": "External/Other forces",
}

// acledCountry is the country of those who are of the place where it happened,
// as crowds and civilians are. Forces may be of another: their names tell.
func acledCountry(r *codedRow, sector string) string {
	switch strings.ToLower(sector) {
	case "rioters", "protesters", "civilians":
		return r.get("country")
	}
	return ""
}
