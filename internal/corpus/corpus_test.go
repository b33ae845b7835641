package corpus

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/schema"
)

const good = `comment before the first text
@ x-1 | 2024-05-27 | i
SEOUL, May 27 - South Korean President Yoon Suk Yeol and Fumio Kishida of Japan held talks on Monday
in Bissau, the North said.
---
E KOR! JPN PRK
S GNB Guinea-Bissau / Bissau
+ PRK the North
e1 Person Yoon Suk Yeol / Yoon
e2 Person Fumio Kishida

MEETS_WITH e1, e2 ; d=Mon ; p=Bissau ; spk=PRK ; alleged :: held talks on Monday
HOLDS_OFFICE_IN e1 > KOR ; t="President" :: South Korean President Yoon Suk Yeol
@ x-2 | 2024-05-28 | some paper
Nothing happened.
---
`

func TestRead(t *testing.T) {
	texts, err := Read(strings.NewReader(good), "x.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 2 || texts[1].ID != "x-2" || texts[1].Source != "some paper" || texts[1].Line != 14 {
		t.Fatalf("got %d texts, second %+v", len(texts), texts[len(texts)-1])
	}
	x := texts[0]
	if x.Source != "invented" || !strings.HasPrefix(x.Text, "SEOUL") || !strings.HasSuffix(x.Text, "said.") {
		t.Errorf("source %q, text %q", x.Source, x.Text)
	}
	kor, _ := x.Entity("KOR")
	for _, f := range kor.Names {
		if f.Role == Capital {
			t.Errorf("KOR! has the capital %q", f.Text)
		}
	}
	want := Claim{
		Relation: "MEETS_WITH", Actor: []string{"e1", "e2"}, Polarity: schema.Affirmed, Modality: schema.Alleged, Speaker: "PRK",
		Date: schema.Date{Value: "2024-05-27", Precision: schema.Day}, Place: "Bissau", Evidence: "held talks on Monday", Line: 12,
	}
	if diff := cmp.Diff(want, x.Claims[0]); diff != "" {
		t.Errorf("first claim (-want +got):\n%s", diff)
	}
}

func TestDay(t *testing.T) {
	wed := schema.Date{Value: "2025-03-12", Precision: schema.Day}
	for in, want := range map[string]string{
		"Wed": "2025-03-12", "Thu": "2025-03-06", "Tue": "2025-03-11", "+Wed": "2025-03-19", "+Thu": "2025-03-13", "+Tue": "2025-03-18",
		"-2": "2025-03-10", "-0": "2025-03-12", "2024": "2024", "2024-02": "2024-02", "2024-02-29": "2024-02-29",
	} {
		if got, ok := day(in, wed); !ok || got.Value != want {
			t.Errorf("day %q: got %v %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "2024-02-30", "Monday", "-x", "soon"} {
		if got, ok := day(in, wed); ok {
			t.Errorf("day %q: got %v, want none", in, got)
		}
	}
}

func TestMistakesNameTheirLine(t *testing.T) {
	const head = "@ x-1 | 2024-05-27 | i\nIran met Iraq, and Ali met Omar.\n---\n"
	for _, c := range []struct{ text, want string }{
		{"@ x-1 | 2024-05-27\nIran.\n---\n", "line 1: head line"},
		{"@ x-1 | 27 May | i\nIran.\n---\n", "line 1: publication date"},
		{"@  | 2024-05-27 | i\nIran.\n---\n", "line 1: head line without an id"},
		{"@ x-1 | 2024-05-27 | i\nIran.\n", "line 1: text x-1 has no line ---"},
		{"@ x-1 | 2024-05-27 | i\n\n---\n", "line 1: text x-1 is empty"},
		{head + "E IRN QQQ", "line 4: state \"QQQ\" is not in the table"},
		{head + "e1 Thing Ali", "line 4: kind \"Thing\""},
		{head + "e1 Person Ali\ne1 Person Omar", "line 5: entity e1 is already at line 4"},
		{head + "e1 Person Boris", "line 4: e1 Boris is not named"},
		{head + "+ IRN the Islamic Republic", "line 4: + IRN: no such entity"},
		{head + "E IRN IRQ\nnonsense", "line 5: \"nonsense\" is neither"},
		{head + "E IRN IRQ\nMEETS_WITH IRN, IRQ :: Iran saw Iraq", "line 5: evidence"},
		{head + "E IRN IRQ\nMEETS_WITH IRN > IRQ :: Iran met Iraq", "line 5: MEETS_WITH has actors only"},
		{head + "E IRN\nMEETS_WITH IRN :: Iran met Iraq", "line 5: MEETS_WITH needs two"},
		{head + "E IRN IRQ\nHUGS IRN > IRQ :: Iran met Iraq", "line 5: relation \"HUGS\""},
		{head + "E IRN IRQ\nVISITS IRN > USA :: Iran met Iraq", "line 5: recipient \"USA\" is no entity"},
		{head + "E IRN IRQ\nVISITS IRN > IRQ ; when=now :: Iran met Iraq", "line 5: option \"when=now\""},
		{head + "E IRN IRQ\nVISITS IRN > IRQ ; d=soon :: Iran met Iraq", "line 5: date \"soon\""},
		{head + "E IRN IRQ\nVISITS IRN > IRN :: Iran met Iraq", "line 5: VISITS relates a party to itself"},
		{head + "E IRN IRQ\nACCUSES IRN > IRQ ; spk=IRN :: Iran met Iraq", "line 5: ACCUSES is a speech act"},
		{head + "E IRN IRQ\nMEDIATES_BETWEEN IRN, IRQ :: Iran met Iraq", "line 5: MEDIATES_BETWEEN needs m="},
		{head + "E IRN IRQ\nEXTRADITES IRN > IRQ :: Iran met Iraq", "line 5: EXTRADITES needs t="},
		{head + "E IRN IRQ\nACCUSES IRN > IRQ ; t=\"theft\" :: Iran met Iraq", "line 5: theme \"theft\" is not in the text"},
		{head + "E IRN IRQ\nVISITS IRN > IRQ :: Iran met Iraq\nVISITS IRN > IRQ :: Iran met", "line 6: the same claim is already at line 5"},
	} {
		_, err := Read(strings.NewReader(c.text), "x.txt")
		if err == nil || !strings.Contains(err.Error(), "x.txt: "+c.want) {
			t.Errorf("%s\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestOneMistakeHidesNothing(t *testing.T) {
	bad := "@ y-1 | 2024-05-27 | i\nIran.\n---\nE QQQ\n" + good[strings.Index(good, "@"):] + "@ y-2 | x | i\nA.\n---\n"
	texts, err := Read(strings.NewReader(bad), "x.txt")
	if len(texts) != 2 {
		t.Errorf("got %d good texts, want 2", len(texts))
	}
	for _, want := range []string{"line 4: state", "line 20: publication date"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want also %q", err, want)
		}
	}
}

func TestReadDir(t *testing.T) {
	dir := fstest.MapFS{"b.txt": {Data: []byte(good)}, "a.txt": {Data: []byte(good)}, "README.md": {Data: []byte("@ no")}}
	texts, err := ReadDir(dir)
	if len(texts) != 2 || err == nil || !strings.Contains(err.Error(), "b.txt: line 2: id x-1 is already at a.txt: line 2") {
		t.Errorf("got %d texts and %v", len(texts), err)
	}
	if _, err := ReadDir(fstest.MapFS{}); err == nil {
		t.Error("got no error for an empty folder")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(good)
	f.Add("@ x | 2024-01-01 | i\nIran.\n---\nE IRN\nVISITS IRN > e1 ; d=-9 ; t=\"a\" & e2 :: Iran")
	f.Fuzz(func(t *testing.T, data string) {
		texts, _ := Read(strings.NewReader(data), "f.txt")
		for i := range texts {
			x := &texts[i]
			end := 0
			for _, n := range x.Names() {
				if n.Start < end || n.End <= n.Start || n.End > len(x.Text) {
					t.Fatalf("name %+v after %d in %q", n, end, x.Text)
				}
				end = n.End
			}
			x.Titles()
		}
	})
}
