package read

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jhillyerd/enmime/v2"
	"golang.org/x/net/html"
)

// Mail is one message, as mail programs save it. Its plain text counts, else
// the article in its HTML; attachments are named in a warning.
var Mail = Format{
	Name:       "eml",
	Extensions: []string{".eml"},
	Sniff: func(head []byte) bool {
		return mailHead.Match(head) && bytes.Contains(bytes.ToLower(head), []byte("\nmime-version:"))
	},
	Read:    single(readMail),
	Records: true,
}

// Mailbox is a file of messages, each after a line that begins with "From ".
var Mailbox = Format{
	Name:       "mbox",
	Extensions: []string{".mbox", ".mbx"},
	Sniff: func(head []byte) bool {
		line, rest, _ := bytes.Cut(head, []byte{'\n'})
		return mailSeparator.Match(line) && mailHead.Match(rest)
	},
	Read:    readMailbox,
	Records: true,
}

var (
	mailHead = regexp.MustCompile(`(?i)^(?:received|return-path|message-id|from|to|date|subject|delivered-to|mime-version|x-[a-z-]+):[ \t]`)
	// mailSeparator is the line before a message: "From a@b.org Thu Mar 12 10:00:00 2025".
	mailSeparator = regexp.MustCompile(`^From \S*.*\d\d:\d\d.*\d{4}`)
	mailDay       = regexp.MustCompile(`^From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .*\d\d:\d\d`)
	mailField     = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9-]*:|>From )`)
)

func readMail(_ context.Context, in Input) (Entry, error) {
	b, err := in.whole()
	if err != nil {
		return Entry{}, err
	}
	return message(b, in.Options)
}

func readMailbox(ctx context.Context, in Input) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		l := &lines{r: in.Reader, max: in.Options.MaxBytes}
		if err := l.goOn(ctx, in); err != nil {
			yield(Entry{}, err)
			return
		}
		for box := (mailbox{lines: l, begun: in.from.Offset > 0}); ctx.Err() == nil; {
			b, start, err := box.next()
			if errors.Is(err, io.EOF) {
				return
			}
			var e Entry
			if err == nil {
				e, err = message(b, in.Options)
			}
			if e.Line = start; err != nil {
				err = broken(err).at(start)
			}
			if box.begun && !box.ended {
				e.end = l.place()
			}
			if !yield(e, err) || box.ended {
				return
			}
		}
	}
}

// mailbox cuts a file into messages.
type mailbox struct {
	*lines
	begun bool // the separator of the message that comes next is read
	ended bool
}

// next gives a message and the line where it begins. One that is too large is
// an error, after which the next one may be read; so is what stands before
// the first separator.
func (m *mailbox) next() (b []byte, start int, err error) {
	start = m.n + 1
	blank, tooLong := true, false
	for {
		line, long, err := m.lines.next()
		switch {
		case errors.Is(err, io.EOF) && !m.begun && len(b) == 0:
			return nil, start, io.EOF
		case errors.Is(err, io.EOF):
			m.ended = true
			return m.cut(b, start, tooLong)
		case err != nil:
			m.ended = true
			return nil, start, err
		case m.separates(line, blank || !m.begun):
			if m.begun {
				return m.cut(b, start, tooLong)
			}
			m.begun, start, b = true, m.n+1, nil
			continue
		}
		blank = len(line) == 0 && !long
		if tooLong = tooLong || long || int64(len(b)+len(line)) > m.max; tooLong {
			b = nil
			continue
		}
		b = append(append(b, unquoted(line)...), '\n')
	}
}

// separates reports whether a line is the one before a message. Prose may begin
// likewise: a line that has not all of a separator, or no empty line before it, is
// one only where a message's head follows.
func (m *mailbox) separates(line []byte, blank bool) bool {
	if !mailSeparator.Match(line) {
		return false
	}
	day := mailDay.Match(line)
	if blank && day || !blank && !day {
		return day
	}
	next, _ := m.r.Peek(80)
	return mailField.Match(next)
}

func (m *mailbox) cut(b []byte, start int, tooLong bool) ([]byte, int, error) {
	switch {
	case tooLong:
		return nil, start, skip(TooLarge, "save its article by itself, or raise the limit (--max-document)", "the message has more than %s", size(m.max))
	case !m.begun:
		return nil, start, problem("begin each message with a line “From …”, or name the file .eml", "it is no mailbox")
	}
	return b, start, nil
}

// unquoted undoes what mailboxes do to lines that begin like a separator.
func unquoted(line []byte) []byte {
	if rest := bytes.TrimLeft(line, ">"); len(rest) < len(line) && bytes.HasPrefix(rest, []byte("From ")) {
		return line[1:]
	}
	return line
}

// maxParting bounds the parts of a message times its bytes: each part may be
// looked for through all parts within it.
const maxParting = 512 << 20

func nestedTooDeeply() *Error {
	return skip(TooLarge, "save its article as text", "the message is nested too deeply for its size")
}

// maxEnds bounds how often the end of a message is met: each part that is not
// closed asks for it several times for each time that the part within it does.
const maxEnds = 1 << 17

var errEnds = errors.New("its end is met too often")

// ending is a message; it panics with errEnds where its end is met too often, as
// the parser goes on after errors.
type ending struct {
	r    *bytes.Reader
	ends int
}

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if err != nil {
		if e.ends++; e.ends > maxEnds {
			panic(errEnds)
		}
	}
	return n, err
}

// message reads one message.
func message(b []byte, o Options) (e Entry, err error) {
	defer func() { // mail is hostile
		switch p := recover(); p {
		case nil:
		case errEnds:
			e, err = Entry{}, nestedTooDeeply()
		default:
			e, err = Entry{}, problem("save its article as text", "the message cannot be analysed: %v", p)
		}
	}()
	if bytes.Count(b, []byte("oundary"))*len(b) > maxParting {
		return Entry{}, nestedTooDeeply()
	}
	parser := enmime.NewParser(enmime.DisableTextConversion(true), enmime.SkipMalformedParts(true), enmime.MaxStoredPartErrors(10), enmime.MultipartWOBoundaryAsSinglePart(true))
	m, err := parser.ReadEnvelope(&ending{r: bytes.NewReader(b)})
	if err != nil {
		return Entry{}, problem("save its article as text", "it is no mail message: %w", err)
	}
	e = Entry{Title: m.GetHeader("Subject"), ID: strings.Trim(m.GetHeader("Message-Id"), "<> "), URL: strings.Trim(m.GetHeader("Archived-At"), "<> "), Lang: m.GetHeader("Content-Language")}
	if t, err := mail.ParseDate(m.GetHeader("Date")); err == nil {
		e.Date = t.Format(time.RFC3339)
	} else {
		e.Date = m.GetHeader("Date")
	}
	e.Source = sender(m.GetHeader("From"))
	e.Text = ownWords(m.Text)
	if e.Removed = len(strings.TrimSpace(evenLines(m.Text))) - len(e.Text); e.Text == "" && m.HTML != "" {
		if e, err = messagePage(m.HTML, e); err != nil {
			return Entry{}, err
		}
	}
	for _, x := range m.Errors {
		if x.Severe {
			e.Warnings = append(e.Warnings, "part of the message is broken: "+x.Name)
			break
		}
	}
	if names := attachments(m); len(names) > 0 {
		e.Warnings = append(e.Warnings, fmt.Sprintf("attachments were not read: %s; save them beside it", strings.Join(names, ", ")))
	}
	switch {
	case e.Text == "":
		return Entry{}, skip(Empty, "save what it has attached", "the message has no text")
	case strings.ContainsRune(e.Text, 0):
		return Entry{}, nulByte()
	}
	return e, nil
}

// messagePage fills in the article of a message in HTML, or all its prose
// where it is too short to be one.
func messagePage(page string, e Entry) (Entry, error) {
	if strings.Count(page, "<") > maxTags {
		return Entry{}, skip(TooLarge, "save its article as text", "the message has more than %d tags", maxTags)
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return Entry{}, problem("save its article as text", "the message's HTML cannot be parsed: %w", err)
	}
	if weight(doc) > maxWeight {
		return Entry{}, nestedTooDeeply()
	}
	whole := plain(doc)
	found, err := article(doc, e)
	if err != nil {
		e.Text = whole
		return e, nil
	}
	found.Title = first(e.Title, found.Title)
	found.Date, found.Source = first(e.Date, found.Date), first(e.Source, found.Source)
	return found, nil
}

// sender is the name of a message's author, or the host of his address.
func sender(from string) string {
	a, err := mail.ParseAddress(from)
	if err != nil {
		return ""
	}
	_, host, _ := strings.Cut(a.Address, "@")
	return first(a.Name, host)
}

// ownWords is a message without the lines that it quotes and without its
// signature.
func ownWords(s string) string {
	s, _, _ = strings.Cut(evenLines(s), "\n-- \n")
	kept := slices.DeleteFunc(strings.Split(s, "\n"), func(line string) bool { return strings.HasPrefix(line, ">") })
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

func attachments(m *enmime.Envelope) (names []string) {
	for _, p := range slices.Concat(m.Attachments, m.OtherParts) {
		if p.FileName != "" && len(names) < 10 {
			names = append(names, clip(oneLine(p.FileName)))
		}
	}
	return names
}
