package read

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// now is the day on which the tests take place.
var now = time.Date(2025, 3, 20, 12, 0, 0, 0, time.UTC)

// readAll reads inputs to their end.
func readAll(t *testing.T, o Options, inputs ...string) (docs []Document, errs []*Error) {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = now
	}
	for d, err := range Inputs(t.Context(), o, inputs...) {
		if err == nil {
			docs = append(docs, d)
			continue
		}
		var e *Error
		if !errors.As(err, &e) {
			t.Fatalf("given %q\ngot an error that is no *Error: %v", inputs, err)
		}
		if e.Do == "" {
			t.Errorf("given %q\ngot %q, which does not say what to do", inputs, e)
		}
		errs = append(errs, e)
	}
	return docs, errs
}

// write makes a file in a folder of the test's own.
func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func keys(docs []Document) string {
	var ks []string
	for _, d := range docs {
		ks = append(ks, d.Key)
	}
	return strings.Join(ks, " ")
}

func texts(errs []*Error) string {
	var b strings.Builder
	for _, e := range errs {
		b.WriteString(e.Error() + "\n")
	}
	return b.String()
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	for _, c := range []struct {
		give Options
		want string
	}{
		{Options{Format: "odt"}, `read: format "odt" is unknown; the formats are gdelt, gdelt-mentions, gkg, icews, polecat, acled, parquet, pdf, docx, warc, mbox, eml, sitemap, feed, html, jsonl, tsv, csv, urls, markdown, text`},
		{Options{Fields: map[string]string{"body": "text"}}, `read: field "body" is unknown; the fields are id, date, updated, title, text, url, source, lang`},
		{Options{Charset: "utf-99"}, `read: charset "utf-99" is unknown; give a name such as utf-8, windows-1251 or shift_jis`},
	} {
		n := 0
		for _, err := range Inputs(t.Context(), c.give, "testdata") {
			if n++; err == nil || err.Error() != c.want {
				t.Errorf("given %+v\ngot  %v\nwant %s", c.give, err, c.want)
			}
		}
		if n != 1 {
			t.Errorf("given %+v\ngot %d results, want the error alone", c.give, n)
		}
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	var last error
	for _, err := range Inputs(ctx, Options{Now: now}, "testdata/wire.jsonl", "testdata/feed.rss") {
		if last = err; err == nil {
			seen++
			cancel()
		}
	}
	if seen != 1 || !errors.Is(last, context.Canceled) {
		t.Errorf("given a context that ends after the first document\ngot  %d documents, then %v\nwant 1, then context canceled", seen, last)
	}
}

func TestCallerStops(t *testing.T) {
	for range Inputs(t.Context(), Options{Now: now}, "testdata", "testdata/missing.txt") {
		break // a further call of yield would panic
	}
}

func TestStandardInput(t *testing.T) {
	for _, c := range []struct{ give, key, text string }{
		{"Mali closed its embassy in Oran.\n", "stdin", "Mali closed its embassy in Oran."},
		{`{"id":"x","text":"Mali left."}` + "\n", "x", "Mali left."},
		{"id,text\n,Mali left.\n", "stdin#1", "Mali left."},
		{packed(t, "Mali left."), "stdin", "Mali left."},
		{zipped(t, "a.txt", "Mali left."), "a", "Mali left."},
		{"<!doctype html><article><p>Mali closed its embassy in Oran on Monday, the ministry said.", "stdin", "Mali closed its embassy in Oran on Monday, the ministry said."},
		{"\xEF\xBB\xBF<rss version='2.0'><channel><item><guid>g</guid><description>Mali left.</description></item></channel></rss>", "g", "Mali left."},
	} {
		docs, errs := readAll(t, Options{Stdin: strings.NewReader(c.give)}, "-")
		if len(errs) > 0 || len(docs) != 1 || docs[0].Key != c.key || docs[0].Text != c.text || docs[0].Origin.Path != "-" {
			t.Errorf("given %.80q on standard input\ngot  %+v and errors %s\nwant key %q, text %q", c.give, docs, texts(errs), c.key, c.text)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ give, date, warning string }{
		{`"date":"2025-03-22"`, "2025-03-22", ""},
		{`"date":"2025-03-23"`, "2025-03-23", "the date 2025-03-23 lies in the future"},
		{`"title":"x"`, "", "no date found"},
		{`"date":"soon"`, "", `the date "soon" is not understood; write it as YYYY-MM-DD`},
		{`"date":"03/04/2025"`, "", `the date "03/04/2025" may be 2025-03-04 or 2025-04-03; write it as YYYY-MM-DD`},
		{`"url":"https://a.example/2025/03/04/x"`, "2025-03-04", "no date given; 2025-03-04 is taken from the address"},
		{`"date":null,"url":"https://a.example/2025/13/04/x"`, "", "no date found"},
		{`"date":1741773600`, "2025-03-12", ""},
		{`"date":"2025-03-12","url":"javascript:alert(1)"`, "2025-03-12", `"javascript:alert(1)" is no web address (https://…); it was left out`},
		{`"date":"2025-03-12","text":"a\ufffdb"`, "2025-03-12", "the text holds 1 characters that were lost before (U+FFFD)"},
	} {
		line := `{"text":"Mali left.",` + c.give + "}"
		docs, errs := readAll(t, Options{Format: "jsonl", Stdin: strings.NewReader(line)}, "-")
		if len(docs) != 1 {
			t.Fatalf("given %s\ngot errors %s", line, texts(errs))
		}
		if got := strings.Join(docs[0].Warnings, "|"); docs[0].Published.Value != c.date || got != c.warning {
			t.Errorf("given %s\ngot  %q, warning %s\nwant %q, warning %s", line, docs[0].Published.Value, got, c.date, c.warning)
		}
	}
}
