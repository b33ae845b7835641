package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/entente-kg/entente/internal/machine"
)

// measured is what one import took.
type measured struct {
	report struct {
		Read, Claims, Events, Edges int
		Seconds                     float64
	}
	seconds, processor float64
	peak               int64 // bytes
	points             []point
}

// point is how many articles were in the graph at a time.
type point struct {
	seconds  float64
	articles float64
	resident float64 // bytes
}

// measure runs the import and asks it for its metrics meanwhile.
func measure(ctx context.Context, o options, archive string) (*measured, error) {
	address, err := free()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, o.entente, "import", "--json", "--quiet", "--failed", "", "--metrics", address, "--workers", strconv.Itoa(o.workers), "--store", o.store, archive)
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	m := &measured{}
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			if err != nil {
				return nil, fmt.Errorf("%s import: %w", o.entente, err)
			}
			m.seconds = time.Since(start).Seconds()
			m.processor = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
			m.peak = machine.Peak(cmd.ProcessState)
			return m, json.Unmarshal(out.Bytes(), &m.report)
		case <-tick.C:
			if p, err := ask(ctx, "http://"+address+"/metrics"); err == nil { // it may not listen yet, or not any more
				p.seconds = time.Since(start).Seconds()
				m.points = append(m.points, p)
			}
		}
	}
}

// free is an address of this machine that nobody listens on.
func free() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func ask(ctx context.Context, address string) (p point, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return p, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return p, err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		n, err := strconv.ParseFloat(value, 64)
		switch {
		case err != nil:
		case strings.HasPrefix(name, "entente_articles_total{"):
			p.articles += n
		case name == "process_resident_memory_bytes":
			p.resident = n
		}
	}
	return p, lines.Err()
}

// tenths is how many articles a second each tenth of the archive had, from the
// first article that was written to the last.
func (m *measured) tenths() []float64 {
	var out []float64
	for k := range 10 {
		from, ok1 := m.at(float64(m.report.Read) * float64(k) / 10)
		to, ok2 := m.at(float64(m.report.Read) * float64(k+1) / 10)
		if !ok1 || !ok2 || to.seconds <= from.seconds {
			return nil // too short to tell
		}
		out = append(out, (to.articles-from.articles)/(to.seconds-from.seconds))
	}
	return out
}

// at is the first point with so many articles.
func (m *measured) at(articles float64) (point, bool) {
	for _, p := range m.points {
		if p.articles >= articles && p.articles > 0 {
			return p, true
		}
	}
	return point{}, false
}

// figures are what is printed of an import.
type figures struct {
	Machine     string    `json:"machine"`
	Bytes       int64     `json:"bytes"`  // of the archive
	Packed      int64     `json:"packed"` // bytes of it on disk
	Articles    int       `json:"articles"`
	Claims      int       `json:"claims"`
	Events      int       `json:"events"`
	Edges       int       `json:"edges"`
	Seconds     float64   `json:"seconds"`
	Reading     float64   `json:"reading_seconds"` // until the last article was written; then come events and edges
	Processor   float64   `json:"processor_seconds"`
	Cores       int       `json:"cores"`
	Peak        int64     `json:"peak_bytes"`
	Tenths      []float64 `json:"articles_per_second_by_tenths,omitempty"` // of the archive
	ArticleRate float64   `json:"articles_per_second"`
	Megabytes   float64   `json:"megabytes_per_second"`
	ClaimRate   float64   `json:"claims_per_second"`
}

func (m *measured) figures(size, packed int64) figures {
	written := m.points
	for len(written) > 1 && written[len(written)-2].articles == written[len(written)-1].articles {
		written = written[:len(written)-1] // the rest is events and edges
	}
	reading := m.seconds
	if len(written) > 0 {
		reading = written[len(written)-1].seconds
	}
	return figures{
		Machine: machine.Description(), Bytes: size, Packed: packed, Articles: m.report.Read, Claims: m.report.Claims, Events: m.report.Events, Edges: m.report.Edges,
		Seconds: m.seconds, Reading: reading, Processor: m.processor, Cores: runtime.NumCPU(), Peak: m.peak, Tenths: m.tenths(),
		ArticleRate: float64(m.report.Read) / m.seconds, Megabytes: float64(size) / 1e6 / m.seconds, ClaimRate: float64(m.report.Claims) / m.seconds,
	}
}

// print writes a table in Markdown.
func (f *figures) print(w io.Writer) {
	mb := func(n int64) string { return strconv.FormatFloat(float64(n)/1e6, 'f', 0, 64) }
	fmt.Fprintf(w, "| import end to end | %s |\n|---|---|\n", f.Machine)
	fmt.Fprintf(w, "| archive | %s MB of JSON Lines, %s MB packed, %d articles |\n", mb(f.Bytes), mb(f.Packed), f.Articles)
	fmt.Fprintf(w, "| time | %.0f s: %.0f s to read, analyse and write, %.0f s for events and edges; %.0f s of processor time, %d cores |\n",
		f.Seconds, f.Reading, f.Seconds-f.Reading, f.Processor, f.Cores)
	fmt.Fprintf(w, "| speed | %.0f articles a second, %.2f MB a second, %.0f claims a second |\n", f.ArticleRate, f.Megabytes, f.ClaimRate)
	if f.Tenths != nil {
		var list []string
		for _, t := range f.Tenths {
			list = append(list, strconv.FormatFloat(t, 'f', 0, 64))
		}
		fmt.Fprintf(w, "| articles a second, by tenths of the archive | %s |\n", strings.Join(list, ", "))
	}
	fmt.Fprintf(w, "| memory at the peak | %s MB |\n", mb(f.Peak))
	fmt.Fprintf(w, "| graph | %d claims, %d events, %d edges |\n", f.Claims, f.Events, f.Edges)
}
