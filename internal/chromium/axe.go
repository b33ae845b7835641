package chromium

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Axe fetches axe-core, a script that finds faults of accessibility, by npm.
// The test is skipped where npm does not give it.
func Axe(t testing.TB) string {
	t.Helper()
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("there is no npm to fetch axe-core")
	}
	const name = "axe-core-4.10.2.tgz"
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), npm, "pack", "--silent", "axe-core@4.10.2")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("npm does not give axe-core: %v %s", err, out)
	}
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			t.Fatal("axe-core has no axe.min.js")
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Name == "package/axe.min.js" {
			script, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			return string(script)
		}
	}
}

// Faults are what axe-core, which is the script, calls serious or critical in
// the page that the browser shows.
func Faults(ctx context.Context, t testing.TB, script string) []string {
	t.Helper()
	value := func(expression string) string {
		t.Helper()
		out, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	value("if (!window.axe) {" + script + "}; window.faults = ''; ''")
	value(`axe.run({resultTypes: ['violations']}).then(
		(r) => { window.faults = JSON.stringify(r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.map((n) => n.html + ' ' + n.failureSummary).join(' | '))); },
		(e) => { window.faults = JSON.stringify(['axe-core failed: ' + e]); }); ''`)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if said := value("window.faults"); said != "" {
			var faults []string
			if err := json.Unmarshal([]byte(said), &faults); err != nil {
				t.Fatal(err)
			}
			return faults
		}
		if time.Now().After(deadline) {
			t.Fatal("axe-core does not come to an end")
		}
	}
}
