package export

import (
	"bufio"
	"context"
	"crypto/sha1" //nolint:gosec // UUIDs of version 5 are made with it
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// stixObject is a STIX 2.1 object; the fields that do not apply are left out.
type stixObject struct {
	Type               string          `json:"type"`
	SpecVersion        string          `json:"spec_version"`
	ID                 string          `json:"id"`
	Created            string          `json:"created"`
	Modified           string          `json:"modified"`
	Name               string          `json:"name,omitempty"`
	Description        string          `json:"description,omitempty"`
	IdentityClass      string          `json:"identity_class,omitempty"`
	Sectors            []string        `json:"sectors,omitempty"`
	Aliases            []string        `json:"aliases,omitempty"`
	Country            string          `json:"country,omitempty"`
	Region             string          `json:"region,omitempty"`
	RelationshipType   string          `json:"relationship_type,omitempty"`
	SourceRef          string          `json:"source_ref,omitempty"`
	TargetRef          string          `json:"target_ref,omitempty"`
	StartTime          string          `json:"start_time,omitempty"`
	StopTime           string          `json:"stop_time,omitempty"`
	Confidence         int             `json:"confidence,omitempty"`
	Labels             []string        `json:"labels,omitempty"`
	ExternalReferences []stixReference `json:"external_references,omitempty"`
}

type stixReference struct {
	SourceName string `json:"source_name"`
	URL        string `json:"url,omitempty"`
	ExternalID string `json:"external_id,omitempty"`
}

// STIX writes entities and direct edges as a STIX 2.1 bundle: states, people,
// organisations and populations are identities, militant groups threat
// actors, places locations, and edges relationships with the time, confidence
// and articles of their events. A relationship's label says who coded it, as a
// machine tag (namespace:predicate="value"), which MISP makes tags of: STIX 2.1
// has labels for terms of one's own (section 3.2) and discourages properties of
// one's own. IDs are made from Entente's, and times of
// creation from publication, so that the same graph gives the same bundle.
func STIX(ctx context.Context, w io.Writer, g graph.Reader) error {
	out := bufio.NewWriter(w)
	entities := map[string]schema.Entity{}
	refs := map[string]string{}
	fmt.Fprintf(out, `{"type":"bundle","id":"bundle--%s","objects":[`, uuid5("bundle"))
	separator := "\n"
	write := func(o stixObject) error {
		o.SpecVersion = "2.1"
		data, err := json.Marshal(o)
		if err == nil {
			_, err = out.WriteString(separator + string(data))
			separator = ",\n"
		}
		return err
	}
	err := each(g.AllEntities(ctx), func(e *schema.Entity) error {
		entities[e.ID] = *e
		return nil
	})
	if err == nil {
		err = each(g.AllEntities(ctx), func(e *schema.Entity) error {
			o := stixActor(e, entities)
			refs[e.ID] = o.ID
			return write(o)
		})
	}
	urls, sources := map[string]string{}, map[string]string{}
	if err == nil {
		urls, sources, err = addresses(ctx, g)
	}
	events := map[string]eventSource{}
	if err == nil {
		err = each(g.AllEvents(ctx), func(e *graph.Event) error {
			events[e.ID] = eventSource{e.Articles, e.Published}
			return nil
		})
	}
	if err == nil {
		err = each(g.AllEdges(ctx), func(e *graph.Edge) error { return write(stixRelationship(e, refs, events, urls, sources)) })
	}
	if err == nil {
		fmt.Fprint(out, "\n]}\n")
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("write stix: %w", err)
	}
	return nil
}

// eventSource is what a relationship tells of an event behind it.
type eventSource struct {
	articles  []string
	published schema.Date
}

// epoch is the time of creation of what has none.
const epoch = "1970-01-01T00:00:00.000Z"

func stixActor(e *schema.Entity, entities map[string]schema.Entity) stixObject {
	o := stixObject{Created: epoch, Modified: epoch, Name: e.Name, ExternalReferences: []stixReference{{SourceName: "entente", ExternalID: e.ID}}}
	switch e.Kind {
	case schema.MilitantGroup:
		o.Type, o.Aliases = "threat-actor", e.Aliases // of what type is for a person to say
	case schema.Place:
		o.Type, o.Country = "location", entities[e.Country].Codes["iso2"]
		if o.Country == "" { // a location needs one of them
			o.Region = "world"
		}
	default:
		o.Type, o.IdentityClass = "identity", map[schema.Kind]string{schema.Person: "individual", schema.Population: "class"}[e.Kind]
		if o.IdentityClass == "" {
			o.IdentityClass = "organization"
		}
		if e.Kind == schema.State {
			o.Sectors = []string{"government-national"}
		}
	}
	o.ID = o.Type + "--" + uuid5(e.ID)
	return o
}

func stixRelationship(e *graph.Edge, refs map[string]string, events map[string]eventSource, urls, sources map[string]string) stixObject {
	o := stixObject{
		Type: "relationship", ID: "relationship--" + uuid5("edge:"+e.Key), Created: epoch, Modified: epoch,
		RelationshipType: strings.ToLower(strings.ReplaceAll(e.Relation, "_", "-")), SourceRef: refs[e.From], TargetRef: refs[e.To],
		Confidence: int(e.Confidence*100 + 0.5), Labels: []string{`entente:source-kind="` + e.SourceKind.String() + `"`},
	}
	first, _ := schema.ParseDate(e.First) // what is no date has no time
	last, _ := schema.ParseDate(e.Last)
	if !first.IsZero() && !last.IsZero() {
		o.StartTime = stixTime(first.First())
		o.StopTime = stixTime(last.Last().AddDate(0, 0, 1)) // later than the start, as STIX wants it
	}
	seen := map[string]bool{}
	for _, id := range e.EventIDs {
		if p := events[id].published; !p.IsZero() && (o.Created == epoch || stixTime(p.First()) < o.Created) {
			o.Created, o.Modified = stixTime(p.First()), stixTime(p.First())
		}
		for _, a := range events[id].articles {
			if len(o.ExternalReferences) < maxSources && urls[a] != "" && !seen[a] {
				seen[a] = true
				o.ExternalReferences = append(o.ExternalReferences, stixReference{SourceName: orUnknown(sources[a]), URL: urls[a]})
			}
		}
	}
	return o
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

func stixTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// stixNamespace is the UUID that names of this program's objects are hashed
// with (RFC 9562, version 5, of the vocabulary's address).
var stixNamespace = [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8} // the RFC's for URLs

func uuid5(name string) string {
	h := sha1.New() //nolint:gosec // not for security
	h.Write(stixNamespace[:])
	h.Write([]byte(namespace + name))
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[0:4], u[4:6], u[6:8], u[8:10], u[10:16])
}
