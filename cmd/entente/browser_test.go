package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/entente-kg/entente/internal/chromium"
	"github.com/entente-kg/entente/internal/neo4jtest"
)

// TestNeo4jBrowser does in the real Neo4j Browser what its guide says: it drops
// the style sheet and saved queries onto the window, runs them on the graph of
// the example articles, and looks whether a picture appears. The pictures are
// kept in the folder that ENTENTE_SCREENSHOTS names.
func TestNeo4jBrowser(t *testing.T) {
	articles, err := filepath.Abs("../../examples/articles")
	if err != nil {
		t.Fatal(err)
	}
	page := httptest.NewServer(http.FileServerFS(neo4jtest.Browser(t)))
	defer page.Close()
	b := &neo4jBrowser{t, chromium.Open(t, 1366, 768+87, 15*time.Minute)} // 87 pixels of a window are not the page's
	server := neo4jtest.Server(t)
	if server.Username != "" {
		t.Skip("the server of NEO4J_URI asks for a password, which no page is given here")
	}
	neo4jtest.Clean(t, server)
	t.Setenv("NEO4J_URI", server.URI)
	var out, errOut bytes.Buffer
	if code := run(t.Context(), []string{"entente", "import", "--quiet", "--failed", "", "--store", "neo4j", articles}, nil, &out, &errOut); code != exitOK {
		t.Fatalf("import: exit %d, %s", code, errOut.String())
	}

	query := url.Values{"dbms": {server.URI}, "db": {"neo4j"}, "preselectAuthMethod": {"NO_AUTH"}}
	if err := chromedp.Do(b.ctx, chromedp.Navigate(page.URL+"/browser/?"+query.Encode())); err != nil {
		t.Fatal(err)
	}
	b.wait("document.body.innerText.includes('Connected to Neo4j')")
	b.drop("entente.grass", "../../schema/graph/browser/entente.grass", "")
	b.wait("(localStorage.getItem('neo4j.grass') || '').includes('node.MilitantGroup')")

	for _, command := range []string{
		":config autoComplete: false", // "Connect result nodes"
		":param actor => 'state:IRN'", ":param limit => 25", ":param a => 'state:KGZ'", ":param b => 'state:USA'", ":param relation => 'EXTRADITES'", ":param until => '2999-12-31T23:59:59Z'",
	} {
		b.paste("command.cypher", command, "Paste in editor")
		b.js("document.querySelector('[data-testid=editor-Run]').click()")
		b.wait(newest + ".innerText.includes(" + fmt.Sprintf("%q", command) + ")")
	}
	b.wait("JSON.parse(localStorage.getItem('neo4j.settings')).autoComplete === false")
	for _, q := range []struct{ name, shows string }{
		{"ego_network", "Iran"},
		{"sanctions_in_force", "Belarus"},
		{"picture_of_clashes", "Pakistan"},
		{"picture_of_a_path", "Kyrgyzstan"},
		{"picture_of_the_evidence", "HarbourWire"},
	} {
		t.Run(q.name, func(t *testing.T) {
			b := &neo4jBrowser{t, b.ctx}
			text, err := os.ReadFile("../../schema/graph/queries/" + q.name + ".cypher")
			if err != nil {
				t.Fatal(err)
			}
			title, _, _ := strings.Cut(strings.TrimPrefix(string(text), "// "), "\n")
			b.drop(q.name+".cypher", "../../schema/graph/queries/"+q.name+".cypher", "Save to favorites")
			b.js("document.querySelector('[data-testid=navigationFavorites] button').click()")
			item := fmt.Sprintf("[...document.querySelectorAll('[data-testid=savedScriptListItem]')].find(e => e.innerHTML.includes(%q))", title)
			b.wait(item)
			b.js(item + ".querySelector('[data-testid=savedScriptsButton-Run]').click()")
			b.js("document.querySelector('[data-testid=navigationFavorites] button').click()")
			b.wait(newest + ".innerText.includes(" + fmt.Sprintf("%q", title) + ") && (" + newest + ".querySelector('[data-testid=vizInspector]') || " + newest + ".innerText.includes('ERROR'))")
			if said := value[string](b, newest+".innerText"); strings.Contains(said, "ERROR") {
				t.Fatalf("got %.2000s", said)
			}
			b.wait("[..." + newest + ".querySelectorAll('g.node')].some(g => g.textContent.replace(/\\s/g, '').includes(" + fmt.Sprintf("%q", strings.ReplaceAll(q.shows, " ", "")) + "))")
			if colour := value[string](b, "getComputedStyle("+newest+".querySelector('g.node circle.b-outline')).fill"); colour == "" {
				t.Error("a node without a colour")
			}
			b.picture(q.name)
		})
	}
}

// newest is the uppermost frame: the answer to the latest command.
const newest = "document.querySelector('[data-testid=frame]')"

// neo4jBrowser is the page, in the hands of a test.
type neo4jBrowser struct {
	t   *testing.T
	ctx context.Context //nolint:containedctx // chromedp's way
}

// drop drops a file of the project onto the window, and chooses what is to be
// done with it.
func (b *neo4jBrowser) drop(name, path, choice string) {
	b.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	b.paste(name, string(text), choice)
}

func (b *neo4jBrowser) paste(name, text, choice string) {
	b.t.Helper()
	b.js(fmt.Sprintf(`{
		const files = new DataTransfer(), window_ = document.querySelector('[data-testid=main]');
		files.items.add(new File([%q], %q));
		for (const kind of ['dragenter', 'dragover', 'drop'])
			window_.dispatchEvent(new DragEvent(kind, {dataTransfer: files, bubbles: true, cancelable: true}));
	}`, text, name))
	if choice != "" {
		button := fmt.Sprintf("[...document.querySelectorAll('button')].find(e => e.innerText == %q)", choice)
		b.wait(button)
		b.js(button + ".click()")
		b.wait("!" + button)
	}
}

// picture keeps a picture of the newest frame over the whole window, once its
// nodes have come to rest.
func (b *neo4jBrowser) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("ENTENTE_SCREENSHOTS")
	if folder == "" {
		return
	}
	b.js(newest + ".querySelector('button[title=Fullscreen]').click()")
	time.Sleep(4 * time.Second)
	b.js("[...document.querySelectorAll('button')].find(e => /fit/i.test(e.getAttribute('aria-label') || e.title || ''))?.click()")
	time.Sleep(2 * time.Second)
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	b.js("document.querySelector('button[title=\"Close fullscreen\"], button[title=\"Exit fullscreen\"]')?.click()")
	if err := os.WriteFile(filepath.Join(folder, "neo4j-browser-"+name+".png"), shot, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// wait waits until an expression is true in the page.
func (b *neo4jBrowser) wait(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		if value[bool](b, "Boolean("+expression+")") {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("never so: %s; the page has %.1500q", expression, value[string](b, "document.body.innerText"))
		}
	}
}

func (b *neo4jBrowser) js(statements string) {
	b.t.Helper()
	value[bool](b, statements+"; true")
}

// value is what an expression is in the page.
func value[T any](b *neo4jBrowser, expression string) T {
	b.t.Helper()
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return out
}
