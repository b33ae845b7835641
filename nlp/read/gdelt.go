package read

import (
	"context"
	"iter"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// GDELT is a list of events of GDELT 2.0: tab-separated, without a row of
// names. A row is an event, known by its GlobalEventID; its other appearances
// are the same.
var GDELT = Format{
	Name:       "gdelt",
	Extensions: []string{".csv", ".tsv", ".tab", ".txt"}, // with its beginning
	Records:    true,
	Sniff:      gdeltList{columns: len(gdeltColumns), begins: gdeltBegins}.sniff,
	Read:       func(ctx context.Context, in Input) iter.Seq2[Entry, error] { return readCoded(ctx, in, gdeltEvents) },
}

// gdeltColumns are those of the events of GDELT 2.0, as its codebook names them.
var gdeltColumns = append(strings.Fields(`GlobalEventID Day MonthYear Year FractionDate
	Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code
	Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code Actor2Religion2Code Actor2Type1Code Actor2Type2Code Actor2Type3Code
	IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone`),
	strings.Fields(`Actor1Geo_Type Actor1Geo_FullName Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID
	Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat Actor2Geo_Long Actor2Geo_FeatureID
	ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID
	DATEADDED SOURCEURL`)...)

var gdeltEvents = coded{kind: schema.GDELT, columns: gdeltColumns, needed: []string{"GlobalEventID", "Day", "EventCode"}, signs: []string{"globaleventid", "eventcode", "actor1code"}, entry: gdeltEvent}

// gdeltBegins reports whether cells begin as a row of events does: a number, a
// day, the day's month, its year.
func gdeltBegins(cells []string) bool {
	return len(cells) > 3 && wholeNumber(cells[0], 1, 12) && wholeNumber(cells[1], len("20250507"), len("20250507")) && cells[2] == cells[1][:6] && wholeNumber(cells[3], 4, 4)
}

// wholeNumber reports whether a cell is a whole number of so many digits.
func wholeNumber(cell string, least, most int) bool {
	return len(cell) >= least && len(cell) <= most && strings.Trim(cell, "0123456789") == ""
}

func gdeltEvent(r *codedRow) (Entry, error) {
	day, err := r.day("Day")
	if err != nil {
		return Entry{}, err
	}
	c := &schema.Coding{ID: r.get("GlobalEventID"), Scheme: "cameo", Code: r.get("EventCode"), Date: day}
	if !wholeNumber(c.ID, 1, 20) {
		return Entry{}, problem(mendRow, "the event's ID is %s", clip(c.ID))
	}
	r.tell("GlobalEventID", "Day")
	c.Actor = gdeltParty(r, "Actor1")
	c.At = r.show("EventCode")
	c.Recipient = gdeltParty(r, "Actor2")
	if r.get("ActionGeo_Type") != "1" { // 1 is a country, which is no place
		c.Place, c.Point = r.get("ActionGeo_FullName"), r.point("ActionGeo_Lat", "ActionGeo_Long")
	}
	r.tell("ActionGeo_FullName", "ActionGeo_Lat", "ActionGeo_Long", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", "DATEADDED", "SOURCEURL")
	added := r.get("DATEADDED")
	return Entry{Title: "GDELT event " + c.ID, Date: added[:min(8, len(added))], URL: r.get("SOURCEURL"), Coding: c}, nil
}

// gdeltParty reads one of the two actors, none where the row has none.
func gdeltParty(r *codedRow, which string) []schema.CodedParty {
	if r.get(which+"Code") == "" && r.get(which+"Name") == "" {
		return nil
	}
	p := schema.CodedParty{Name: r.get(which + "Name"), Country: r.get(which + "CountryCode"), Group: r.get(which + "KnownGroupCode")}
	for _, n := range []string{"Type1Code", "Type2Code", "Type3Code"} {
		if t := r.get(which + n); t != "" {
			p.Sectors = append(p.Sectors, t)
		}
	}
	p.Span = r.show(which + "Code")
	if name := r.show(which + "Name"); name.Len() > 0 {
		p.Span = name
	}
	r.tell(which+"KnownGroupCode", which+"Type1Code")
	return []schema.CodedParty{p}
}
