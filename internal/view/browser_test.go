package view

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/internal/chromium"
	"github.com/entente-kg/entente/schema"
)

// browser is a real Chromium with one page open, at the size of a small
// laptop. It keeps what went wrong in the page.
type browser struct {
	ctx context.Context //nolint:containedctx // chromedp's way
	t   *testing.T

	mu    sync.Mutex
	wrong []string
}

// open starts the browser; a test is skipped where there is none.
func open(t *testing.T, more ...chromedp.ExecAllocatorOption) *browser {
	t.Helper()
	ctx := chromium.Open(t, 1366, 768, 3*time.Minute, more...)
	b := &browser{ctx: ctx, t: t}
	b.do() // opens the tab
	err := chromedp.Listen(ctx, func(event any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.wrong = append(b.wrong, fmt.Sprintf("exception: %s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
		case *log.EventEntryAdded:
			if e.Entry.Level == "error" {
				b.wrong = append(b.wrong, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
			}
		case *page.EventJavascriptDialogOpening:
			b.wrong = append(b.wrong, "dialog: "+e.Message)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// do does things in the page.
func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%v; the page says: %v", err, b.wrongs())
	}
}

// wait waits until an expression is true in the page.
func (b *browser) wait(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if value[bool](b, "Boolean("+expression+")") {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("never so: %s; the page has %.1500q and says: %v", expression, value[string](b, "document.body.innerText"), b.wrongs())
		}
	}
}

// value is what an expression is in the page.
func value[T any](b *browser, expression string) T {
	b.t.Helper()
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v; the page says: %v", expression, err, b.wrongs())
	}
	return out
}

// js runs statements in the page.
func (b *browser) js(statements string) {
	b.t.Helper()
	value[bool](b, statements+"; true")
}

// set sets a part of the filter, as a person would.
func (b *browser) set(name, to string) {
	b.t.Helper()
	b.js(fmt.Sprintf(`(() => { const e = document.forms[0].elements[%q]; e.value = %q; e.dispatchEvent(new Event('input', {bubbles: true})); })()`, name, to))
}

func (b *browser) wrongs() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.wrong)
}

// picture keeps a screenshot for people in the folder that the environment
// names.
func (b *browser) picture(name string) {
	b.t.Helper()
	dir := os.Getenv("ENTENTE_SCREENSHOTS")
	if dir == "" {
		return
	}
	time.Sleep(time.Second) // the picture glides
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/"+name+".png", png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// serve serves a graph of these articles and gives its address, and what ends
// it before the test does.
func serve(t *testing.T, xs ...schema.Extraction) (address string, end func()) {
	t.Helper()
	g := graphtest.Memory(t)
	graphtest.Import(t, g, xs)
	l, err := Listen(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	s := New(g, graphtest.Relations(), l.Addr().String(), Options{Decide: decider(g), By: "tester"})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	end = sync.OnceFunc(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(end)
	return s.URL(), end
}

// TestExplore goes the way of a person, by keys alone after the page is open.
func TestExplore(t *testing.T) {
	address, _ := serve(t, world()...)
	b := open(t)
	b.do(chromedp.Navigate(address))
	b.wait(`document.querySelector('#picture').ariaLabel.includes('5 actors')`)
	if got := value[string](b, "location.search + document.cookie"); got != "" {
		t.Errorf("the token can be read in the page: %q", got)
	}
	b.wait(`document.querySelector('#picture canvas')`)
	b.picture("whole")
	b.do(chromedp.KeyEvent("/"), chromedp.KeyEvent("pak"))
	b.wait(`document.querySelector('#found li[aria-selected=true]')?.innerText.includes('Pakistan')`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector('#details h2')?.innerText === 'Pakistan' && document.querySelectorAll('.edges button').length === 2`)
	b.do(chromedp.Focus(chromedp.CSS(".edges button")), chromedp.KeyEvent(kb.ArrowDown))
	if got := value[string](b, "document.activeElement.innerText"); !strings.Contains(got, "Pakistan") {
		t.Errorf("arrow: got %q in focus, want an edge", got)
	}
	b.js(`[...document.querySelectorAll('.edges button')].find((e) => e.innerText.includes('attacks')).focus()`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelectorAll('#evidence blockquote').length === 2`)
	for expression, want := range map[string]string{
		`document.querySelector('#evidence .event h3').innerText`:           "India attacks Pakistan",
		`document.querySelector('#evidence mark.trigger').innerText`:        "attacks",
		`document.querySelector('#evidence mark.actor').innerText`:          "India",
		`document.querySelector('#evidence .source a').rel`:                 "noopener",
		`document.querySelector('#evidence .source').innerText`:             "2025-03-0",
		`document.querySelector('#evidence .event').innerText`:              "denied by 1",
		`document.querySelector('#time').innerText`:                         "India attacks Pakistan",
		`document.querySelector('#time svg').getAttribute('aria-label')`:    "1 event",
		`[...document.querySelectorAll('#focus')].map((e)=>e.innerText)[0]`: "Pakistan",
	} {
		if got := value[string](b, expression); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q in it", expression, got, want)
		}
	}
	b.picture("edge")
	b.set("stance", "uncontested")
	b.wait(`document.querySelector('#picture').ariaLabel.includes('1 line;')`)
	b.set("sources", "10")
	b.wait(`document.querySelector('#notice').innerText.includes('No edge passes the filter')`)
	b.do(chromedp.Click(chromedp.CSS("#notice button")))
	b.wait(`document.querySelector('#picture').ariaLabel.includes('2 lines;')`)
	b.do(chromedp.Click(chromedp.CSS("#add")), chromedp.Focus(chromedp.CSS("#search")), chromedp.KeyEvent("iran"))
	b.wait(`document.querySelector('#found li[aria-selected=true]')?.innerText.includes('Iran')`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelectorAll('#focus button').length === 3`)
	b.do(chromedp.Click(chromedp.CSS("#focus button.main")))
	b.wait(`document.querySelector('#notice').innerText.includes('No path of up to 4 edges')`)
	b.do(chromedp.Click(chromedp.CSS("#notice button")))
	b.wait(`document.querySelector('#picture').ariaLabel.includes('3 lines;')`)
	if value[bool](b, `document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight`) {
		t.Error("the page does not fit on 1366 by 768")
	}
	if wrong := b.wrongs(); len(wrong) > 0 {
		t.Errorf("the page says: %q", wrong)
	}
}

// TestStates shows an empty graph, then a server that has gone.
func TestStates(t *testing.T) {
	address, end := serve(t)
	b := open(t)
	b.do(chromedp.Navigate(address))
	b.wait(`document.querySelector('#notice').innerText.includes('The graph is empty')`)
	b.picture("empty")
	end()
	b.set("sources", "1")
	b.wait(`document.querySelector('#notice [role=alert]')?.innerText.includes('does not answer')`)
	b.wait(`document.querySelector('#notice button').innerText === 'Try again'`)
	b.picture("gone")
}

// TestWithoutWebGL reads the sentences where no picture can be drawn.
func TestWithoutWebGL(t *testing.T) {
	address, _ := serve(t, world()...)
	b := open(t, chromedp.Flag("disable-3d-apis", true))
	b.do(chromedp.Navigate(address))
	b.wait(`document.querySelector('#picture').innerText.includes('needs WebGL')`)
	b.wait(`document.querySelectorAll('.edges button').length === 3`)
	b.js(`document.querySelector('.edges button').click()`)
	b.wait(`document.querySelector('#evidence blockquote mark')`)
	b.picture("without-webgl")
}

// attacks are texts that run as scripts where somebody takes them for markup,
// an address or a template.
var attacks = []string{
	`<script>window.hacked=1</script>`, `<img src=x onerror=window.hacked=1>`, `"><svg onload=window.hacked=1>`, `'-alert(1)-'`, `javascript:window.hacked=1`,
	`</title><script>alert(1)</script>`, `<iframe srcdoc="<script>parent.hacked=1</script>">`, `{{constructor.constructor('window.hacked=1')()}}`, `${window.hacked=1}`,
	"\u202e<b>evil</b>", `<a href="javascript:window.hacked=1">x</a>`, `<math><mtext></p><style><img src onerror=window.hacked=1>`, `&lt;script&gt;window.hacked=1&lt;/script&gt;`, `<base href="https://evil.example/">`,
}

// TestHostileTexts shows all that a hostile article says, wherever it is shown.
func TestHostileTexts(t *testing.T) {
	var xs []schema.Extraction
	for i, nasty := range attacks {
		x := graphtest.Article(fmt.Sprint("x", i), "2025-03-05", "dawn.example", "lead "+nasty,
			graphtest.Said{Relation: "ATTACKS", Actor: fmt.Sprint("nil:person:x", i), Recipient: "state:PAK", Theme: `"` + nasty + `"`, Place: nasty, Speaker: fmt.Sprint("nil:person:x", i)})
		x.Article.Title, x.Article.Source, x.Article.URL = nasty, nasty, "javascript:window.hacked=1//"+fmt.Sprint(i)
		for j := range x.Entities {
			if !x.Entities[j].Curated {
				x.Entities[j].Name, x.Entities[j].Aliases = nasty, []string{"evil " + nasty}
				if i%2 == 0 {
					x.Entities[j].Country = nasty
				} else {
					x.Entities[j].Country = "state:IND" // on the map
				}
			}
		}
		xs = append(xs, x)
	}
	address, _ := serve(t, xs...)
	b := open(t)
	b.do(chromedp.Navigate(address))
	b.wait(fmt.Sprintf(`document.querySelector('#picture').ariaLabel.includes('%d actors')`, len(attacks)+1))
	b.do(chromedp.Focus(chromedp.CSS("#search")), chromedp.KeyEvent("evil"))
	b.wait(fmt.Sprintf(`document.querySelectorAll('#found li').length === %d`, min(len(attacks), maxFound)))
	b.do(chromedp.KeyEvent(kb.Escape))
	for i := range attacks {
		b.wait(fmt.Sprintf(`document.querySelectorAll('.edges button').length > %d`, 0))
		b.js(fmt.Sprintf(`[...document.querySelectorAll('.edges button')][%d]?.click()`, i))
		b.wait(`document.querySelector('#evidence blockquote')`)
		b.js(`document.querySelectorAll('a[href], mark, bdi').forEach((e) => { if (!e.classList.contains('skip')) e.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})); })`)
		if got := value[string](b, `[...document.querySelectorAll('#evidence a')].map((a) => a.href).join(' ')`); got != "" {
			t.Errorf("%q: an address that is not of the web became a link: %q", attacks[i], got)
		}
		b.do(chromedp.KeyEvent(kb.Escape))
	}
	b.picture("hostile")
	hostileElsewhere(b)
	if got := value[string](b, `[...document.querySelectorAll('body script, iframe, img, base, math, b > *, object, [onload], [onerror]')].map((e) => e.outerHTML).join(' ')`); got != "" {
		t.Errorf("a text became markup: %s", got)
	}
	if value[bool](b, `window.hacked !== undefined`) {
		t.Error("a text ran as a script")
	}
	if wrong := b.wrongs(); len(wrong) > 0 {
		t.Errorf("the page says: %q", wrong)
	}
}

// hostileElsewhere brings hostile texts to the map, the menus, a dialog, the
// list of decisions and the caption.
func hostileElsewhere(b *browser) {
	b.t.Helper()
	shown := fmt.Sprintf(`[...document.querySelectorAll('#sources option')].filter((e) => %s.includes(e.value)).length`, jsonOf(attacks))
	if got := value[int](b, shown); got != len(attacks) {
		b.t.Errorf("hostile sources offered: got %d, want %d", got, len(attacks))
	}
	for _, nasty := range attacks[:4] {
		b.js(fmt.Sprintf(`[...document.querySelectorAll('.edges button')].find((e) => e.innerText.includes(%s)).click()`, jsonOf(nasty)))
		b.wait(`document.querySelector('.source .verdict')`)
		b.js(`document.querySelector('.source .verdict button').click()`)
		b.wait(`document.querySelector('#ask').open`)
		b.js(fmt.Sprintf(`document.querySelector('#ask-reason').value = %s; document.querySelector('#ask [type=submit]').click()`, jsonOf(nasty)))
		b.wait(`!document.querySelector('#ask').open && document.querySelector('#notice .done')`)
		b.set("source", nasty)
		b.wait(`document.querySelector('#picture').ariaLabel.includes('and 1 line;')`)
		b.set("source", "")
		b.wait(fmt.Sprintf(`document.querySelector('#picture').ariaLabel.includes('and %d lines;')`, len(attacks)))
		b.do(chromedp.KeyEvent(kb.Escape))
		b.wait(fmt.Sprintf(`document.querySelectorAll('.edges button').length === %d`, len(attacks)))
	}
	b.js(`document.querySelector('#as-map').click()`)
	b.wait(`document.querySelector('#map .pair') && document.querySelector('#map .off')`)
	b.js(`document.querySelector('#map .pair').dispatchEvent(new MouseEvent('click'))`)
	b.js(`document.querySelector('#export').open = true`)
	b.wait(`document.querySelector('#export li')`)
	b.picture("hostile-map")
	b.js(`document.querySelector('#export').open = false; document.querySelector('#decisions').click()`)
	b.wait(`document.querySelectorAll('#details .event').length === 4`)
	b.picture("hostile-decisions")
}

// jsonOf is a value as JavaScript has it.
func jsonOf(v any) string {
	text, _ := json.Marshal(v) // strings alone
	return string(text)
}

// TestPolicyHolds makes sure that the tests of hostile texts can fail: what
// they try is refused by the policy even where markup would get in.
func TestPolicyHolds(t *testing.T) {
	address, _ := serve(t, world()...)
	b := open(t)
	b.do(chromedp.Navigate(address))
	b.wait(`document.querySelector('#picture canvas')`)
	got := value[string](b, `(() => { try { document.body.innerHTML = '<img src=x onerror="window.hacked=1">'; return 'markup'; } catch (e) { return e.name; } })()`)
	if got != "TypeError" {
		t.Errorf("markup from a text: got %q, want it refused", got)
	}
	if wrong := strings.Join(b.wrongs(), " "); !strings.Contains(wrong, "TrustedHTML") {
		t.Errorf("the page says: %q, want what was refused", wrong)
	}
	if got := value[string](b, `(() => { try { document.body.setAttribute('onclick', 'window.hacked=1'); return 'handler'; } catch (e) { return e.name; } })()`); got != "TypeError" {
		t.Errorf("a handler from a text: got %q, want it refused", got)
	}
	b.js(`document.body.append(Object.assign(document.createElement('a'), {id: 'evil', href: 'javascript:window.hacked=1', textContent: 'x'})); document.getElementById('evil').click()`)
	time.Sleep(200 * time.Millisecond) // an address of a script runs after the click
	if value[bool](b, `window.hacked !== undefined`) {
		t.Error("an address ran as a script")
	}
}
