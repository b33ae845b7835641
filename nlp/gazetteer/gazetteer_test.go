package gazetteer

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-kg/entente/schema"
)

// index knows a few actors whose names are easily mistaken.
func index(t testing.TB) *Gazetteer {
	t.Helper()
	kb, err := schema.LoadActors(fstest.MapFS{
		"states.csv": {Data: []byte("id,name,aliases,demonyms,capital,metonyms\n" +
			"state:USA,United States,U.S.; US; USA,American; Americans,Washington,White House\n" +
			"state:KOR,South Korea,,South Korean,Seoul,\n" +
			"state:PRK,North Korea,,North Korean,Pyongyang,\n" +
			"state:TCD,Chad,,Chadian,N'Djamena,\n" +
			"state:CIV,Côte d'Ivoire,Ivory Coast,Ivorian,,\n")},
		"groups.csv": {Data: []byte("id,name,aliases,country\n" +
			"group:isis,Islamic State,IS; ISIS,\n" +
			"group:isis-k,Islamic State Khorasan Province,ISIS-K,\n" +
			"group:let,Lashkar-e-Taiba,LeT,\n" +
			"group:al-shabaab,al-Shabaab,,\n" +
			"group:reform-front-chad,Reform Front (Chad),,state:TCD\n")},
		"organizations.csv": {Data: []byte("id,kind,name,aliases\nigo:who,IGO,World Health Organization,WHO\n")},
		"organs.csv":        {Data: []byte("id,names\nforeign-ministry,foreign ministry; ministry of foreign affairs\narmy,Army\n")},
		"people.csv":        {Data: []byte("id,name,aliases,country\nperson:recep-tayyip-erdogan,Recep Tayyip Erdoğan,Erdoğan,\n")},
		"ambiguous.csv":     {Data: []byte("alias,ids,note\nKorea,state:KOR; state:PRK,either\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return New(kb)
}

func TestFind(t *testing.T) {
	g := index(t)
	for _, test := range []struct{ text, want string }{
		{"South Korea and North Korea", "South Korea=state:KOR North Korea=state:PRK"},
		{"the U.S. and the US, or USA", "U.S.=state:USA US=state:USA USA=state:USA"},
		{"it told us who is there", ""},
		{"the WHO is there", "WHO=igo:who"},
		{"ISIS-K fighters, ISIS fighters, Islamic State fighters", "ISIS-K=group:isis-k ISIS=group:isis Islamic State=group:isis"},
		{"Islamic State Khorasan Province", "Islamic State Khorasan Province=group:isis-k"},
		{"Let us go; LeT struck", "LeT=group:let"},
		{"Al-Shabaab and al‑Shabaab and al Shabaab", "Al-Shabaab=group:al-shabaab al‑Shabaab=group:al-shabaab al Shabaab=group:al-shabaab"},
		{"Erdogan, Erdoğan and ERDOĞAN", "Erdogan=person:recep-tayyip-erdogan Erdoğan=person:recep-tayyip-erdogan ERDOĞAN=person:recep-tayyip-erdogan"},
		{"Cote d’Ivoire and N’Djamena", "Cote d’Ivoire=state:CIV N’Djamena=state:TCD"},
		{"the White House, Seoul's answer", "White House=state:USA Seoul=state:KOR"},
		{"a white house in chad", ""},
		{"Korea", "Korea=state:KOR+state:PRK"},
		{"US-led, South\nKorea", "US=state:USA South\nKorea=state:KOR"},
		{"South, Korea", "Korea=state:KOR+state:PRK"},
		{"the Chadian foreign ministry, Chad's Foreign Ministry and Seoul’s foreign ministry", "Chadian foreign ministry=org:tcd-foreign-ministry Chad's Foreign Ministry=org:tcd-foreign-ministry Seoul’s foreign ministry=org:kor-foreign-ministry"},
		{"the Ministry of Foreign Affairs of the US and the ministry of foreign affairs of Chad", "Ministry of Foreign Affairs of the US=org:usa-foreign-ministry ministry of foreign affairs of Chad=org:tcd-foreign-ministry"},
		{"Korea's foreign ministry", "Korea's foreign ministry=org:kor-foreign-ministry+org:prk-foreign-ministry"},
		{"the U.S. Army and the U.S. army", "U.S. Army=org:usa-army U.S.=state:USA"},
		{"South Korea, foreign ministry of Seoul", "South Korea=state:KOR Seoul=state:KOR"},
		{"An Army of Chad's, the White House foreign ministry", "Chad=state:TCD White House=state:USA"},
		{"Chad's Reform Front and South Korea's Reform Front, the Reform Front of Chad", "Chad's Reform Front=group:reform-front-chad South Korea=state:KOR Reform Front of Chad=group:reform-front-chad"},
		{"army of", ""},
		{"Chad's", "Chad=state:TCD"},
		{"", ""},
	} {
		var got []string
		for _, h := range g.Find(test.text, schema.Span{End: len(test.text)}) {
			var ids []string
			for _, e := range h.Entries {
				ids = append(ids, e.ID)
			}
			got = append(got, h.Of(test.text)+"="+strings.Join(ids, "+"))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%q\n got  %s\n want %s", test.text, s, test.want)
		}
	}
}

func TestWhole(t *testing.T) {
	g := index(t)
	for text, want := range map[string]string{
		"the US": "state:USA", "Chad's": "state:TCD", "Chad and": "", "Chad's foreign ministry": "org:tcd-foreign-ministry",
		"the Ministry of Foreign Affairs of Chad": "org:tcd-foreign-ministry", "Chad's foreign ministry spokesman": "", "": "",
	} {
		got := ""
		if entries := g.Whole(text); len(entries) > 0 {
			got = entries[0].ID
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Erdoğan": "erdogan", "Türkiye": "turkiye", "Łódź": "lodz", "São Tomé": "sao tome", "Jama'at": "jama at", "ISIS-K": "isis k", "Ho Chi Minh": "ho chi minh", "Đặng": "dang", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q): got %q, want %q", in, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"South Korea", "U.S.", "N’Djamena\x00", "\xff ISIS-K", strings.Repeat("US ", 50), "Army of the", "US's foreign ministry of"} {
		f.Add(s)
	}
	g := index(f)
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, h := range g.Find(text, schema.Span{End: len(text)}) {
			if h.Start < last || h.End > len(text) || h.Len() <= 0 || len(h.Entries) == 0 {
				t.Fatalf("%q: hit %v after %d", text, h, last)
			}
			last = h.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	g := index(b)
	text := strings.Repeat("South Korean officials said the U.S. would not meet ISIS-K in Côte d'Ivoire while it rains. ", 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if len(g.Find(text, schema.Span{End: len(text)})) == 0 {
			b.Fatal("found nothing")
		}
	}
}
