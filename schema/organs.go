package schema

import (
	"slices"
	"strings"
)

// Organ is a body that every state has: a foreign ministry, an army.
type Organ struct {
	ID string // "foreign-ministry"
	// Names are the nouns by which the organ goes beside the name of its
	// state. One without a capital is a common noun, and found in any case.
	Names  []string
	Sector string
}

// organOf is an organ of one state.
type organOf struct{ state, organ string }

// OrganOf returns the ID of the organization that is the organ of a state, or
// "" where there is none: "org:ken-foreign-ministry", or the organization
// whose line in organizations.csv says that it is that organ.
func (kb *Actors) OrganOf(state, organ string) string { return kb.organs[organOf{state, organ}] }

// OrganNamed returns the ID of the state's organ that goes by the noun, in
// whatever case, or "".
func (kb *Actors) OrganNamed(state, noun string) string {
	for _, o := range kb.Organs {
		if slices.ContainsFunc(o.Names, func(n string) bool { return strings.EqualFold(n, noun) }) {
			return kb.OrganOf(state, o.ID)
		}
	}
	return ""
}

// addOrgan reads a line of organs.csv; a later one replaces the earlier.
func (kb *Actors) addOrgan(r row) error {
	o := Organ{ID: r.get("id"), Names: r.list("names"), Sector: r.get("sector")}
	if o.ID == "" || o.ID != Normal(o.ID) {
		return r.errorf("id %q: want lower-case words joined by hyphens, such as foreign-ministry", o.ID)
	}
	if len(o.Names) == 0 {
		return r.errorf("%s has no names", o.ID)
	}
	i, known := slices.BinarySearchFunc(kb.Organs, o.ID, func(x Organ, id string) int { return strings.Compare(x.ID, id) })
	if known {
		kb.Organs[i] = o
		return nil
	}
	kb.Organs = slices.Insert(kb.Organs, i, o)
	return nil
}

// addOrganization reads a line of organizations.csv. One that is an organ of
// its state takes the place of the organ that the rule would make.
func (kb *Actors) addOrganization(r row) error {
	a, err := kb.actor(r)
	if err != nil {
		return err
	}
	for _, organ := range r.list("organ") {
		if !slices.ContainsFunc(kb.Organs, func(o Organ) bool { return o.ID == organ }) {
			return r.errorf("organ %q is not in organs.csv", organ)
		}
		of := organOf{a.Country, organ}
		if kb.ByID[a.Country] == nil || kb.ByID[a.Country].Kind != State {
			return r.errorf("%s is an organ, but its country %q is no known state", a.ID, a.Country)
		}
		if other := kb.organs[of]; other != "" && other != a.ID && kb.ByID[other].at.folder == r.folder {
			return r.errorf("%s is the %s of %s, as is %s (%v)", a.ID, organ, a.Country, other, kb.ByID[other].at)
		}
		kb.organs[of] = a.ID
	}
	return nil
}

// makeOrgans adds the organs that no line of organizations.csv is, for every
// state, and names each by its rule.
func (kb *Actors) makeOrgans() error {
	var states []string
	shared := map[string]int{} // demonym → how many have it
	for id, a := range kb.ByID {
		if a.Kind == State {
			states = append(states, id)
		}
		for _, n := range a.Names {
			if n.Form == FormDemonym {
				shared[n.Text]++
			}
		}
	}
	slices.Sort(states)
	for _, id := range states {
		state := kb.ByID[id]
		owner := state.adjective()
		if shared[owner] > 1 { // "Congolese"
			owner = state.Name
		}
		prefix := "org:" + strings.ToLower(strings.TrimPrefix(id, "state:")) + "-"
		for _, o := range kb.Organs {
			of := organOf{id, o.ID}
			if kb.organs[of] != "" {
				continue
			}
			a := &Actor{Entity: Entity{ID: prefix + o.ID, Kind: Organization, Name: owner + " " + o.Names[0], Country: id, Sector: o.Sector, Curated: true}}
			if old := kb.ByID[a.ID]; old != nil {
				return old.at.errorf("%s has the ID of an organ by rule; say so in the column organ, or choose another ID", a.ID)
			}
			a.Names = []Alias{{a.Name, FormName}}
			a.From, a.To = state.From, state.To
			kb.ByID[a.ID] = a
			kb.organs[of] = a.ID
		}
	}
	return nil
}

// adjective is the first demonym of a state, or its name.
func (a *Actor) adjective() string {
	for _, n := range a.Names {
		if n.Form == FormDemonym {
			return n.Text
		}
	}
	return a.Name
}

// IsCourtSeat reports whether a place, by its ID, is one where courts of many
// states sit, so that its judges and prosecutors are not those of its state.
func IsCourtSeat(place string) bool { return place == "place:hague" || place == "place:the-hague" }
