package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const first = `@ a-1 | 2024-05-27 | i
Norwegian Foreign Minister Espen Barth Eide met Chad's president in Oslo on Monday. Sudan denied that it had attacked Chad.
---
E NOR TCD SDN
e1 Person Espen Barth Eide / Eide
MEETS_WITH e1, TCD ; d=Mon :: met Chad's president
HOLDS_OFFICE_IN e1 > NOR ; t="Foreign Minister" :: Norwegian Foreign Minister Espen Barth Eide
ATTACKS SDN > TCD ; neg ; alleged ; spk=SDN :: attacked Chad
`

func TestAgreement(t *testing.T) {
	for _, test := range []struct {
		name, second string
		want         []string
	}{
		{
			"the same", first,
			[]string{"dyads     P 1.000  R 1.000  F1 1.000", "full      P 1.000", "entities  P 1.000", "a to g 1.000"},
		},
		{
			"other keys and order", strings.NewReplacer("e1", "e7", "MEETS_WITH e1, TCD", "MEETS_WITH TCD, e7").Replace(first),
			[]string{"dyads     P 1.000  R 1.000", "full      P 1.000"},
		},
		{
			"another polarity", strings.Replace(first, "; neg ; alleged ; spk=SDN", "; alleged", 1),
			[]string{"dyads     P 1.000", "full      P 0.667  R 0.667", "polarity 0.667, modality 1.000"},
		},
		{
			"a claim less and another way round", strings.NewReplacer(
				"MEETS_WITH e1, TCD ; d=Mon :: met Chad's president\n", "", "ATTACKS SDN > TCD", "ATTACKS TCD > SDN",
			).Replace(first),
			[]string{
				"dyads     P 0.500  R 0.333  F1 0.400",
				"first  a-1 ATTACKS SDN > TCD", "second a-1 ATTACKS TCD > SDN", "first  a-1 MEETS_WITH TCD > e1",
			},
		},
		{
			"no claim", first[:strings.Index(first, "MEETS_WITH")],
			[]string{"1 texts, 0 of them", "dyads     P 0.000  R 0.000  F1 0.000", "entities  P 1.000"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := compare(t, first, test.second)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range test.want {
				if !strings.Contains(got, w) {
					t.Errorf("got\n%s\nwant %q in it", got, w)
				}
			}
		})
	}
}

func TestBadInput(t *testing.T) {
	for _, test := range []struct{ name, second, want string }{
		{"another text", strings.Replace(first, "in Oslo", "in Bergen", 1), "line 1: the words of text a-1 differ"},
		{"another id", strings.Replace(first, "a-1", "a-2", 1), "no text a-1"},
		{"a text more", first + "\n@ a-2 | 2024-05-27 | i\nRain fell.\n---\n", "2 texts, but"},
		{"not the notation", strings.Replace(first, "MEETS_WITH", "MET_WITH", 1), "line 6"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := compare(t, first, test.second); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want %q in it", err, test.want)
			}
		})
	}
}

func compare(t *testing.T, first, second string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	paths := []string{filepath.Join(dir, "first.txt"), filepath.Join(dir, "second.txt")}
	for i, data := range []string{first, second} {
		if err := os.WriteFile(paths[i], []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	err := run(&out, paths[0], paths[1], true)
	return out.String(), err
}
