package schema

import "strings"

// UnknownID is the ID of an actor that the knowledge base lacks, by its kind,
// its normal name and, where known, the state that it belongs to:
// "nil:person:bo-lindqvist", "nil:person:bo-lindqvist@SWE".
func UnknownID(kind Kind, name, country string) string {
	id := "nil:" + strings.ToLower(string(kind)) + ":" + Normal(name)
	if _, code, ok := strings.Cut(country, ":"); ok {
		id += "@" + code
	}
	return id
}

// Known returns the actor that an ID stands for: its own, or for the ID of one
// that was unknown once ("nil:person:bo-lindqvist@SWE") the only actor of that
// kind that bears the name now and is not of another state; or nil. So an ID
// that a graph was given before the knowledge base learnt of the actor goes on
// to find it.
func (kb *Actors) Known(id string) *Actor {
	if a := kb.ByID[id]; a != nil {
		return a
	}
	rest, ok := strings.CutPrefix(id, "nil:")
	if !ok {
		return nil
	}
	kind, name, ok := strings.Cut(rest, ":")
	if !ok {
		return nil
	}
	name, code, _ := strings.Cut(name, "@")
	var found *Actor
	for _, id := range kb.IDs {
		a := kb.ByID[id]
		if !strings.EqualFold(string(a.Kind), kind) || code != "" && a.Country != "" && a.Country != "state:"+code {
			continue
		}
		for _, n := range a.Names {
			if n.Form == FormName && Normal(n.Text) == name {
				if found != nil && found != a {
					return nil
				}
				found = a
			}
		}
	}
	return found
}
