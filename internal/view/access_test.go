package view

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/entente-kg/entente/internal/chromium"
)

// TestAccessible lets axe-core look at every state of the page, light and dark.
func TestAccessible(t *testing.T) {
	script := chromium.Axe(t)
	address, _ := serve(t, world()...)
	b := open(t)
	for _, scheme := range []string{"light", "dark"} {
		if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
			t.Fatal(err)
		}
		b.do(chromedp.Navigate(address))
		b.wait(`document.querySelectorAll('.edges button').length === 3 && document.querySelector('#time svg')`)
		look := func(state string) {
			t.Helper()
			b.picture(scheme + "-" + strings.ReplaceAll(state, " ", "-"))
			for _, f := range chromium.Faults(b.ctx, t, script) {
				t.Errorf("%s, %s: %s", scheme, state, f)
			}
		}
		look("the whole graph")
		b.js(`document.querySelectorAll('#relations details').forEach((d) => { d.open = true; })`)
		b.js(`document.querySelector('#export summary').click()`)
		b.wait(`document.querySelectorAll('#export a').length === 4`)
		look("menus open")
		b.js(`document.querySelector('#export').open = false; document.querySelector('#search').focus()`)
		b.do(chromedp.KeyEvent("pak"))
		b.wait(`document.querySelector('#found li[aria-selected=true]')`)
		look("a search")
		b.do(chromedp.KeyEvent(kb.Enter))
		b.wait(`document.querySelector('#details h2')?.innerText === 'Pakistan'`)
		b.js(`document.querySelector('.decide').open = true`)
		look("an actor")
		b.js(`[...document.querySelectorAll('.decide button')][1].click()`)
		look("a dialog")
		b.js(`document.querySelector('#ask').close(); [...document.querySelectorAll('.edges button')].find((e) => e.innerText.includes('attacks')).click()`)
		b.wait(`document.querySelectorAll('#evidence blockquote').length === 2`)
		look("an edge")
		b.js(`document.querySelector('#as-map').click()`)
		b.wait(`document.querySelectorAll('#map .names text').length > 1`)
		look("the map")
		b.js(`document.querySelector('#decisions').click()`)
		b.set("sources", "10")
		b.wait(`document.querySelector('#notice').innerText.includes('No edge passes')`)
		look("nothing")
	}
	if wrong := b.wrongs(); len(wrong) > 0 {
		t.Errorf("the page says: %q", wrong)
	}
}

// TestPrinted prints the page: what can be clicked is left out, and what is seen
// is said.
func TestPrinted(t *testing.T) {
	address, _ := serve(t, world()...)
	b := open(t)
	b.do(chromedp.Navigate(address))
	b.wait(`document.querySelectorAll('.edges button').length === 3`)
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	b.picture("printed")
	for selector, shown := range map[string]bool{"#filter": false, "header": false, ".bar-above": false, ".slider": false, "#picture": true, "#legend": true, "#details": true, "#printed": true} {
		if got := value[bool](b, fmt.Sprintf(`document.querySelector(%q).getClientRects().length > 0`, selector)); got != shown {
			t.Errorf("%s: shown %v, want %v", selector, got, shown)
		}
	}
	if got := value[string](b, `document.querySelector('#printed').innerText`); !strings.Contains(got, "3 articles of 3 sources") {
		t.Errorf("caption: got %q", got)
	}
}
