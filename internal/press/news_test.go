package press

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func news(t *testing.T) *News {
	t.Helper()
	n, err := NewNews("../corpus/texts")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNewsIsLikeNews(t *testing.T) {
	n := news(t)
	const articles = 2000
	var lengths []int
	outlets, days := map[string]int{}, map[string]bool{}
	beginnings := map[string]int{}
	for i := range articles {
		a := n.Article(i)
		lengths = append(lengths, len(strings.Fields(a.Text)))
		outlets[strings.Split(a.URL, "/")[2]]++
		days[a.Date] = true
		paragraphs := strings.Split(a.Text, "\n\n")
		beginnings[paragraphs[len(paragraphs)/2]]++
	}
	slices.Sort(lengths)
	if m := lengths[articles/2]; m < 250 || m > 420 {
		t.Errorf("the median article has %d words, want about 300", m)
	}
	if lengths[articles/100] > 150 || lengths[articles*99/100] < 800 {
		t.Errorf("lengths from %d to %d words: too much alike", lengths[articles/100], lengths[articles*99/100])
	}
	if got := outlets["paper0.example"]; got < articles/15 || got > articles/4 {
		t.Errorf("the largest outlet has %d of %d", got, articles)
	}
	again := 0
	for _, times := range beginnings {
		again += times - 1
	}
	if again < articles/10 || again > articles/3 {
		t.Errorf("%d of %d articles tell a story again, want about a fifth", again, articles)
	}
	if len(days) < 1000 {
		t.Errorf("%d days", len(days))
	}
}

func TestNewsIsTheSame(t *testing.T) {
	write := func(articles int, size int64) []byte {
		var b bytes.Buffer
		if err := news(t).Write(&b, articles, size); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	a, b := write(30, 0), write(0, 20_000)
	if !bytes.HasPrefix(a, b) && !bytes.HasPrefix(b, a) {
		t.Error("the same articles differ")
	}
	if len(b) < 20_000 || len(b) > 40_000 {
		t.Errorf("got %d bytes, want a little more than 20,000", len(b))
	}
	for line := range bytes.Lines(a) {
		var got Article
		if err := json.Unmarshal(line, &got); err != nil || got.Text == "" || got.Title == "" {
			t.Fatalf("%s: %v", line, err)
		}
	}
}
