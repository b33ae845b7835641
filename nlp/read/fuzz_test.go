package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
	"pgregory.net/rapid"
)

// checked reads a file's bytes as a format and reports what may never be,
// whatever they are.
func checked(t *testing.T, format string, content []byte) (docs []Document) {
	o := Options{Format: format, MaxBytes: 1 << 16, MaxExpand: 1 << 20, Now: now, Stdin: bytes.NewReader(content)}
	keys := map[string]bool{}
	for d, err := range Inputs(t.Context(), o, "-") {
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Do == "" || e.Err == nil || e.Path != "-" {
				t.Errorf("given %q\ngot an error without its place or what to do: %#v", content, err)
			}
			if strings.ContainsAny(err.Error(), "\x00\x1b\n\r") || !utf8.ValidString(err.Error()) {
				t.Errorf("given %q\ngot an error that is not safe to print: %q", content, err)
			}
			continue
		}
		docs = append(docs, d)
		switch {
		case strings.TrimSpace(d.Text) == "", !utf8.ValidString(d.Text), d.Key == "":
			t.Errorf("given %q\ngot text %q, key %q", content, d.Text, d.Key)
		case d.ID != schema.ArticleID(d.URL, d.Text):
			t.Errorf("given %q\ngot id %s", content, d.ID)
		case strings.ContainsFunc(d.Title+d.Source, unicode.IsControl) || len(d.Title) > maxTitle:
			t.Errorf("given %q\ngot title %q", content, d.Title)
		case !d.Published.IsZero() && (d.Published.Precision != schema.Day || d.Published.First().IsZero()):
			t.Errorf("given %q\ngot date %v", content, d.Published)
		case d.URL != "" && !strings.HasPrefix(strings.ToLower(d.URL), "http"):
			t.Errorf("given %q\ngot address %q", content, d.URL)
		case d.Published.IsZero() && len(d.Warnings) == 0:
			t.Errorf("given %q\ngot no date and no warning", content)
		}
		if strings.HasPrefix(d.Key, "stdin#") && keys[d.Key] {
			t.Errorf("given %q\ngot key %s twice", content, d.Key)
		}
		keys[d.Key] = true
	}
	return docs
}

// seed adds the files of testdata with an extension of the format.
func seed(f *testing.F, format string) {
	f.Helper()
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if of := byExtension(file, nil); of != nil && of.Name == format {
			content, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(content)
		}
	}
}

func fuzzFormat(f *testing.F, format string) {
	seed(f, format)
	f.Fuzz(func(t *testing.T, content []byte) { checked(t, format, content) })
}

func FuzzText(f *testing.F)     { fuzzFormat(f, "text") }
func FuzzMarkdown(f *testing.F) { fuzzFormat(f, "markdown") }
func FuzzHTML(f *testing.F)     { fuzzFormat(f, "html") }
func FuzzJSONL(f *testing.F)    { fuzzFormat(f, "jsonl") }
func FuzzTSV(f *testing.F)      { fuzzFormat(f, "tsv") }
func FuzzFeed(f *testing.F)     { fuzzFormat(f, "feed") }

func FuzzCSV(f *testing.F) {
	f.Add([]byte("id,text\n1,\"a\n2,b\n3,\"c\"\"\n\"\n"))
	f.Add([]byte("\xff\xfei\x00d\x00;\x00t\x00e\x00x\x00t\x00\n\x00"))
	fuzzFormat(f, "csv")
}

// FuzzArchive reads packed files, whose format is found by looking.
func FuzzArchive(f *testing.F) {
	f.Add([]byte(packed(f, lineOf(1))))
	f.Add([]byte(zipped(f, "a.txt", "Fiji left.", "../b.txt", "x", "c.zip", zipped(f, "d.md", "# A\n\nb."))))
	f.Fuzz(func(t *testing.T, content []byte) { checked(t, "", content) })
}

func FuzzDate(f *testing.F) {
	f.Add("Wed, 12 Mar 2025 10:00:00 GMT")
	f.Add("03/04/2025")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		if back, err := ParseDate(d.Value); err != nil || back != d {
			t.Errorf("given %q\ngot  %v, which reads as %v, %v", s, d, back, err)
		}
	})
}

// The text of a JSONL line reaches the analysis byte for byte.
func TestJSONLTextSurvives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := rapid.StringMatching(`[\s\S]{0,40}`).Draw(rt, "text") + rapid.String().Draw(rt, "more")
		line, err := json.Marshal(map[string]any{"text": want, "id": "k", "other": rapid.String().Draw(rt, "other")})
		if err != nil {
			rt.Fatal(err)
		}
		docs := checked(t, "jsonl", append(line, "\r\n"...))
		switch {
		case strings.TrimSpace(want) == "":
			if len(docs) != 0 {
				rt.Fatalf("given %q\ngot  %q\nwant an error", want, docs[0].Text)
			}
		case len(docs) != 1 || docs[0].Text != want || docs[0].Key != "k":
			rt.Fatalf("given %q\ngot  %+v\nwant the same", want, docs)
		}
	})
}

// Every row that is written comes back, whatever its cells hold, and a bad row
// between two good ones harms neither.
func TestTableRowsSurvive(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cell := rapid.StringMatching(`[a-z"; ,\n|]{0,12}[a-z.]`)
		quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
		a, b := cell.Draw(rt, "a"), cell.Draw(rt, "b")
		content := "id,text\nk1," + quote(a) + "\nragged\nk2," + quote(b) + "\n"
		docs := checked(t, "csv", []byte(content))
		if len(docs) != 2 || docs[0].Text != a || docs[1].Text != b {
			rt.Fatalf("given %q\ngot  %+v\nwant %q and %q", content, docs, a, b)
		}
	})
}

// Markup that is taken off leaves the words of a text without marks alone.
func TestMarkdownKeepsWords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := strings.Join(rapid.SliceOfN(rapid.StringMatching(`[\p{L}][\p{L}',.]{0,9}`), 1, 20).Draw(rt, "words"), " ")
		if body, _ := unmark(want); body != want {
			rt.Fatalf("given %q\ngot  %q\nwant the same", want, body)
		}
	})
}
