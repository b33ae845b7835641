package read

import (
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

func TestFormats(t *testing.T) {
	fields := Options{Fields: map[string]string{"text": "body", "title": "headline", "date": "day", "url": "link"}}
	day := func(s string) schema.Date { return schema.Date{Value: s, Precision: schema.Day} }
	for _, c := range []struct {
		file string
		opts Options
		want []schema.Article // ID aside
		errs string
	}{
		{file: "2025-03-12-lagos.txt", want: []schema.Article{{
			Key: "2025-03-12-lagos", Title: "Nigeria and Benin agree on joint river patrols", Source: "Lagoon Wire", Lang: "en", Published: day("2025-03-12"),
			Text: "COTONOU, Benin - Nigeria and Benin agreed on Tuesday to patrol the lower Niger together.\n\nThe patrols begin in May, the two navies said.",
		}}},
		{file: "matter.txt", want: []schema.Article{{
			Key: "story-7", Title: "Oslo: talks end without a text", URL: "https://fjordnews.example/2025/oslo", Source: "Fjord News", Lang: "nb", Published: day("2025-03-12"), Updated: clock("2025-03-12T10:00:00Z"),
			Text: "The talks in Oslo ended without a common text on Wednesday. Both delegations left for home.",
		}}},
		{file: "dateline.txt", want: []schema.Article{{
			Key: "dateline", Source: "Steppe Agency", Published: day("2014-03-20"),
			Text: "KYIV, March 20, 2014 (Steppe Agency) — Ukraine recalled its envoy on Thursday.",
		}}},
		{file: "latin1.txt", want: []schema.Article{{
			Key: "latin1", Title: "Le président français reçoit son homologue à l’Élysée", Lang: "fr",
			Text: "PARIS — Le président a reçu son homologue béninois à l’Élysée, où les deux hommes ont évoqué la coopération militaire. « Nous sommes d’accord », a-t-il déclaré à la presse après l’entretien.",
		}}},
		{file: "utf16.txt", want: []schema.Article{{
			Key: "utf16", Published: day("2025-03-12"),
			Text: "Latvia expelled two diplomats on Monday. Rīga named no reason.",
		}}},
		{file: "story.md", want: []schema.Article{{
			Key: "story", Title: "Peru hands over fugitive banker", Source: "Pacífico Diario", Lang: "en", Published: day("2025-03-09"),
			Text: "LIMA — Peru handed the fugitive banker Ernesto Villalba to Chile on Sunday.\n\n\"He will face trial,\" the *justice* minister said.\n\n" +
				"The flight left at noon.\n\nPolice met it in Arica Santiago.\n\nstate\trole\n\nPeru\tsender\n\nAfter a court ruling.",
		}}},
		{file: "page.html", want: []schema.Article{{
			Key: "page", Title: "Ghana and Togo reopen crossing after talks", URL: "https://www.lagoonpost.example/2025/03/11/ghana-togo-crossing/",
			Source: "The Lagoon Post", Lang: "en", Published: day("2025-03-11"), Updated: clock("2025-03-11T21:30:00Z"),
			Text: "ACCRA — Ghana and Togo reopened the Aflao crossing on Tuesday after two days of talks between their foreign ministers, officials on both sides said.\n\n" +
				"The post had been closed since January, when Togolese soldiers detained four Ghanaian traders. Ghana protested at the time and recalled its ambassador for consultations.\n\n" +
				"“We have agreed to share customs lists every week,” the Ghanaian minister said. Togo promised to release the traders, and both governments asked ECOWAS to send observers.\nThe observers are due in April.",
		}}},
		{file: "koi8.html", want: []schema.Article{{
			Key: "koi8", Title: "Молдова выслала дипломата", Lang: "ru", Published: day("2025-03-14"), Updated: clock("2025-03-14T06:00:00Z"),
			Text: "Молдова выслала в пятницу одного дипломата, сообщило министерство иностранных дел в Кишинёве.\n\nПричину высылки министерство не назвало.",
		}}},
		{file: "old.html", want: []schema.Article{{
			Key: "old", Title: "Tonga receives envoy", Lang: "en",
			Text: "Fiji sent an envoy to Tonga on Monday to discuss fishing rights.\n\nTonga welcomed him, and said that more talks would come in March.",
		}}},
		{file: "nav.html", errs: "read testdata/nav.html: the page holds no article; leave the page out, or save its article as text\n"},
		{file: "wire.jsonl", want: []schema.Article{
			{Key: "a1", Title: "Seoul protests", URL: "https://wire.example/a1", Source: "Wire", Published: day("2025-03-12"), Text: "South Korea protested to Japan on Wednesday.\n\n  Spaces and é stay. "},
			{Key: "17", Published: day("2025-03-12"), Text: "Japan rejected the protest."},
			{Key: "wire#3", Published: day("2025-03-12"), Text: "No id here."},
		}},
		{file: "fields.csv", opts: fields, want: []schema.Article{
			{Key: "r1", Title: "Cairo; Khartoum meet", Published: day("2025-03-12"), Text: "Egypt and Sudan held talks.\nA second line, quoted \"so\"."},
			{Key: "r3", Title: "Short", URL: "https://sahel.example/r3", Source: "sahel.example", Published: day("2025-03-11"), Text: "Chad closed its border with Sudan."},
		}, errs: "read testdata/fields.csv: line 4: 2 fields where the first row has 5; mend the row or drop it\n"},
		{file: "table.tsv", want: []schema.Article{
			{Key: "t1", Title: "Open quote", URL: "https://sahel.example/t1", Source: "sahel.example", Published: day("2025-03-12"), Text: "\"We reject this, the minister of Mali said."},
			{Key: "t2", Title: "Plain", URL: "https://sahel.example/t2", Source: "sahel.example", Published: day("2025-03-13"), Text: "Niger recalled its ambassador."},
		}},
		{file: "feed.rss", want: []schema.Article{
			{
				Key: "andes-101", Title: "Bolivia & Paraguay sign gas deal", URL: "https://andes.example/2025/03/gas", Source: "andes.example", Lang: "en", Published: day("2025-03-11"), Updated: clock("2025-03-12T02:30:00Z"),
				Text: "Bolivia and Paraguay signed a gas deal in Asunción on Tuesday.\n\nIt runs for ten years.",
			},
			{Key: "feed#2", Title: "No id, no date", Source: "Andes Agency", Lang: "en", Text: "Ecuador closed a consulate."},
		}, errs: "read testdata/feed.rss: line 19: it has no text; nothing to do, or mend the text\n"},
		{file: "feed.atom", want: []schema.Article{{
			Key: "urn:strait:1", Title: "Jakarta warns fleet", URL: "https://strait.example/1", Source: "strait.example", Lang: "en", Published: day("2025-03-09"), Updated: clock("2025-03-10T02:00:00Z"),
			Text: "Indonesia warned a foreign fleet.\n\nIt left on Sunday.",
		}}},
		{file: "feed.rdf", want: []schema.Article{{
			Key: "rdf-1", Title: "Laos signs", URL: "https://mekong.example/1", Source: "mekong.example", Published: day("2025-03-08"), Updated: clock("2025-03-08T03:00:00Z"), Text: "Laos signed a rail pact with Thailand.",
		}}},
	} {
		t.Run(c.file, func(t *testing.T) {
			docs, errs := readAll(t, c.opts, "testdata/"+c.file)
			var got []schema.Article
			for _, d := range docs {
				if want := schema.ArticleID(d.URL, d.Text); d.ID != want {
					t.Errorf("got ID %s, want %s", d.ID, want)
				}
				if d.Filed.IsZero() {
					t.Errorf("when the file of %s was written is not known", d.Key)
				}
				d.ID, d.Filed = "", time.Time{}
				got = append(got, d.Article)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("given %s, want (-) and got (+) differ:\n%s", c.file, diff)
			}
			if texts(errs) != c.errs {
				t.Errorf("given %s\ngot errors  %s\nwant errors %s", c.file, texts(errs), c.errs)
			}
		})
	}
}

func clock(s string) time.Time {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return at
}

// Each format must be found by its extension and by its first bytes alone.
func TestSniff(t *testing.T) {
	for file, want := range map[string]string{
		"matter.txt": "text", "utf16.txt": "text", "latin1.txt": "text", "page.html": "html", "koi8.html": "html", "old.html": "html",
		"wire.jsonl": "jsonl", "table.tsv": "tsv", "feed.rss": "feed", "feed.atom": "feed", "feed.rdf": "feed", "heading.md": "markdown",
	} {
		content := readFile(t, "testdata/"+file)
		if f := byExtension(file, nil); f == nil || f.Name != want {
			t.Errorf("given %s\ngot  %v by extension\nwant %s", file, f, want)
		}
		if f := bySniff(content); f == nil || f.Name != want {
			t.Errorf("given the bytes of %s\ngot  %v\nwant %s", file, f, want)
		}
	}
	if f := bySniff([]byte("Id,Text\n1,x\n")); f == nil || f.Name != "csv" {
		t.Errorf("given a table with commas\ngot  %v\nwant csv", f)
	}
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ give, title, body string }{
		{"Head\n====\n\nText\\\nbroken.", "Head", "Text\n\nbroken."},
		{"# A # \n## B\ntext", "A", "B\n\ntext"},
		{"one\ntwo\n\n---\nthree", "", "one two\n\nthree"},
		{"1. one\n2) two\n   more", "", "one\n\ntwo more"},
		{"a_b_c and _d_ and __e__ and 2*3*4", "", "a_b_c and d and e and 234"},
		{"[x](<a b> 'q') [y][1] ![z](u) <https://a.example/> AT&amp;T", "", "x y  https://a.example/ AT&T"},
		{"```\ncode # here\n```\nafter", "", "code # here\n\nafter"},
		{"\\# no heading, \\[no link\\](x)", "", "# no heading, [no link](x)"},
		{"> > deep\n> more", "", "deep more"},
		{"#hashtag first", "", "#hashtag first"},
		{"", "", ""},
	} {
		body, title := unmark(c.give)
		if body != c.body || title != c.title {
			t.Errorf("given %q\ngot  title %q, body %q\nwant title %q, body %q", c.give, title, body, c.title, c.body)
		}
	}
}

func TestHead(t *testing.T) {
	for _, c := range []struct{ give, title, date, source, body string }{
		{"Oman frees sailors\n\nOman freed them.", "Oman frees sailors", "", "", "Oman freed them."},
		{"Oman freed the sailors\nwho were held.", "", "", "", "Oman freed the sailors\nwho were held."},
		{"Oman freed them.\n\nThey left.", "", "", "", "Oman freed them.\n\nThey left."},
		{"Oman frees sailors\n\nYemen frees pilots", "", "", "", "Oman frees sailors\n\nYemen frees pilots"},
		{"Oman frees sailors", "", "", "", "Oman frees sailors"},
		{"Title: Oman: a report\nDate: 1 May 2024\n\nOman freed them.", "Oman: a report", "1 May 2024", "", "Oman freed them."},
		{"Oman frees sailors\nBy Jo Doe\nWednesday, 1 May 2024, 10:30 GMT\n\nOman freed them.", "Oman frees sailors", "Wednesday, 1 May 2024, 10:30 GMT", "", "Oman freed them."},
		{"Oman frees sailors\nMUSCAT (Gulf Wire) - Oman freed them.", "Oman frees sailors", "", "Gulf Wire", "MUSCAT (Gulf Wire) - Oman freed them."},
		{"MUSCAT, May 1 - Oman freed them.", "", "", "", "MUSCAT, May 1 - Oman freed them."},
		{"MUSCAT, 1 May 2024 -- Oman freed them.", "", "1 May 2024", "", "MUSCAT, 1 May 2024 -- Oman freed them."},
		{"Said the minister: we go.\n\nThey went.", "", "", "", "Said the minister: we go.\n\nThey went."},
		{"1 May 2024 was the day when Oman freed them.\n\nThey went.", "", "", "", "1 May 2024 was the day when Oman freed them.\n\nThey went."},
		{"", "", "", "", ""},
	} {
		var e Entry
		body := head(c.give, &e)
		if body != c.body || e.Title != c.title || e.Date != c.date || e.Source != c.source {
			t.Errorf("given %q\ngot  title %q, date %q, source %q, body %q\nwant title %q, date %q, source %q, body %q",
				c.give, e.Title, e.Date, e.Source, body, c.title, c.date, c.source, c.body)
		}
	}
}

func TestFrontMatter(t *testing.T) {
	for _, c := range []struct{ give, title, rest string }{
		{"---\ntitle: 'It''s on'\n---\nx", "It's on", "x"},
		{"+++\ntitle = \"A \\\"b\\\"\"\n+++\nx", `A "b"`, "x"},
		{"---\ntitle: >-\n  one\n  two\ntags:\n  - a\n---\nx", "one two", "x"},
		{"---\nno end\ntitle: T\n", "", "---\nno end\ntitle: T\n"},
		{"text\n---\ntitle: T\n---\n", "", "text\n---\ntitle: T\n---\n"},
	} {
		var e Entry
		rest := frontMatter(c.give, &e)
		if rest != c.rest || e.Title != c.title {
			t.Errorf("given %q\ngot  title %q, rest %q\nwant title %q, rest %q", c.give, e.Title, rest, c.title, c.rest)
		}
	}
}

func TestPlain(t *testing.T) {
	for give, want := range map[string]string{
		"a <b>b</b>c<p>d<p>e":                            "a bc\n\nd\n\ne",
		"x<br>y<br><br>z":                                "x\ny\nz",
		"<ul><li>a<li>b</ul>c":                           "a\nb\n\nc",
		"<table><tr><td>1<td>2<tr><td>3</table>":         "1\t2\n3",
		"a<script>b</script><style>c</style>d":           "ad",
		"  no\n html &lt;b&gt; &amp; more\u00a0x  ":      "no html <b> & more x",
		"soft\u00adhyphen <!-- comment --> zero\u200bed": "softhyphen zeroed",
		"": "",
	} {
		if got, err := plainFragment(give); got != want || err != nil {
			t.Errorf("given %q\ngot  %q, %v\nwant %q", give, got, err, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for give, want := range map[string]string{"en-GB": "en", "eng": "en", "en_US.UTF-8": "en", "ckb": "ckb", "": "", "<b>": "", "und": ""} {
		if got := language(give); got != want {
			t.Errorf("given %q\ngot  %q\nwant %q", give, got, want)
		}
	}
	for give, want := range map[string]string{
		strings.Repeat("The minister said that the two governments had agreed on a date for the talks. ", 3):                        "en",
		strings.Repeat("Le ministre a déclaré que les deux gouvernements avaient convenu d'une date pour les pourparlers. ", 3):     "fr",
		strings.Repeat("Der Minister sagte, dass die beiden Regierungen sich auf ein Datum für die Gespräche geeinigt hätten. ", 3): "de",
		"Too short to be sure.":          "",
		strings.Repeat("1234 5678 ", 99): "",
	} {
		if got := detect(give); got != want {
			t.Errorf("given %q\ngot  %q\nwant %q", give, got, want)
		}
	}
}
