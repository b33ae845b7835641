package view

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestSlider moves the ends of the slider by keys, and sees the days and the
// picture follow.
func TestSlider(t *testing.T) {
	address, _ := serve(t, world()...)
	b := open(t)
	b.do(chromedp.Navigate(address))
	b.wait(`document.querySelectorAll('.slider input').length === 2 && document.querySelectorAll('.edges button').length === 3`)
	b.do(chromedp.Focus(chromedp.CSS(".slider input")), chromedp.KeyEvent(kb.ArrowRight))
	b.wait(`document.forms[0].elements.from.value === '2025-02-01'`)
	b.wait(`document.querySelectorAll('.edges button').length === 2`)
	if got := value[string](b, `document.querySelector('#time .soft').innerText`); !strings.Contains(got, "shown: 2025-02-01 to 2025-03-31") {
		t.Errorf("got %q", got)
	}
	if got := value[int](b, `document.querySelectorAll('#time .out').length`); got != 1 {
		t.Errorf("months out of the days: got %d, want 1", got)
	}
	b.do(chromedp.Focus(chromedp.CSS(".slider input:last-child")), chromedp.KeyEvent(kb.ArrowLeft))
	b.wait(`document.forms[0].elements.to.value === '2025-02-28' && document.querySelectorAll('.edges button').length === 1`)
	b.wait(`document.activeElement.ariaLabel === 'Last period shown'`)     // the keyboard stays there
	b.do(chromedp.KeyEvent(kb.ArrowLeft), chromedp.KeyEvent(kb.ArrowLeft)) // not past the other end
	b.wait(`document.forms[0].elements.to.value === '2025-02-28' && document.querySelectorAll('.edges button').length === 1`)
	b.set("from", "")
	b.set("to", "")
	b.set("asof", "2020-01-01")
	b.wait(`document.querySelector('#notice').innerText.includes('No edge passes')`)
	b.set("asof", "")
	b.set("source", "wire.example")
	b.wait(`document.querySelectorAll('.edges button').length === 1`)
	b.set("source", "")
	b.js(`document.querySelector('.family input').click()`)
	b.wait(`document.querySelectorAll('.edges button').length === 1 && document.querySelector('#relations-shown').innerText === '(1)'`)
	b.do(chromedp.Click(chromedp.CSS("#clear")))
	b.wait(`document.querySelectorAll('.edges button').length === 3`)
	if wrong := b.wrongs(); len(wrong) > 0 {
		t.Errorf("the page says: %q", wrong)
	}
}

// TestDecideInPage rejects an event, takes it back, and renames an actor.
func TestDecideInPage(t *testing.T) {
	address, _ := serve(t, world()...)
	b := open(t)
	b.do(chromedp.Navigate(address))
	b.wait(`document.querySelectorAll('.edges button').length === 3`)
	b.js(`[...document.querySelectorAll('.edges button')].find((e) => e.innerText.includes('attacks')).click()`)
	b.wait(`document.querySelector('.verdict')`)
	b.js(`document.querySelector('[aria-label="Reject the event"]').click()`)
	b.wait(`document.querySelector('#ask').open`)
	b.picture("decide")
	b.do(chromedp.KeyEvent("hearsay"), chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector('#notice .done') && document.querySelector('#picture').ariaLabel.includes('2 lines')`)
	b.picture("decided")
	b.js(`document.querySelector('#notice .done button').click()`)
	b.wait(`document.querySelector('#picture').ariaLabel.includes('3 lines')`)
	b.js(`document.querySelector('#decisions').click()`)
	b.wait(`document.querySelector('#details .undone')?.innerText.includes('hearsay')`)
	b.picture("decisions")
	b.do(chromedp.KeyEvent("/"), chromedp.KeyEvent("pak"))
	b.wait(`document.querySelector('#found li[aria-selected=true]')?.innerText.includes('Pakistan')`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector('#details h2')?.innerText === 'Pakistan'`)
	b.js(`document.querySelector('.decide').open = true; document.querySelector('.decide button').click()`)
	b.wait(`document.activeElement.id === 'ask-name'`)
	b.js(`document.querySelector('#ask-name').value = '<img src=x onerror=window.hacked=1>'`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector('#details h2')?.innerText === '<img src=x onerror=window.hacked=1>'`)
	b.js(`document.querySelector('.decide').open = true; document.querySelectorAll('.decide button')[1].click()`)
	b.wait(`document.activeElement.id === 'ask-other'`)
	b.do(chromedp.KeyEvent("india"))
	b.wait(`document.querySelector('#ask-found li[aria-selected=true]')?.innerText.includes('India')`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.js(`document.querySelector('#ask [type=submit]').click()`)
	b.wait(`!document.querySelector('#ask').open`)
	b.js(`document.querySelector('#decisions').click()`)
	b.wait(`document.querySelectorAll('#details .event').length === 3 && document.querySelector('#details .event').innerText.includes('are the same')`)
	if value[bool](b, `window.hacked !== undefined`) || len(b.wrongs()) > 0 {
		t.Errorf("the page says: %q", b.wrongs())
	}
}

// TestMapAndExports draws the map and keeps what the menu offers.
func TestMapAndExports(t *testing.T) {
	address, _ := serve(t, world()...)
	b := open(t)
	dir := t.TempDir()
	if _, err := chromedp.CallBrowser(b.ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Navigate(address))
	b.wait(`document.querySelectorAll('.edges button').length === 3`)
	b.js(`document.querySelector('#as-map').click()`)
	b.wait(`document.querySelectorAll('#map .pair').length === 2`)
	if got := value[string](b, `[...document.querySelectorAll('#map .names text')].map((e) => e.textContent).sort().join()`); got != "India,Iran,Pakistan,United States" {
		t.Errorf("names on the map: got %q", got)
	}
	if got := value[string](b, `document.querySelector('#map .off').innerText`); !strings.Contains(got, "United Nations") {
		t.Errorf("off the map: got %q", got)
	}
	b.js(`document.querySelector('#in').click()`)
	b.js(`document.querySelector('#map circle').focus()`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelectorAll('.edges button').length === 1`)
	for i, name := range []string{"entente.csv", "entente.json", "entente.svg", "entente.png", "entente-map.svg"} {
		b.js(`document.querySelector('#export').open = true`)
		b.wait(`document.querySelectorAll('#export li').length === 6`)
		b.js(fmt.Sprintf(`document.querySelectorAll('#export li > *')[%d].click()`, i))
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			if body, err := os.ReadFile(filepath.Join(dir, name)); err == nil && len(body) > 0 {
				if name == "entente-map.svg" && (!strings.Contains(string(body), "Pakistan") || !strings.Contains(string(body), "3 articles of 3 sources")) {
					t.Errorf("%s: got %.300s", name, body)
				}
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s was not kept; the page says %v", name, b.wrongs())
			}
		}
	}
	if wrong := b.wrongs(); len(wrong) > 0 {
		t.Errorf("the page says: %q", wrong)
	}
}
