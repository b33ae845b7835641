package read

import (
	"bytes"
	"context"
	"html"
	"regexp"
	"strings"
)

// Markdown is one article a file: front matter, then text whose marks are
// taken off. The first heading is the title.
var Markdown = Format{
	Name:       "markdown",
	Extensions: []string{".md", ".markdown"},
	Sniff: func(head []byte) bool {
		return beginsWith(head, "# ", "---\ntitle:", "---\r\ntitle:") && !bytes.ContainsRune(head, 0)
	},
	Read: single(readMarkdown),
}

func readMarkdown(_ context.Context, in Input) (Entry, error) {
	text, warnings, err := in.text()
	if err != nil {
		return Entry{}, err
	}
	if strings.ContainsRune(text, 0) {
		return Entry{}, nulByte()
	}
	e := Entry{Warnings: warnings}
	body, title := unmark(frontMatter(evenLines(text), &e))
	switch {
	case e.Title == "":
		e.Title = title
	case title != "" && !strings.EqualFold(title, e.Title): // it says something of its own
		body = title + "\n\n" + body
	}
	return finishText(in, head(body, &e), e)
}

var (
	mdHeading   = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$`)
	mdUnderline = regexp.MustCompile(`^ {0,3}(=+|-{2,})[ \t]*$`)
	mdRule      = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	mdFence     = regexp.MustCompile("^ {0,3}(?:```|~~~)")
	mdQuote     = regexp.MustCompile(`^ {0,3}(?:> ?)+`)
	mdItem      = regexp.MustCompile(`^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+`)
	mdDefine    = regexp.MustCompile(`^ {0,3}\[[^\]^][^\]]*\]:\s*\S+.*$`)
	mdFootnote  = regexp.MustCompile(`^ {0,3}\[\^[^\]]+\]:\s*`)
	mdTableRule = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$`)
)

// unmark takes the marks off Markdown: blocks become paragraphs, lines broken
// within one are joined. A heading before all other text is returned as title
// and is not in body.
func unmark(text string) (body, title string) {
	var blocks, open []string
	flush := func() {
		if s := unmarkInline(strings.Join(open, " ")); s != "" {
			blocks = append(blocks, s)
		}
		open = nil
	}
	heading := func(s string) {
		if s = unmarkInline(s); len(blocks) == 0 && title == "" {
			title = s
		} else if s != "" {
			blocks = append(blocks, s)
		}
	}
	fenced := false
	for line := range strings.SplitSeq(mdComment.ReplaceAllString(text, ""), "\n") {
		line = mdQuote.ReplaceAllString(line, "")
		blank := strings.TrimSpace(line) == ""
		m := mdHeading.FindStringSubmatch(line)
		switch {
		case mdFence.MatchString(line):
			fenced = !fenced
			flush()
		case fenced && !blank:
			blocks = append(blocks, strings.TrimSpace(line))
		case blank, mdDefine.MatchString(line):
			flush()
		case m != nil:
			flush()
			heading(m[2])
		case mdUnderline.MatchString(line) && len(open) == 1:
			s := open[0]
			open = nil
			heading(s)
		case mdRule.MatchString(line), mdTableRule.MatchString(line):
			flush()
		case mdItem.MatchString(line):
			flush()
			open = []string{mdItem.ReplaceAllString(line, "")}
		case strings.HasPrefix(strings.TrimSpace(line), "|"):
			flush()
			blocks = append(blocks, unmarkInline(tableRow(line)))
		default:
			open = append(open, strings.TrimRight(strings.TrimSpace(mdFootnote.ReplaceAllString(line, "")), `\`))
			if strings.HasSuffix(line, "  ") || strings.HasSuffix(line, `\`) { // a hard break
				flush()
			}
		}
	}
	flush()
	return strings.Join(blocks, "\n\n"), title
}

func tableRow(line string) string {
	cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return strings.Join(cells, "\t")
}

var (
	mdComment  = regexp.MustCompile(`(?s)<!--.*?-->`)
	mdImage    = regexp.MustCompile(`!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])`)
	mdLink     = regexp.MustCompile(`\[([^\[\]]*)\]\((?:<[^>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)`)
	mdRefLink  = regexp.MustCompile(`\[([^\[\]^][^\[\]]*)\]\[[^\]]*\]`)
	mdNote     = regexp.MustCompile(`\[\^[^\]]+\]`)
	mdAuto     = regexp.MustCompile(`<(https?://[^<>\s]+)>`)
	mdTag      = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	mdCode     = regexp.MustCompile("(`+)([^`]+)(`+)")
	mdStrong   = regexp.MustCompile(`(\*{1,3}|~~)([^\s*~](?:[^*~]*[^\s*~])?)(\*{1,3}|~~)`)
	mdEmphasis = regexp.MustCompile(`(^|[^\p{L}\p{N}_])_{1,3}([^\s_](?:[^_]*[^\s_])?)_{1,3}($|[^\p{L}\p{N}_])`)
	mdEscape   = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
)

// unmarkInline takes the marks within a paragraph off. Escaped marks are set
// aside as private runes first, so that they stay.
func unmarkInline(s string) string {
	const private = '\uF000'
	s = mdEscape.ReplaceAllStringFunc(s, func(m string) string { return string(private + rune(m[1])) })
	s = mdImage.ReplaceAllString(s, "")
	s = mdLink.ReplaceAllString(s, "$1")
	s = mdRefLink.ReplaceAllString(s, "$1")
	s = mdNote.ReplaceAllString(s, "")
	s = mdAuto.ReplaceAllString(s, "$1")
	s = mdTag.ReplaceAllString(s, "")
	s = mdCode.ReplaceAllString(s, "$2")
	s = mdStrong.ReplaceAllString(s, "$2")
	s = mdStrong.ReplaceAllString(s, "$2") // an emphasis within another
	s = mdEmphasis.ReplaceAllString(s, "$1$2$3")
	s = strings.Map(func(r rune) rune {
		if r > private && r < private+0x80 {
			return r - private
		}
		return r
	}, s)
	return strings.TrimSpace(html.UnescapeString(s))
}
