package read

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// months are the names of the months, lower case, in the languages of most
// news pages: English, German, French, Spanish, Portuguese, Italian, Dutch.
// Names that mean different months in two of them are left out.
var months = monthsOf(
	"january jan jänner januar janvier janv enero janeiro gennaio januari",
	"february feb februar février fevrier févr febrero fevereiro febbraio februari",
	"march mar märz mars marzo março marco maart mrz mrt",
	"april apr avril avr abril aprile",
	"may mai mayo maio maggio mei",
	"june jun juni juin junio junho giugno",
	"july jul juli juillet juil julio julho luglio",
	"august aug août aout agosto augustus",
	"september sept sep septembre septiembre setiembre setembro settembre",
	"october oct oktober okt octobre octubre outubro ottobre",
	"november nov novembre noviembre novembro",
	"december dec dezember dez décembre decembre déc diciembre dezembro dicembre",
)

func monthsOf(names ...string) map[string]int {
	of := map[string]int{}
	for i, line := range names {
		for name := range strings.FieldsSeq(line) {
			of[name] = i + 1
		}
	}
	return of
}

// monthName matches a month's name, the longest first.
var monthName = func() string {
	names := slices.Collect(maps.Keys(months))
	slices.SortFunc(names, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	for i := range names {
		names[i] = regexp.QuoteMeta(names[i])
	}
	return "(" + strings.Join(names, "|") + ")"
}()
