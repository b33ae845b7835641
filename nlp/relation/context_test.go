package relation_test

import (
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// TestContext reads how an act is held, and by whom it is told, from what
// stands around it.
func TestContext(t *testing.T) {
	p, err := nlp.New(nlp.Options{RulesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ given, relation, want string }{
		// what an attribution covers
		{"Chadian troops shelled Birao on Friday, the Sudanese foreign ministry said.", "ATTACKS", "affirmed alleged org:sdn-foreign-ministry"},
		{"Greece flew flour to Tirana and Romania bombed Belgrade, the Albanian foreign minister said.", "ATTACKS", "affirmed alleged state:ALB"},
		{"Peru will build a road, the Chilean minister said after meeting Bolivian President Luis Arce in La Paz, and Chile will pay for it.", "MEETS_WITH", "affirmed asserted"},
		{"Ghana bought rice, Togo said on Monday, while Niger expelled the French ambassador.", "REDUCES_TIES_WITH", "affirmed asserted"},
		{"Niger expelled the French ambassador; Togo said that it was alarmed.", "REDUCES_TIES_WITH", "affirmed asserted"},
		{"Norway said that Mali, which Chad had attacked in May, was at peace.", "ATTACKS", "affirmed asserted"},
		// clauses and phrases beside another
		{"Kenya ordered an inquiry after Somali gunmen shelled Mandera.", "ATTACKS", "affirmed asserted"},
		{"The talks were put off after Ukraine bombed Belgorod.", "ATTACKS", "affirmed asserted"},
		{"Finland will send troops to Mali after Sweden signed an agreement with Denmark.", "SIGNS_AGREEMENT_WITH", "affirmed asserted"},
		{"Macron promised that he would lift the ban and on Monday met Merkel in Berlin.", "MEETS_WITH", "affirmed asserted"},
		{"Under an accord signed on Monday with Norway, Iceland will cut its quota.", "SIGNS_AGREEMENT_WITH", "affirmed asserted"},
		{"France urged Chad's ally Togo to send doctors.", "ALLIED_WITH", "affirmed asserted"},
		{"Andorra applied on Friday to join the Council of Europe.", "MEMBER_OF", "affirmed demanded state:AND"},
		// charges and claims
		{"Malawi accused the Zambian government of sheltering the rebel Chakufwa Banda.", "GRANTS_ASYLUM_TO", "affirmed alleged state:MWI"},
		{"Oman charged Yemen with arming the Houthis.", "ARMS", "affirmed alleged state:OMN"},
		{"Hezbollah claimed to have shelled Israel.", "ATTACKS", "affirmed alleged group:hezbollah"},
		// what takes an act back, and what only speaks of its end
		{"Merkel stopped in Ankara for talks with Erdogan.", "MEETS_WITH", "affirmed asserted"},
		{"Iran could stop arming the Houthis.", "ARMS", "affirmed asserted"},
		{"Kenya asked Iran to stop arming the Houthis.", "ARMS", "denied demanded state:KEN"},
		{"Uganda refused to extradite Banda to Malawi.", "EXTRADITES", "denied asserted"},
		// conditions of a threat are not conditions of its being made
		{"Serbia threatened Kosovo with war if it closed the bridge.", "THREATENS", "affirmed asserted"},
		{"Serbia will attack Kosovo if it closes the bridge.", "ATTACKS", "affirmed conditional"},
	} {
		t.Run(c.given, func(t *testing.T) {
			x, err := p.Extract(t.Context(), schema.Article{ID: "article:x", Text: c.given, Published: published})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, k := range x.Claims {
				if k.Relation == c.relation {
					if got != "" {
						got += "; "
					}
					got += string(k.Polarity) + " " + string(k.Modality)
					if k.Speaker != "" {
						got += " " + k.Speaker
					}
				}
			}
			if got != c.want {
				t.Errorf("%s\n  got  %s\n  want %s", c.given, got, c.want)
			}
		})
	}
}
