package coref

import (
	"strings"

	"github.com/entente-kg/entente/schema"
)

// here is the state in which a dispatch was written, for a noun that points to
// it with "this": "MUSCAT - … flew out of this sultanate"; or "".
func (t *text) here(s, tok, first int, a anaphor) string {
	toks := t.Sentences[s].Tokens
	if t.kb == nil || len(a.kinds) != 1 || a.kinds[0] != schema.State || a.count != 1 || first >= tok || !strings.EqualFold(t.Text(toks[first].Span), "this") {
		return ""
	}
	state := t.datelineState()
	if state == "" {
		return ""
	}
	if ok, _ := t.agrees(s, tok, a, t.AddEntity(t.kb.ByID[state].Entity).ID); !ok {
		return ""
	}
	return state
}

// datelineState is the state of the place, in capitals, that the text begins
// with, or "".
func (t *text) datelineState() string {
	if len(t.all) == 0 {
		return ""
	}
	for i := range t.all[0] {
		m := &t.all[0][i]
		if m.First != 0 || m.Type != schema.Name || len(m.Entities) != 1 {
			continue
		}
		name := t.Text(m.Span)
		if e := t.Entity(m.Entities[0]); e != nil && e.Kind == schema.Place && name == strings.ToUpper(name) && isState(t.kb.ByID[e.Country]) {
			return e.Country
		}
	}
	return ""
}

func isState(a *schema.Actor) bool { return a != nil && a.Kind == schema.State }
