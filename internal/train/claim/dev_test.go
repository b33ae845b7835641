package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadPlain(t *testing.T) {
	tests := []struct {
		name, given string
		want        []string // texts
		err         string
	}{
		{"nothing", "", nil, ""},
		{"two texts", "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\"Two.\"}\n", []string{"One.", "Two."}, ""},
		{"cut off", "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":", nil, "plain.jsonl: text 2"},
		{"another type", `{"id":"a","text":7}`, nil, "plain.jsonl: text 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "plain.jsonl")
			if err := os.WriteFile(path, []byte(tt.given), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := readPlain(path)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("got error %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil || len(got) != len(tt.want) {
				t.Fatalf("got %d texts, error %v, want %d", len(got), err, len(tt.want))
			}
			for i, x := range got {
				if x.Text != tt.want[i] || x.File != plainFile {
					t.Errorf("text %d: got %q of %q, want %q", i, x.Text, x.File, tt.want[i])
				}
			}
		})
	}
}
