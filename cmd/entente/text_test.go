package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	tests := []struct{ given, want string }{
		{"Emmanuel Macron", "Emmanuel Macron"},
		{"a\x1b[31mred\x1b[0m", "a[31mred[0m"},
		{"one\r\ntwo\tthree", "one  two three"},
		{"\u202eevil\u2069\u200f", "evil"},
		{"\u009b31m\u0085\x7f", "31m"},
		{"\xff\xfe", ""},
		{"a\u00adb\u200b\ufeffc\U000e0041", "abc"},
		{"نمی\u200cخواهم", "نمی\u200cخواهم"}, // Persian is not written rightly without its joiner
		{"l1\u2028l2", "l1 l2"},
		{"on page 1\fon page 2", "on page 1 on page 2"},
	}
	for _, tt := range tests {
		if got := plain(tt.given); got != tt.want {
			t.Errorf("plain(%q): got %q, want %q", tt.given, got, tt.want)
		}
	}
}

func TestTook(t *testing.T) {
	tests := []struct {
		given float64
		want  string
	}{{0.0688, "0.069 s"}, {42.4, "42 s"}, {59.4, "59 s"}, {60, "1m0s"}, {119.6, "2m0s"}, {9005.2, "2h30m5s"}}
	for _, tt := range tests {
		if got := took(tt.given); got != tt.want {
			t.Errorf("took(%g): got %q, want %q", tt.given, got, tt.want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("a\x1b[31m\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := plain(s)
		if strings.ContainsFunc(got, isHidden) || !utf8.ValidString(got) || got != plain(got) {
			t.Errorf("plain(%q): got %q", s, got)
		}
	})
}

// What is escaped for a terminal must be the same JSON, wherever the writes
// are cut.
func FuzzEscaping(f *testing.F) {
	f.Add("a\x1b[31m\u202e\u009b\U000e0041", uint8(3))
	f.Fuzz(func(t *testing.T, s string, cut uint8) {
		line, err := json.Marshal(strings.ToValidUTF8(s, ""))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		w := &escaping{w: &out}
		at := min(int(cut), len(line))
		for _, part := range [][]byte{line[:at], line[at:]} {
			if _, err := w.Write(part); err != nil {
				t.Fatal(err)
			}
		}
		if strings.ContainsFunc(out.String(), isHidden) {
			t.Errorf("%q came out as %q", line, &out)
		}
		var want, got string
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || got != want {
			t.Errorf("%q: got %q (%v), want %q", line, got, err, want)
		}
	})
}

func TestWrapped(t *testing.T) {
	tests := []struct {
		given         string
		width, indent int
		want          string
	}{
		{"one two three four", 9, 2, "one two\n  three\n  four"},
		{"one two three four", 0, 2, "one two three four"},
		{"unbreakable words", 4, 0, "unbreakable\nwords"},
		{"\x1b[1mone\x1b[0m two", 7, 0, "\x1b[1mone\x1b[0m two"},
		{"", 10, 2, ""},
	}
	for _, tt := range tests {
		if got := wrapped(tt.given, tt.width, tt.indent); got != tt.want {
			t.Errorf("wrapped(%q, %d, %d): got %q, want %q", tt.given, tt.width, tt.indent, got, tt.want)
		}
	}
}

func TestTypos(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{{"pakistan", "pakistan", 0}, {"pakstan", "pakistan", 1}, {"isreal", "israel", 2}, {"iran", "israel", 3}, {"", "abc", 3}, {"abc", "", 3}, {"kenya", "yemen", 3}}
	for _, tt := range tests {
		if got := typos([]rune(tt.a), []rune(tt.b), 2); got != tt.want {
			t.Errorf("typos(%q, %q): got %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestPeriod(t *testing.T) {
	tests := []struct{ first, last, want string }{
		{"2025-03-01", "2025-03-01", "2025-03-01"},
		{"2025-03-01", "2025-04-02", "2025-03-01 to 04-02"},
		{"2024-12-30", "2025-01-02", "2024-12-30 to 2025-01-02"},
		{"", "2025", "2025"},
		{"2025", "", "2025"},
		{"2025", "2025-03", "2025 to 2025-03"},
	}
	for _, tt := range tests {
		if got := period(tt.first, tt.last); got != tt.want {
			t.Errorf("period(%q, %q): got %q, want %q", tt.first, tt.last, got, tt.want)
		}
	}
}

func TestQuoted(t *testing.T) {
	tests := []struct{ given, want string }{{"Iran", "Iran"}, {"United States", "'United States'"}, {"N'Djamena", `'N'\''Djamena'`}, {"$(rm -rf)\n", "'$(rm -rf) '"}}
	for _, tt := range tests {
		if got := quoted(tt.given); got != tt.want {
			t.Errorf("quoted(%q): got %s, want %s", tt.given, got, tt.want)
		}
	}
}

func TestFlagsFirst(t *testing.T) {
	app := newApp(streams{})
	tests := []struct{ given, want string }{
		{"entente import news --json", "entente import --json -- news"},
		{"entente show Iran -n 3 Israel", "entente show -n 3 -- Iran Israel"},
		{"entente import - --store sqlite:a.db", "entente import --store sqlite:a.db -- -"},
		{"entente show -- --json", "entente show -- --json"},
		{"entente export -o - --format jsonl", "entente export -o - --format jsonl"},
		{"entente import news --generate-bash-completion", "entente import news --generate-bash-completion"},
		{"entente nonsense x --y", "entente nonsense x --y"},
	}
	for _, tt := range tests {
		if got := strings.Join(flagsFirst(app, strings.Fields(tt.given)), " "); got != tt.want {
			t.Errorf("flagsFirst(%q): got %q, want %q", tt.given, got, tt.want)
		}
	}
}

func TestWriteTo(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	hello := func(w io.Writer) error { _, err := io.WriteString(w, "hello"); return err }
	if err := writeTo(link, nil, hello); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); string(got) != "hello" {
		t.Errorf("through a link: the file holds %q, %v", got, err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if err := writeTo(dir, nil, hello); err == nil {
		t.Error("a folder: got no error")
	}
	bad := errors.New("bad")
	if err := writeTo(file, nil, func(io.Writer) error { return bad }); !errors.Is(err, bad) {
		t.Errorf("a failing writer: got %v", err)
	}
	if got, _ := os.ReadFile(file); string(got) != "hello" {
		t.Errorf("after a failed write the file holds %q", got)
	}
	if err := writeTo(os.DevNull, nil, hello); err != nil {
		t.Errorf("a device: %v", err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("the device was replaced by a file: %v, %v", info, err)
	}
}

func TestReadsOnce(t *testing.T) {
	for given, want := range map[string]bool{"-": true, os.DevNull: true, "text_test.go": false, ".": false, "nowhere": false, "*.go": false} {
		if got := readsOnce(given); got != want {
			t.Errorf("readsOnce(%q): got %t, want %t", given, got, want)
		}
	}
}
