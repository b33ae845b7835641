package read

import (
	"fmt"
	"strings"
	"testing"
)

const talks = "LOME, March 12 - Togo and Benin held talks on their border on Wednesday, and Ghana offered to host a second round in April."

// mailed is a message with headers of our own.
func mailed(headers, body string) string {
	return "From: Lagoon Wire <desk@lagoon.example>\r\nDate: Wed, 12 Mar 2025 09:30:00 +0000\r\nMessage-ID: <m1@lagoon.example>\r\nMIME-Version: 1.0\r\n" +
		strings.ReplaceAll(headers, "\n", "\r\n") + "\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n")
}

func TestMail(t *testing.T) {
	multi := "Content-Type: multipart/alternative; boundary=b"
	parts := func(html string) string {
		return "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nTogo and B=C3=A9nin held talks=\n on Wednesday.\n" +
			"--b\nContent-Type: text/html\n\n" + html + "\n--b--\n"
	}
	for _, c := range []struct{ name, give, title, source, text, date, warn, errs string }{
		{name: "plain.eml", give: mailed("Subject: Border talks", talks+"\n\n> earlier words\n\n-- \nThe desk\n"), title: "Border talks", source: "Lagoon Wire", text: talks, date: "2025-03-12"},
		{name: "parts.eml", give: mailed("Subject: =?utf-8?q?B=C3=A9nin?=\n"+multi, parts("<p>no</p>")), title: "Bénin", source: "Lagoon Wire", text: "Togo and Bénin held talks on Wednesday.", date: "2025-03-12"},
		{
			name: "page.eml", give: mailed("Subject: Page\nContent-Type: text/html; charset=iso-8859-1", "<html><body><script>alert(1)</script><p>"+talks+"</p><p>In Bo\xeb, too.</p></body></html>"),
			title: "Page", source: "Lagoon Wire", text: talks + "\n\nIn Boë, too.", date: "2025-03-12",
		},
		{
			name: "attached.eml", give: mailed("Subject: S\nContent-Type: multipart/mixed; boundary=b", "--b\nContent-Type: text/plain\n\n"+talks+"\n--b\nContent-Type: application/pdf; name=\"report\x1b.pdf\"\nContent-Disposition: attachment; filename=\"report.pdf\"\n\nx\n--b--\n"),
			title: "S", source: "Lagoon Wire", text: talks, date: "2025-03-12", warn: `attachments were not read: "report.pdf"; save them beside it`,
		},
		{name: "cut.eml", give: mailed(multi, "--b\nContent-Type: text/plain\n\n"+talks), source: "Lagoon Wire", text: talks, date: "2025-03-12"},
		{name: "empty.eml", give: mailed("Subject: S", "\n"), errs: "empty.eml: the message has no text; save what it has attached"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			docs, errs := readAll(t, Options{Now: now}, write(t, dir, c.name, c.give))
			if got := strings.TrimSpace(strings.ReplaceAll(texts(errs), "read "+dir+"/", "")); got != c.errs {
				t.Fatalf("given %s\ngot  %s\nwant %s", c.name, got, c.errs)
			}
			if c.errs != "" {
				return
			}
			if len(docs) != 1 {
				t.Fatalf("given %s\ngot %d documents", c.name, len(docs))
			}
			d := docs[0]
			got := strings.Join([]string{d.Title, d.Source, d.Text, d.Published.Value, d.Key, strings.Join(d.Warnings, "|")}, "\n")
			want := strings.Join([]string{c.title, c.source, c.text, c.date, "m1@lagoon.example", c.warn}, "\n")
			if got != want {
				t.Errorf("given %s\ngot  %s\nwant %s", c.name, got, want)
			}
		})
	}
}

func TestMailbox(t *testing.T) {
	from := "From desk@lagoon.example Wed Mar 12 09:30:00 2025\n"
	id := func(n, body string) string {
		return "From: desk@lagoon.example\nMessage-ID: <" + n + ">\nDate: Wed, 12 Mar 2025 09:30:00 +0000\nSubject: S" + n + "\n\n" + body + "\n\n"
	}
	for _, c := range []struct {
		name, give, keys, errs string
		max                    int64
	}{
		{name: "two.mbox", give: from + id("1", talks) + from + id("2", talks+"\n\n>From here on.\n\nFrom the border, more."), keys: "1 2"},
		{name: "bad.mbox", give: from + id("1", talks) + from + "\n\n" + from + id("3", talks), keys: "1 3", errs: "bad.mbox: line 10: the message has no text; save what it has attached"},
		{name: "large.mbox", give: from + id("1", noise(5000)) + from + id("2", talks), max: 1000, keys: "2", errs: "large.mbox: line 2: the message has more than 1000 bytes; save its article by itself, or raise the limit (--max-document)"},
		{name: "none.mbox", give: talks + "\n", errs: "none.mbox: line 1: it is no mailbox; begin each message with a line “From …”, or name the file .eml"},
		{name: "bare", give: from + id("1", talks), keys: "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			docs, errs := readAll(t, Options{Now: now, MaxBytes: c.max}, write(t, dir, c.name, c.give))
			if got := keys(docs); got != c.keys {
				t.Errorf("given %s\ngot  %s\nwant %s", c.name, got, c.keys)
			}
			if got := strings.TrimSpace(strings.ReplaceAll(texts(errs), "read "+dir+"/", "")); got != c.errs {
				t.Errorf("given %s\ngot  %s\nwant %s", c.name, got, c.errs)
			}
			if c.name == "two.mbox" && !strings.HasSuffix(docs[1].Text, "From here on.\n\nFrom the border, more.") {
				t.Errorf("given a quoted separator\ngot %q", docs[1].Text)
			}
		})
	}
}

func FuzzMail(f *testing.F) {
	f.Add([]byte(mailed("Subject: S\nContent-Type: multipart/mixed; boundary=b", "--b\n\n"+talks+"\n--b--\n")))
	f.Add([]byte(mailed("Content-Type: text/html", "<p>"+talks)))
	f.Fuzz(func(t *testing.T, b []byte) { checked(t, Mail.Name, b) })
}

func FuzzMailbox(f *testing.F) {
	f.Add([]byte("From a Wed Mar 12 09:30:00 2025\nSubject: S\n\n" + talks + "\n\nFrom b Wed Mar 12 09:30:00 2025\nSubject: T\n\n" + talks))
	f.Fuzz(func(t *testing.T, b []byte) { checked(t, Mailbox.Name, b) })
}

func TestMailboxAfterJunk(t *testing.T) {
	m := "From a@b.example Wed Mar 12 10:00:00 2025\nFrom: a@b.example\nSubject: x\n\nTogo praised Ghana.\n\n"
	docs, _ := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.mbox", "junk\n"+m+m))
	if len(docs) != 2 {
		t.Errorf("given junk and two messages\ngot  %d documents\nwant both messages", len(docs))
	}
}

func TestMailNestedDeeply(t *testing.T) {
	var b strings.Builder
	b.WriteString("From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n--b%d\r\n", i, i)
	}
	_, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.eml", b.String()+strings.Repeat("Togo left.\r\n", 1000)))
	if !strings.Contains(texts(errs), "nested too deeply for its size") {
		t.Errorf("given 5,000 parts in one another\ngot  %v\nwant nested too deeply", errs)
	}
}

// Mail that breaks the rules of MIME gives its words all the same, or an error
// that says what to do; the messages after it are read.
func TestBrokenMIME(t *testing.T) {
	head := func(kind string) string { return "Subject: S\nContent-Type: " + kind }
	plainPart := "Content-Type: text/plain; charset=utf-8\n"
	for _, c := range []struct{ name, headers, body, text, errs string }{
		{"no boundary named", head("multipart/mixed"), "--b\n" + plainPart + "\n" + talks + "\n--b--\n", "", "the message has no text; save what it has attached"},
		{"another boundary", head("multipart/mixed; boundary=c"), "--b\n" + plainPart + "\n" + talks + "\n--b--\n", "", "the message has no text"},
		{"no last boundary", head("multipart/alternative; boundary=b"), "--b\n" + plainPart + "\n" + talks + "\n", talks, ""},
		{"broken base64", head("multipart/mixed; boundary=b"), "--b\n" + plainPart + "Content-Transfer-Encoding: base64\n\nVG9nbyBhbmQgQmVuaW4gaGVsZCB0YWxrcy4!!!\n--b--\n", "Togo and Benin held talks.", ""},
		{"broken quoted-printable", head("text/plain; charset=utf-8") + "\nContent-Transfer-Encoding: quoted-printable", "Togo and B=C3=A9nin held talks =ZZ on Wednesday.", "Togo and Bénin held talks =ZZ on Wednesday.", ""},
		{"unknown charset", head("text/plain; charset=klingon"), talks, talks, ""},
		{"unknown encoding", head("text/plain") + "\nContent-Transfer-Encoding: x-none", talks, talks, ""},
		{"kind that is none", head("text/;;plain; charset"), talks, talks, ""},
		{"header without colon", "Subject: S\nnothing at all", talks, talks, ""},
		{"nested without end", head("multipart/mixed; boundary=a"), strings.Repeat("--a\nContent-Type: multipart/mixed; boundary=a\n\n", 30) + "--a\n" + plainPart + "\n" + talks, talks, ""},
	} {
		bad := mailed(c.headers, c.body)
		docs, errs := readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.eml", bad))
		got := ""
		if len(docs) == 1 {
			got = docs[0].Text
		}
		if !strings.Contains(got, c.text) || (c.text == "") != (len(docs) == 0) || c.errs != "" && !strings.Contains(texts(errs), c.errs) {
			t.Errorf("given %s\ngot  %q, %s\nwant %q, %q", c.name, got, texts(errs), c.text, c.errs)
		}
		const from = "From desk@lagoon.example Wed Mar 12 09:30:00 2025\n"
		good := strings.Replace(mailed("Subject: S", "Mali left."), "m1@", "m2@", 1)
		docs, _ = readAll(t, Options{Now: now}, write(t, t.TempDir(), "a.mbox", from+strings.ReplaceAll(bad+"\n\n"+from+good, "\r", "")))
		if n := len(docs); n == 0 || docs[n-1].Text != "Mali left." {
			t.Errorf("given %s before a good message in a mailbox\ngot  %+v\nwant the good one", c.name, docs)
		}
	}
}
