package brief

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"github.com/entente-kg/entente/schema"
)

//go:embed brief.html
var pageText string

// page escapes all that comes from the graph by where it stands. The two
// drawings are made here, with every text in them escaped.
var page = template.Must(template.New("brief").Funcs(template.FuncMap{
	"class":  func(r schema.Role) string { return "r-" + string(r) },
	"bloc":   blocName,
	"plural": plural,
	"score":  func(f float64) string { return signed(f) },
	"sign": func(f float64) string {
		switch {
		case f < 0:
			return "conflict"
		case f > 0:
			return "cooperation"
		}
		return ""
	},
}).Parse(pageText))

// HTML writes the briefing as one page that needs nothing from a network, and
// prints well on A4.
func (b *Briefing) HTML(w io.Writer) error {
	var picture strings.Builder
	if b.Picture != nil {
		if err := b.Picture.WriteSVG(&picture); err != nil {
			return err
		}
	}
	var text strings.Builder
	err := page.Execute(&text, struct {
		*Briefing
		Network, Timeline template.HTML
	}{b, template.HTML(picture.String()), template.HTML(chart(b.Chart))}) //nolint:gosec // made by this package, escaped there
	if err != nil {
		return err
	}
	return writePlain(w, text.String())
}
