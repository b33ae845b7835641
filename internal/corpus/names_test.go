package corpus

import (
	"os"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	const text = `@ x | 2024-05-27 | i
KABUL, May 27 - U.S. President Donald Trump told Pakistan's foreign ministry that Pakistani troops and the Taliban, led by
Hibatullah Akhundzada, must talk to the White House. President Trump met Abdel Fattah al-Sisi in Guinea-Bissau. Guinean migrants fled.
---
E USA PAK AFG!
S GIN Guinea / Guinean
S GNB Guinea-Bissau
+ USA White House / the White House
e1 Person Donald Trump / President Trump
e2 Organization Pakistan's foreign ministry / foreign ministry
e3 MilitantGroup Taliban / the Taliban
e4 Person Hibatullah Akhundzada / Akhundzada
e5 Person Abdel Fattah al-Sisi / al-Sisi
e6 Population Guinean migrants / migrants
HOLDS_OFFICE_IN e1 > USA ; t="President" :: U.S. President Donald Trump
`
	texts, err := Read(strings.NewReader(text), "x.txt")
	if err != nil {
		t.Fatal(err)
	}
	x := texts[0]
	var got []string
	for _, n := range x.Names() {
		got = append(got, n.Of(x.Text)+"/"+string(n.Label))
	}
	want := "U.S./LOC; Donald Trump/PER; Pakistan/LOC; Pakistani/NORP; Taliban/ORG; Hibatullah Akhundzada/PER; White House/ORG; " +
		"Trump/PER; Abdel Fattah al-Sisi/PER; Guinea-Bissau/LOC; Guinean/NORP"
	if g := strings.Join(got, "; "); g != want {
		t.Errorf(" got %s\nwant %s", g, want)
	}
	if ts := x.Titles(); len(ts) != 2 || ts[0].Of(x.Text) != "President" {
		t.Errorf("titles %v, want President twice", ts)
	}
}

func TestProjectCorpus(t *testing.T) {
	texts, err := ReadDir(os.DirFS("texts"))
	if err != nil {
		t.Fatal(err)
	}
	names, claims := 0, 0
	for i := range texts {
		names += len(texts[i].Names())
		claims += len(texts[i].Claims)
	}
	if len(texts) < 3681 || names < 15_000 || claims < 11_045 {
		t.Errorf("got %d texts, %d names, %d claims", len(texts), names, claims)
	}
}
