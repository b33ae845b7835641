package nlp_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp/entity"
	"github.com/entente-kg/entente/schema"
)

// userAliases writes a folder of actors of one's own with n aliases, ten to an
// actor.
func userAliases(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	b.WriteString("id,name,aliases,country,sector\n")
	for i := range n / 10 {
		fmt.Fprintf(&b, "group:own-%d,Orvela Front %d,", i, i)
		for k := range 9 {
			if k > 0 {
				b.WriteString("; ")
			}
			fmt.Fprintf(&b, "Orv%s %s%d", string(rune('a'+k)), "Brigade ", i)
		}
		b.WriteString(",state:KEN,REB\n")
	}
	if err := os.WriteFile(filepath.Join(dir, "groups.csv"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// heap is what lives on the heap, in megabytes.
func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// TestMillionAliases reports what a million aliases of a user's own cost in
// memory: with -v.
func TestMillionAliases(t *testing.T) {
	if testing.Short() {
		t.Skip("a million aliases take seconds")
	}
	const most = 130 // MB; of a hundred thousand actors with ten names each
	words, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		t.Fatal(err)
	}
	own := os.DirFS(userAliases(t, 1_000_000))
	measure := func(folders ...fs.FS) (actors, all float64) {
		before := heap()
		kb, err := schema.LoadActors(folders...)
		if err != nil {
			t.Fatal(err)
		}
		actors = heap() - before
		l := entity.New(kb, words)
		all = heap() - before
		runtime.KeepAlive(l)
		return actors, all
	}
	_, plain := measure(schema.ActorFiles())
	actors, all := measure(schema.ActorFiles(), own)
	t.Logf("built-in actors and index %.1f MB; with a million aliases %.1f MB more (actors %.1f MB of %.1f)", plain, all-plain, actors, all)
	if all-plain > most {
		t.Errorf("a million aliases: got %.1f MB, want at most %d", all-plain, most)
	}
}
