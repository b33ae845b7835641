package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// peers runs the analysis beside others.
func peers(ctx context.Context, o options, log io.Writer) (measured, error) {
	out, err := output(ctx, log, "go", "run", "./internal/peers", "-json", "-rounds", strconv.Itoa(o.rounds), "-modules", o.modules, "-spacy", o.spacy, "-corenlp", o.corenlp)
	if err != nil {
		return measured{}, err
	}
	return peerRows(out)
}

// peerRows reads what internal/peers -json prints.
func peerRows(out []byte) (m measured, err error) {
	var r struct {
		Figures []struct {
			Name    string  `json:"name"`
			Version string  `json:"version"`
			Speed   float64 `json:"tokens_per_second"`
		} `json:"figures"`
		Missing []struct {
			Name   string `json:"name"`
			Reason string `json:"reason"`
			Hint   string `json:"hint"`
		} `json:"missing"`
	}
	if err := json.Unmarshal(out, &r); err != nil {
		return m, fmt.Errorf("read the figures of internal/peers: %w", err)
	}
	for i, f := range r.Figures {
		ratio := ""
		if i > 0 {
			ratio = fmt.Sprintf("%s is %.2f times as fast", r.Figures[0].Name, r.Figures[0].Speed/f.Speed)
		}
		m.rows = append(m.rows, row{what: f.Name, figure: thousands(f.Speed) + " tokens a second of processor time, one core", ratio: ratio})
		if f.Version != "" {
			m.versions = append(m.versions, strings.SplitN(f.Name, ",", 2)[0]+" "+f.Version)
		}
	}
	for _, a := range r.Missing {
		m.rows = append(m.rows, row{what: a.Name, figure: "not run: " + a.Reason, ratio: a.Hint})
	}
	return m, nil
}

// archive runs the import end to end.
func archive(ctx context.Context, o options, log io.Writer) (measured, error) {
	out, err := output(ctx, log, "go", "run", "./internal/endtoend", "-json", "-entente", o.entente, "-size", o.size)
	if err != nil {
		return measured{}, err
	}
	return archiveRows(out)
}

// archiveRows reads what internal/endtoend -json prints.
func archiveRows(out []byte) (m measured, err error) {
	var f struct {
		Bytes       float64   `json:"bytes"`
		Articles    float64   `json:"articles"`
		Claims      float64   `json:"claims"`
		Seconds     float64   `json:"seconds"`
		Processor   float64   `json:"processor_seconds"`
		Peak        float64   `json:"peak_bytes"`
		Tenths      []float64 `json:"articles_per_second_by_tenths"`
		ArticleRate float64   `json:"articles_per_second"`
		Megabytes   float64   `json:"megabytes_per_second"`
		ClaimRate   float64   `json:"claims_per_second"`
	}
	if err := json.Unmarshal(out, &f); err != nil {
		return m, fmt.Errorf("read the figures of internal/endtoend: %w", err)
	}
	m.rows = []row{
		{
			what:   fmt.Sprintf("import end to end, SQLite: %s MB, %s articles, %s claims", thousands(f.Bytes/1e6), thousands(f.Articles), thousands(f.Claims)),
			figure: fmt.Sprintf("%.0f s, %.0f s of processor time; %s articles, %.2f MB, %s claims a second", f.Seconds, f.Processor, thousands(f.ArticleRate), f.Megabytes, thousands(f.ClaimRate)),
		},
		{what: "the same, memory at the peak", figure: thousands(f.Peak/1e6) + " MB"},
	}
	if len(f.Tenths) > 0 {
		m.rows[0].ratio = fmt.Sprintf("the slowest tenth of the archive has %.2f of the speed of the fastest", slices.Min(f.Tenths)/slices.Max(f.Tenths))
	}
	return m, nil
}
