package brief_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/brief"
	"github.com/entente-kg/entente/internal/chromium"
	"github.com/entente-kg/entente/schema"
)

// TestPageInBrowser looks at a briefing of hostile articles in a real browser
// of a small laptop, light and dark: axe-core finds no serious fault, nothing is
// wider than the window, no names of the picture overlap, and nothing of an
// article has run.
func TestPageInBrowser(t *testing.T) {
	script := chromium.Axe(t)
	ctx := chromium.Open(t, 1366, 768, 3*time.Minute)
	s := graphOf(t, true)
	iran, err := s.Entity(t.Context(), "state:IRN")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]brief.Request{
		"everything": {Events: 200, Since: "2020-01-01"},
		"an actor":   {Actors: []schema.Entity{iran}, Since: "2020-01-01"},
		"nothing":    {From: "1950-01-01", To: "1950-12-31", Since: "2999-01-01"},
	} {
		b, err := brief.Make(t.Context(), s, graphtest.Relations(), r)
		if err != nil {
			t.Fatal(err)
		}
		var page bytes.Buffer
		if err := b.HTML(&page); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(path, page.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, scheme := range []string{"light", "dark"} {
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
				t.Fatal(err)
			}
			for _, f := range chromium.Faults(ctx, t, script) {
				t.Errorf("%s, %s: %s", name, scheme, f)
			}
		}
		faults, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(() => {
			const faults = [];
			if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the window: ' + document.documentElement.scrollWidth);
			if (window.pwned || document.scripts.length > 0) faults.push('something has run');
			const names = [...(document.querySelector('figure svg g g[fill="#222222"]')?.querySelectorAll('text') || [])].map((e) => [e.textContent, e.getBoundingClientRect()]);
			for (const [i, [a, p]] of names.entries()) for (const [b, q] of names.slice(0, i))
				if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 4 && q.top < p.bottom - 4) faults.push(a + ' lies on ' + b);
			return faults.join('; ');
		})()`))
		if err != nil || faults != "" {
			t.Errorf("%s: got %s, %v", name, faults, err)
		}
	}
}
