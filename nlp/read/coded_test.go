package read

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// rowsOf reads a file of testdata without being told its format.
func rowsOf(t *testing.T, file string) (docs []Document, errs []string) {
	t.Helper()
	for d, err := range Inputs(t.Context(), Options{Now: now}, "testdata/tables/"+file) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		docs = append(docs, d)
	}
	return docs, errs
}

// told is a row in short: actor and recipient by name, country, group and
// sectors, with the words of the text at their place.
func told(d *Document) string {
	c := d.Coding
	side := func(list []schema.CodedParty) string {
		var out []string
		for _, p := range list {
			out = append(out, strings.Join([]string{p.Name, p.Country, p.Group, strings.Join(p.Sectors, "+"), p.Of(d.Text)}, "/"))
		}
		return strings.Join(out, " & ")
	}
	where := c.Place
	if c.Point != nil {
		where += " (with coordinates)"
	}
	return strings.Join([]string{c.ID, c.Date.Value, string(c.Date.Precision), side(c.Actor), c.Scheme + " " + c.Code + " " + c.At.Of(d.Text), side(c.Recipient), where, c.Country, d.Source, d.URL, d.Published.Value}, " | ")
}

func TestCodedTables(t *testing.T) {
	for _, c := range []struct {
		file string
		kind schema.SourceKind
		rows int
		want map[int]string // by number from 0
		errs []string
	}{
		{file: "20250508061500.export.CSV", kind: schema.GDELT, rows: 12, want: map[int]string{
			0:  "1240000001 | 2025-05-07 | day | INDIA/IND///INDIA | cameo 195 195 | PAKISTAN/PAK///PAKISTAN | Muzaffarabad, Azad Kashmir, Pakistan (with coordinates) |  | riverdaily.example | https://riverdaily.example/2025/05/07/strikes | 2025-05-08",
			1:  "1240000002 | 2025-05-07 | day | PAKISTANI ARMY/PAK//MIL/PAKISTANI ARMY | cameo 190 190 | INDIA/IND///INDIA |  |  | riverdaily.example | https://riverdaily.example/2025/05/07/strikes | 2025-05-08",
			4:  "1240000005 | 2025-05-07 | day | CHINA/CHN///CHINA | cameo 020 020 |  |  |  | harbourpost.example | https://harbourpost.example/appeal | 2025-05-08",
			6:  "1240000007 | 2025-05-07 | day | THE UN//UNO/IGO/THE UN | cameo 0256 0256 | INDIAN TROOPS/IND//MIL/INDIAN TROOPS |  |  | harbourpost.example | https://harbourpost.example/un | 2025-05-08",
			10: "1240000011 | 2025-05-07 | day | PROTESTER/PAK//CVL/PROTESTER | cameo 141 141 | GOVERNMENT/PAK//GOV/GOVERNMENT | Lahore, Punjab, Pakistan (with coordinates) |  |  |  | 2025-05-08",
		}},
		{file: "icews.tab", kind: schema.ICEWS, rows: 4, want: map[int]string{
			0: "20718170 | 2014-01-01 | day | Angela Merkel/Germany//Executive+Elite+Government/Angela Merkel | cameo 040 040 | Ukraine/Ukraine///Ukraine | Kyiv, Kyyiv, Ukraine (with coordinates) | Ukraine | River Daily |  | 2014-01-01",
			1: "20718171 | 2014-01-02 | day | Police (Spain)/Spain//Government+Police/Police (Spain) | cameo 173 173 | Criminal (Spain)/Spain//Social+General Population / Civilian / Social/Criminal (Spain) |  | Spain | River Daily |  | 2014-01-02",
			3: "20718173 | 2014-01-03 | day | France/France///France | cameo 051 051 | Mali/Mali///Mali |  | Mali | Harbour Post |  | 2014-01-03",
		}},
		{file: "icews-moved.csv", kind: schema.ICEWS, rows: 4, want: map[int]string{
			0: "20718170 | 2014-01-01 | day | Angela Merkel/Germany//Executive+Elite+Government/Angela Merkel | cameo 040 040 | Ukraine/Ukraine///Ukraine |  |  |  |  | 2014-01-01",
		}},
		{file: "polecat.txt", kind: schema.POLECAT, rows: 3, want: map[int]string{
			0: "20230201-0001 | 2023-02-01 | day | Olaf Scholz/DEU//GOV/Olaf Scholz & Emmanuel Macron/FRA//GOV/Emmanuel Macron | plover CONSULT/visit CONSULT | Ukraine/UKR//GOV/Ukraine | Kyiv, Kyiv City, UKR (with coordinates) | UKR | River Daily |  | 2023-02-02",
			1: "20230201-0002 | 2023-02-01 | day | Al-Shabaab/SOM//REB/Al-Shabaab | plover ASSAULT/firearms ASSAULT | Army of Somalia/SOM//MIL/Army of Somalia |  | SOM | Harbour Post |  | 2023-02-03",
			2: "20230201-0003 | 2023-02-01 | day | Peru/PER//GOV/Peru | plover COERCE/curfew COERCE |  |  |  |  |  | ",
		}},
		{file: "acled.csv", kind: schema.ACLED, rows: 4, want: map[int]string{
			0: "UKR90001 | 2024-05-07 | day | Military Forces of Russia (2000-)///State forces/Military Forces of Russia (2000-) | acled Shelling/artillery/missile attack Shelling/artillery/missile attack | Civilians (Ukraine)/Ukraine//Civilians/Civilians (Ukraine) | Kupiansk, Kharkiv, Ukraine (with coordinates) | Ukraine | River Daily; Harbour Post |  | 2024-05-07",
			1: "MLI90002 | 2024-05-06 | week | JNIM: Group for Support of Islam and Muslims///Rebel group/JNIM: Group for Support of Islam and Muslims | acled Armed clash Armed clash | Military Forces of Mali (2021-)///State forces/Military Forces of Mali (2021-) | Bandiagara, Mopti, Mali (with coordinates) | Mali | Sahel Watch |  | 2024-05-08",
			2: "FRA90003 | 2024-05-09 | day | Protesters (France)/France//Protesters/Protesters (France) | acled Peaceful protest Peaceful protest |  | Paris, Ile-de-France, France (with coordinates) | France | River Daily |  | 2024-05-09",
		}},
	} {
		t.Run(c.file, func(t *testing.T) {
			docs, errs := rowsOf(t, c.file)
			if len(docs) != c.rows || strings.Join(errs, "\n") != strings.Join(c.errs, "\n") {
				t.Fatalf("got %d rows and errors\n%s\nwant %d rows and errors\n%s", len(docs), strings.Join(errs, "\n"), c.rows, strings.Join(c.errs, "\n"))
			}
			for i, want := range c.want {
				d := &docs[i]
				if got := told(d); got != want {
					t.Errorf("row %d: got\n%s\nwant\n%s", i, got, want)
				}
				if d.SourceKind != c.kind || d.ID != schema.RowID(c.kind, d.Coding.ID) || !strings.HasPrefix(d.Key, c.file+":") {
					t.Errorf("row %d: got kind %q, id %s, key %s", i, d.SourceKind, d.ID, d.Key)
				}
			}
		})
	}
}

// Lists of mentions and of the knowledge graph give the addresses of articles,
// each once.
func TestGDELTLists(t *testing.T) {
	for file, want := range map[string]string{
		"20250508061500.mentions.CSV": "1 https://riverdaily.example/2025/05/07/strikes 20250508 \n4 https://harbourpost.example/calls 20250508 \n",
		"20250508061500.gkg.csv":      "1 https://harbourpost.example/calls 20250508 Talks by telephone\n2 it is no web address: \"javascript:alert(1)\"\n3 https://riverdaily.example/2025/05/07/strikes 20250508 Strikes\n4 2 columns where there must be 27\n",
	} {
		got := ""
		for _, err := range Inputs(t.Context(), Options{Now: now}, "testdata/tables/"+file) {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("%s: got %v, want links alone", file, err)
			}
			if l := e.Link; l != nil {
				got += fmt.Sprintln(e.Line, l.URL, l.Date, l.Title)
			} else {
				got += fmt.Sprintln(e.Line, e.Err)
			}
		}
		if got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
		}
	}
}

// What is wrong with a table or a row says where and what to do, and costs the
// other rows nothing.
func TestBadTables(t *testing.T) {
	gdelt, err := os.ReadFile("testdata/tables/20250508061500.export.CSV")
	if err != nil {
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(string(gdelt), "\n")
	for _, c := range []struct {
		name, format, given string
		rows                int
		errs                []string
	}{
		{"a row cut short", "", first + "\n" + first[:200] + "\n" + rest, 12, []string{"line 2: ", "fields where the first row has 61"}},
		{"no day", "", first + "\n" + strings.Replace(first, "\t20250507\t", "\t20259907\t", 1) + "\n", 1, []string{`line 2: column Day: "20259907" is no date`}},
		{"no ID", "", first + "\n" + strings.TrimPrefix(first, "1240000001") + "\n", 1, []string{`line 2: the event's ID is ""`}},
		{"a table without a column that is needed", "", "event_id_cnty,sub_event_type,actor1\nX1,Attack,Rebels\n", 0, []string{"line 1: a table of acled lacks the columns: event_date"}},
		{"a table without a column that tells it", "csv", "event_id_cnty,event_date,sub_event_type,notes\nX1,2025-05-08,Attack,a\n", 0, []string{`line 1: no field "text"`, "it looks like a table of acled that lacks the columns: actor1; "}},
		{"another without", "csv", "Event ID\tEvent Date\tSource Name\tCAMEO Code\n1\t2025-05-08\tA\t190\n", 0, []string{"it looks like a table of icews that lacks the columns: Target Name; "}},
		{"a list of events of another length", "tsv", first[:strings.LastIndex(first, "\t")] + "\n" + first + "\n", 0, []string{"line 1: ", "it looks like a list of events of gdelt, but its first row has 60 columns, not 61; "}},
		{"another format by force", "icews", first + "\n", 0, []string{"a table of icews lacks the columns: Event ID, Event Date, Source Name, Target Name, CAMEO Code"}},
		{"binary", "gdelt", "\x00\x01\x02\n", 0, []string{"it is not text"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, errs := 0, []string{}
			for _, err := range Inputs(t.Context(), Options{Now: now, Format: c.format, Stdin: strings.NewReader(c.given)}, "-") {
				if err == nil {
					rows++
				} else {
					errs = append(errs, err.Error())
				}
			}
			if rows != c.rows || len(errs) != 1 && len(c.errs) > 0 {
				t.Fatalf("got %d rows, errors %q; want %d rows and one error", rows, errs, c.rows)
			}
			for _, want := range c.errs {
				if !strings.Contains(errs[0], want) {
					t.Errorf("got error %q, want %q in it", errs[0], want)
				}
			}
		})
	}
}

// A table that is damaged at its beginning is refused wherever a text would be
// taken; what is good in one that still shows what it is is read.
func TestDamagedTables(t *testing.T) {
	table := func(name string) string { return string(readFile(t, "testdata/tables/"+name)) }
	without := func(s, name string) string { return strings.Replace(s, name, "x", 1) }
	body := func(s string) string { return s[strings.Index(s, "\n")+1:] }
	gdelt, mentions, gkg := table("20250508061500.export.CSV"), table("20250508061500.mentions.CSV"), table("20250508061500.gkg.csv")
	first, rest, _ := strings.Cut(gdelt, "\n")
	narrow := "" // a list of another version
	for line := range strings.Lines(gdelt) {
		narrow += strings.Join(strings.Split(line, "\t")[3:], "\t")
	}
	older := ""
	for line := range strings.Lines(gdelt) {
		older += strings.Join(strings.Split(strings.TrimSpace(line), "\t")[:58], "\t") + "\n"
	}
	for _, c := range []struct {
		name, given string
		rows, links int
		err         string // of the first error that is no link
	}{
		{"names of acled, one lacking", without(table("acled.csv"), "actor1"), 0, 0, "line 1: it looks like a table of acled that lacks the columns: actor1; name the columns as the coder does, or leave the table out; if it is a text, say --input-format text"},
		{"names of icews, one lacking", without(table("icews.tab"), "Target Name"), 0, 0, "line 1: it looks like a table of icews that lacks the columns: Target Name;"},
		{"names of polecat, two lacking", without(without(table("polecat.txt"), "Actor Name"), "Event Type"), 0, 0, "line 1: it looks like a table of polecat that lacks the columns: Event Type, Actor Name;"},
		{"no row of names, tabs", body(table("icews.tab")), 0, 0, "line 1: it looks like a table of"},
		{"no row of names, commas", body(table("acled.csv")), 0, 0, "line 1: it looks like a table of"},
		{"words above the names", "Downloaded on Monday\n" + table("acled.csv"), 0, 0, "line 2: it looks like a table of acled; let the row of names be the first one, or say --input-format acled; if it is a text"},
		{"empty lines above the names", "\n\r\n" + table("acled.csv"), 4, 0, ""},
		{"events, the first row cut", first[:100] + "\n" + rest, 11, 0, "line 1: 30 fields where the first row has 61"},
		{"events, the first row of another kind", "Events of May\n" + gdelt, 12, 0, "line 1: 1 fields where the first row has 61"},
		{"events with names", strings.Join(gdeltColumns, "\t") + "\n" + gdelt, 12, 0, ""},
		{"events of another version", older, 0, 0, "line 1: it looks like a list of events of gdelt, but its first row has 58 columns, not 61;"},
		{"events without their beginning", narrow, 0, 0, "line 1: it looks like a table of 58 columns"},
		{"mentions, the first row cut", mentions[:60] + "\n" + mentions, 0, 2, "line 1: 5 columns where there must be 16"},
		{"mentions of too few columns", strings.ReplaceAll(mentions, "\t\t", "\t"), 0, 0, "line 1: it looks like a list of mentions of gdelt, but its first row has"},
		{"knowledge graph of too few columns", strings.ReplaceAll(gkg, "\t\t", "\t"), 0, 0, "line 1: it looks like a list of GDELT's knowledge graph, but its first row has"},
		{"knowledge graph, a long first row", strings.Replace(gkg, "ARMEDCONFLICT;", strings.Repeat("ARMEDCONFLICT;", 1000), 1), 0, 2, "line 2: it is no web address"},
		{"a text with commas", "Oslo, 3 May - Ministers of Norway, Sweden, Chad, Mali, Niger, Togo, Peru met.\nThey talked, and left.\n", 1, 0, ""},
		{"a text with a table", "Trade grew in May.\n\nA\tB\tC\tD\tE\tF\tG\tH\n1\t2\t3\t4\t5\t6\t7\t8\nSo it was, said Oslo.\n", 1, 0, ""},
	} {
		for _, name := range []string{"-", "t.txt"} {
			o := Options{Now: now, Stdin: strings.NewReader(c.given)}
			if name == "t.txt" {
				name = write(t, t.TempDir(), name, c.given)
			}
			rows, links, bad := 0, 0, ""
			for _, err := range Inputs(t.Context(), o, name) {
				e, _ := errors.AsType[*Error](err)
				switch {
				case err == nil:
					rows++
				case e.Skip == Linked:
					links++
				case bad == "":
					bad = strings.TrimPrefix(strings.TrimPrefix(err.Error(), "read standard input: "), "read "+name+": ")
				}
			}
			if rows != c.rows || links != c.links || !strings.HasPrefix(bad, c.err) || c.err == "" && bad != "" {
				t.Errorf("%s (%s)\ngot  %d rows, %d links, %s\nwant %d rows, %d links, %s", c.name, name, rows, links, bad, c.rows, c.links, c.err)
			}
		}
	}
	docs, errs := readAll(t, Options{Format: "text"}, write(t, t.TempDir(), "t.txt", body(table("acled.csv"))))
	if len(docs) != 1 || len(errs) != 0 {
		t.Errorf("--input-format text: got %d documents, %s", len(docs), texts(errs))
	}
}

// checkedRows reads a file's bytes as a table of a coder and reports what may
// never be, whatever they are.
func checkedRows(t *testing.T, format string, content []byte) {
	o := Options{Format: format, MaxBytes: 1 << 16, MaxExpand: 1 << 20, Now: now, Stdin: bytes.NewReader(content)}
	for d, err := range Inputs(t.Context(), o, "-") {
		var e *Error
		switch {
		case err != nil && (!errors.As(err, &e) || e.Do == "" || strings.ContainsAny(err.Error(), "\x00\x1b\n\r") || !utf8.ValidString(err.Error())):
			t.Errorf("given %q\ngot an error without what to do, or not safe to print: %q", content, err)
		case err != nil:
		case d.Coding == nil: // packed articles may be given too
		case strings.ContainsFunc(d.Text+d.Title+d.Source, unicode.IsControl) || !utf8.ValidString(d.Text) || d.Text == "":
			t.Errorf("given %q\ngot text %q", content, d.Text)
		case d.URL != "" && !strings.HasPrefix(d.URL, "http"):
			t.Errorf("given %q\ngot address %q", content, d.URL)
		case d.Coding.Date.IsZero() || d.Coding.ID == "" || !d.SourceKind.Coded():
			t.Errorf("given %q\ngot coding %+v", content, d.Coding)
		default:
			for _, p := range append(append([]schema.CodedParty{{Span: d.Coding.At}}, d.Coding.Actor...), d.Coding.Recipient...) {
				if p.Start < 0 || p.End < p.Start || p.End > len(d.Text) {
					t.Errorf("given %q\ngot a span %v of a text of %d bytes", content, p.Span, len(d.Text))
				}
			}
		}
	}
}

func fuzzTable(f *testing.F, format, file string) {
	content, err := os.ReadFile("testdata/tables/" + file)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Fuzz(func(t *testing.T, content []byte) { checkedRows(t, format, content) })
}

func FuzzGDELT(f *testing.F) { fuzzTable(f, "gdelt", "20250508061500.export.CSV") }

func FuzzICEWS(f *testing.F)   { fuzzTable(f, "icews", "icews.tab") }
func FuzzPOLECAT(f *testing.F) { fuzzTable(f, "polecat", "polecat.txt") }
func FuzzACLED(f *testing.F)   { fuzzTable(f, "acled", "acled.csv") }

func FuzzMentions(f *testing.F) { fuzzTable(f, "gdelt-mentions", "20250508061500.mentions.CSV") }
func FuzzGKG(f *testing.F)      { fuzzTable(f, "gkg", "20250508061500.gkg.csv") }
