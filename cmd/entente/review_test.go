package main

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/entente-kg/entente/graph/review"
)

// A screen stays within its terminal, however long and hostile the texts are.
func TestReviewScreen(t *testing.T) {
	claim := whyClaim{
		Sentence: strings.Repeat("\x1b[2JIran attacked Israel and nobody saw it \u202e. ", 60), Source: "wire\x1b]0;x\x07.example",
		Title: strings.Repeat("A long headline ", 20), Rule: "relations/attacks.yaml:14", Confidence: 0.4,
		Marks: []mark{{"trigger", 9, 17}},
	}
	event := whyEvent{
		eventLine: eventLine{Date: "2025-03-12", Relation: "ATTACKS", Actor: []party{{Name: "Iran"}}, Recipient: []party{{Name: strings.Repeat("Israel and others ", 12)}}},
		Claims:    []whyClaim{claim, claim, claim},
	}
	for _, events := range [][]whyEvent{{event}, {event, event}} {
		q := question{Item: review.Item{Event: "event:1"}, Events: events}
		if len(events) == 2 {
			q.Other = "event:2"
		}
		for _, size := range [][2]int{{80, 24}, {40, 10}, {200, 60}} {
			lines := q.screen(style{}, size[0], size[1], "1 of 2", strings.Repeat("said ", 50))
			if len(lines) >= size[1] {
				t.Errorf("%d events at %v: got %d lines", len(events), size, len(lines))
			}
			for _, l := range lines {
				if utf8.RuneCountInString(l) > size[0] || strings.ContainsFunc(l, isHidden) || strings.Contains(l, "\n") {
					t.Errorf("%d events at %v: the line %q does not fit or steers the terminal", len(events), size, l)
				}
			}
			if !strings.Contains(strings.Join(lines, "\n"), "q quit") && size[0] >= 80 {
				t.Errorf("%d events at %v: the keys are not shown", len(events), size)
			}
		}
	}
}

func TestReadKey(t *testing.T) {
	keys := bufio.NewReader(strings.NewReader("a\r\n\x1b[C\x1b[D\x1b[Zé\x1b"))
	var got []rune
	for {
		key, err := readKey(keys)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, key)
	}
	if want := "a b" + "é"; string(got) != want {
		t.Errorf("got %q, want %q", string(got), want)
	}
}
