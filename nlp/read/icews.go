package read

import (
	"context"
	"iter"

	"github.com/entente-kg/entente/schema"
)

// ICEWS is a table of coded events of the Integrated Crisis Early Warning
// System, with a row of names.
var ICEWS = Format{
	Name:       "icews",
	Extensions: []string{".tab", ".tsv", ".csv", ".txt"}, // with its beginning
	Records:    true,
	Sniff:      func(head []byte) bool { return icewsEvents.headed(head) },
	Read:       func(ctx context.Context, in Input) iter.Seq2[Entry, error] { return readCoded(ctx, in, icewsEvents) },
}

var icewsEvents = coded{kind: schema.ICEWS, needed: []string{"Event ID", "Event Date", "Source Name", "Target Name", "CAMEO Code"}, signs: []string{"source name", "target name", "cameo code"}, entry: icewsEvent}

func icewsEvent(r *codedRow) (Entry, error) {
	day, err := r.day("Event Date")
	if err != nil {
		return Entry{}, err
	}
	c := &schema.Coding{ID: r.get("Event ID"), Scheme: "cameo", Code: cameoCode(r.get("CAMEO Code")), Date: day, Country: r.get("Country")}
	r.tell("Event ID", "Event Date")
	c.Actor = icewsParty(r, "Source")
	c.At = r.put("CAMEO Code", c.Code)
	r.tell("Event Text", "Intensity")
	c.Recipient = icewsParty(r, "Target")
	c.Place = joinPlace(r.get("City"), r.get("District"), r.get("Province"), r.get("Country"))
	if r.get("City") == "" && r.get("District") == "" && r.get("Province") == "" {
		c.Place = "" // a country is no place
	} else {
		c.Point = r.point("Latitude", "Longitude")
	}
	r.put("Place", c.Place)
	r.tell("Latitude", "Longitude", "Story ID", "Sentence Number", "Publisher")
	return Entry{Title: "ICEWS event " + c.ID, Source: r.get("Publisher"), Date: day.Value, Coding: c}, nil
}

// cameoCode gives a code the zero that spreadsheets take away: 51 is 051.
func cameoCode(code string) string {
	if len(code) == 2 && wholeNumber(code, 2, 2) {
		return "0" + code
	}
	return code
}

func icewsParty(r *codedRow, which string) []schema.CodedParty {
	p := schema.CodedParty{Name: r.get(which + " Name"), Country: r.get(which + " Country"), Sectors: r.list(which+" Sectors", ",")}
	if p.Name == "" {
		return nil
	}
	p.Span = r.show(which + " Name")
	r.tell(which+" Sectors", which+" Country")
	return []schema.CodedParty{p}
}

// joinPlace joins the names of a place, the smallest first, without empty ones.
func joinPlace(names ...string) string {
	out := ""
	for _, n := range names {
		switch {
		case n == "":
		case out == "":
			out = n
		default:
			out += ", " + n
		}
	}
	return out
}
