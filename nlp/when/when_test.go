package when

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// wordRE cuts words much as Universal Dependencies does: hyphens and
// possessives apart, abbreviations and figures with their points whole.
var wordRE = regexp.MustCompile(`(?:Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Mr)\.|U\.S\.|['’]s\b|\d+(?:st|nd|rd|th|s)\b|\d[\d.,]*\d|\pL+\d*|\d+|[^\s]`)

// docOf builds a document of sentences, one a line.
func docOf(published, text string) *analysis.Doc {
	d := &analysis.Doc{Article: &schema.Article{Text: text}}
	if published != "" {
		d.Article.Published = schema.Date{Value: published, Precision: schema.Day}
	}
	start := 0
	for line := range strings.SplitSeq(text, "\n") {
		s := analysis.Sentence{Span: schema.Span{Start: start, End: start + len(line)}}
		for _, m := range wordRE.FindAllStringIndex(line, -1) {
			s.Tokens = append(s.Tokens, analysis.Token{Span: schema.Span{Start: start + m[0], End: start + m[1]}})
		}
		d.Sentences = append(d.Sentences, s)
		start += len(line) + 1
	}
	return d
}

// show writes dates as "words=FROM" or "words=FROM..TO", precision as a letter.
func show(d *analysis.Doc, ws []analysis.When) string {
	var out []string
	for _, w := range ws {
		s := d.Text(w.Span) + "=" + showDate(w.From)
		if !w.To.IsZero() {
			s += ".." + showDate(w.To)
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func showDate(d schema.Date) string {
	switch d.Precision {
	case schema.Week:
		return "w" + d.Value
	case schema.Quarter:
		return "q" + d.Value
	}
	return d.Value
}

// The publication day of the table is a Wednesday.
const wednesday = "2025-03-12"

var cases = []struct{ text, want string }{
	// absolute days
	{"It fell on March 12.", "March 12=2025-03-12"},
	{"It fell on 12 March 2025.", "12 March 2025=2025-03-12"},
	{"It fell on March 12, 2024, in Rome.", "March 12, 2024=2024-03-12"},
	{"It fell on the 12th of March 2023.", "the 12th of March 2023=2023-03-12"},
	{"On Jan 29 the ship sailed.", "Jan 29=2025-01-29"},
	{"On Jan. 29 the ship sailed.", "Jan. 29=2025-01-29"},
	{"On Feb. 24, 2022 tanks came.", "Feb. 24, 2022=2022-02-24"},
	{"The log of 2025-03-02 says so.", "2025-03-02=2025-03-02"},
	{"The log of 2024/11/05 says so.", "2024/11/05=2024-11-05"},
	{"The note of 05.11.2024 says so.", "05.11.2024=2024-11-05"},
	{"The note of 25/11/2024 says so.", "25/11/2024=2024-11-25"},
	{"The note of 11/25/2024 says so.", "11/25/2024=2024-11-25"},
	{"The note of 11/05/2024 is unclear.", ""},
	{"They met on May 5th.", "May 5th=2025-05-05"},
	{"They met on 7 July.", "7 July=2024-07-07"},
	{"They met on December 30.", "December 30=2024-12-30"},
	{"They met on the third of May 1991.", "the third of May 1991=1991-05-03"},
	{"They met on February 30, 2024.", ""},
	{"It will melt 900 decades from now.", ""}, // no Date holds the year 11025
	{"It melted 900 decades ago.", ""},
	{"They met on February 29.", "February 29=2024-02-29"},
	{"They met on March 3 last year.", "March 3 last year=2024-03-03"},
	{"They met last March 20.", "last March 20=2024-03-20"},
	{"Tuesday, March 4, brought rain.", "Tuesday, March 4=2025-03-04"},
	{"On Tuesday (March 4) it rained.", "Tuesday (March 4=2025-03-04"},
	{"On Tuesday 4 March it rained.", "Tuesday 4 March=2025-03-04"},
	{"On the 3rd he left.", "the 3rd=2025-03-03"},
	{"On the 20th he left.", "the 20th=2025-02-20"},
	{"On the 5th of last month he left.", "the 5th of last month=2025-02-05"},
	// months
	{"It fell in March 2021.", "March 2021=2021-03"},
	{"It fell in March, 2021.", "March, 2021=2021-03"},
	{"It fell in December.", "December=2024-12"},
	{"It fell in March.", "March=2025-03"},
	{"It fell in May.", "May=2024-05"},
	{"It fell last November.", "last November=2024-11"},
	{"It will fall next April.", "next April=2025-04"},
	{"It will fall next February.", "next February=2026-02"},
	{"The October war ended.", "October=2024-10"},
	{"It fell in August last year.", "August last year=2024-08"},
	{"It fell in September of this year.", "September of this year=2025-09"},
	{"By mid-January it was over.", "mid-January=2025-01"},
	{"In early June it was over.", "early June=2024-06"},
	{"In late Sept. 2023 it was over.", "late Sept. 2023=2023-09"},
	{"By the end of February it was over.", "end of February=2025-02"},
	{"Since January prices rose.", "January=2025-01"},
	// years and more
	{"It began in 2019.", "2019=2019"},
	{"It has lasted since 2014.", "2014=2014"},
	{"The 2015 accord lapsed.", "2015=2015"},
	{"Its 2008 war with Georgia was short.", "2008=2008"},
	{"It rose in the 1990s.", "the 1990s=1990..1999"},
	{"It rose in the early 1970s.", "the early 1970s=1970..1979"},
	{"It rose in the '80s.", "the '80s=1980..1989"},
	{"It rose in the nineties.", "the nineties=1990..1999"},
	{"Late in 2023 it sank.", "Late in 2023=2023"},
	{"In early 2022 it sank.", "early 2022=2022"},
	{"In mid-2022 it sank.", "mid-2022=2022"},
	{"By the end of 2024 it sank.", "end of 2024=2024"},
	{"A fort of the 19th century stands.", "the 19th century=1801..1900"},
	{"1962 - A blockade begins.", "1962=1962"},
	{"The army (1914) retreated.", "1914=1914"},
	// not years or months
	{"Some 2015 troops arrived.", ""},
	{"A force of 2000 soldiers left.", ""},
	{"He may march in June.", "June=2024-06"},
	{"May he rest.", ""},
	{"Prime Minister Theresa May spoke.", ""},
	{"April Glaspie spoke.", ""},
	{"March on the capital!", ""},
	{"He paid $ 2019 for it.", ""},
	{"Bloody Sunday was remembered.", ""},
	{"The Sunday Times reported it.", ""},
	{"They have sat there for two days.", ""},
	{"A second man fell.", ""},
	{"Day after day they fled.", ""},
	// weekdays
	{"They met on Friday.", "Friday=2025-03-07"},
	{"They met on Wednesday.", "Wednesday=2025-03-12"},
	{"They met on Thursday.", "Thursday=2025-03-06"},
	{"They met last Tuesday.", "last Tuesday=2025-03-11"},
	{"They met last Wednesday.", "last Wednesday=2025-03-05"},
	{"They meet next Tuesday.", "next Tuesday=2025-03-18"},
	{"They meet this Friday.", "this Friday=2025-03-14"},
	{"They met this past Sunday.", "this past Sunday=2025-03-09"},
	{"They meet this coming Sunday.", "this coming Sunday=2025-03-16"},
	{"They met on Tuesday last week.", "Tuesday last week=2025-03-04"},
	{"They meet on Monday of next week.", "Monday of next week=2025-03-17"},
	{"They met late on Monday.", "late on Monday=2025-03-10"},
	{"They met early Tuesday morning.", "early Tuesday morning=2025-03-11"},
	{"They met on Monday night.", "Monday night=2025-03-10"},
	{"Monday's attack failed.", "Monday=2025-03-10"},
	{"Earlier on Tuesday it rained.", "Earlier on Tuesday=2025-03-11"},
	// deictic
	{"It was yesterday.", "yesterday=2025-03-11"},
	{"It was today.", "today=2025-03-12"},
	{"It will be tomorrow night.", "tomorrow night=2025-03-13"},
	{"It was the day before yesterday.", "the day before yesterday=2025-03-10"},
	{"It will be the day after tomorrow.", "the day after tomorrow=2025-03-14"},
	{"It was last night.", "last night=2025-03-11"},
	{"It was this morning.", "this morning=2025-03-12"},
	{"Earlier today it rained.", "Earlier today=2025-03-12"},
	// units
	{"It was last week.", "last week=w2025-03-03"},
	{"It is next week.", "next week=w2025-03-17"},
	{"It is this week.", "this week=w2025-03-10"},
	{"It was last month.", "last month=2025-02"},
	{"It is next month.", "next month=2025-04"},
	{"It was earlier this month.", "earlier this month=2025-03"},
	{"It was last year.", "last year=2024"},
	{"It is this year.", "this year=2025"},
	{"It was late last year.", "late last year=2024"},
	{"It will be later this year.", "later this year=2025"},
	{"It will be by the end of the year.", "end of the year=2025"},
	{"It was last decade.", "last decade=2010..2019"},
	{"It was last quarter.", "last quarter=q2024-10"},
	{"Over the weekend it snowed.", "the weekend=2025-03-08..2025-03-09"},
	{"It snowed last weekend.", "last weekend=2025-03-08..2025-03-09"},
	{"It snows next weekend.", "next weekend=2025-03-15..2025-03-16"},
	{"It was last summer.", "last summer=2024-06..2024-08"},
	{"It was in the spring of 2022.", "the spring of 2022=2022-03..2022-05"},
	{"It was in winter last year.", "winter last year=2024-12..2025-02"},
	// ago, lately
	{"It was a month ago.", "a month ago=2025-02"},
	{"It was two weeks ago.", "two weeks ago=w2025-02-24"},
	{"It was 10 days ago.", "10 days ago=2025-03-02"},
	{"It was twenty-five years ago.", "twenty-five years ago=2000"},
	{"It was a decade ago.", "a decade ago=2015"},
	{"It is two days from now.", "two days from now=2025-03-14"},
	{"In the past two weeks it rained.", "the past two weeks=w2025-02-24..2025-03-12"},
	{"Over the last three years it grew.", "the last three years=2022..2025-03-12"},
	{"In recent days it rained.", "recent days=2025-03-09..2025-03-12"},
	{"Over the past year it grew.", "the past year=2024..2025-03-12"},
	// anchored
	{"He came on March 3. Two days later he left.", "March 3=2025-03-03; Two days later=2025-03-05"},
	{"He came on March 3. The next day he left.", "March 3=2025-03-03; The next day=2025-03-04"},
	{"He came in May 2020. A year earlier he was ill.", "May 2020=2020-05; A year earlier=2019"},
	{"He came on Monday. That day he spoke.", "Monday=2025-03-10; That day=2025-03-10"},
	{"He came in May 2020 and left the following month.", "May 2020=2020-05; the following month=2020-06"},
	{"He came in 2020 and left two days later.", "2020=2020"},
	{"Two days later he left.", ""},
	{"Two days earlier he was well.", "Two days earlier=2025-03-10"},
	{"He came two days after March 5.", "two days after March 5=2025-03-07"},
	{"He came a week before Christmas.", ""},
	{"He left on Monday, two days after rebels took Goma.", "Monday=2025-03-10; two days after=2025-03-08"},
	{"A day after rebels took Goma, he left on Monday.", "A day after=2025-03-09; Monday=2025-03-10"},
	{"He came on Monday, not in May 2020. 24 hours later he left.", "Monday=2025-03-10; May 2020=2020-05; 24 hours later=2025-03-11"},
	{"He came in May 2020. 24 hours later he left.", "May 2020=2020-05"},
	{"They came as late as 2001.", "2001=2001"},
	{"They came on New Year's Day.", "New Year's Day=2025-01-01"},
	{"They came on Christmas Eve.", "Christmas Eve=2024-12-24"},
	{"They came before Christmas.", ""},
	{"He left on Monday, a day before rebels took Goma.", "Monday=2025-03-10; a day before=2025-03-11"},
	{"He left two days after rebels took Goma.", "two days after=2025-03-10"},
	{"He came a month before August 2021.", "a month before August 2021=2021-07"},
	// quarters and halves
	{"Trade fell in the first quarter of 2023.", "the first quarter of 2023=q2023-01"},
	{"Trade fell in Q3 2024.", "Q3 2024=q2024-07"},
	{"Trade fell in the fourth quarter.", "the fourth quarter=q2024-10"},
	{"Trade fell in the third quarter last year.", "the third quarter last year=q2024-07"},
	{"Trade fell in the second half of 2024.", "the second half of 2024=2024-07..2024-12"},
	{"They drew in the first half.", ""},
	// portions of months and years
	{"It fell in the second week of March.", "the second week of March=2025-03-08..2025-03-14"},
	{"It fell in the last week of February.", "the last week of February=2025-02-22..2025-02-28"},
	{"It fell in the fifth week of February 2023.", ""},
	{"It fell in the first half of February.", "the first half of February=2025-02-01..2025-02-15"},
	{"It fell in the second half of last month.", "the second half of last month=2025-02-16..2025-02-28"},
	{"It fell in the first three months of 2024.", "the first three months of 2024=2024-01..2024-03"},
	{"It fell in the last two months of last year.", "the last two months of last year=2024-11..2024-12"},
	{"It fell in the first two months of the year.", "the first two months of the year=2025-01..2025-02"},
	{"It fell in the last quarter of 2022.", "the last quarter of 2022=q2022-10"},
	{"It fell in the latter half of 2023.", "the latter half of 2023=2023-07..2023-12"},
	{"It fell in the final days of 2021.", "the final days of 2021=2021"},
	{"It fell in March and April 2024.", "March=2024-03; April 2024=2024-04"},
	{"It fell in the winter of 2022-23.", "the winter of 2022-23=2022-12..2023-02"},
	{"It fell in 2023/24.", "2023/24=2023..2024"},
	// what comes
	{"It will fall in the coming days.", "the coming days=2025-03-12..2025-03-15"},
	{"It will fall in the next three months.", "the next three months=2025-03-12..2025-06"},
	{"It will fall within 48 hours.", "within 48 hours=2025-03-12..2025-03-14"},
	{"It fell within two days of the vote.", ""},
	// more of what was
	{"It was shelled overnight.", "overnight=2025-03-12"},
	{"It was shelled overnight on Tuesday.", "Tuesday=2025-03-11"},
	{"It was the day before.", "the day before=2025-03-11"},
	{"He came in May 2020. He had been ill the year before.", "May 2020=2020-05; the year before=2019"},
	{"It was a year ago today.", "a year ago today=2024-03-12"},
	{"It was a few days ago.", "a few days ago=2025-03-09..2025-03-12"},
	{"It was half a year ago.", "half a year ago=2024-09"},
	{"It was a year and a half ago.", "a year and a half ago=2023-09"},
	{"It was two and a half years ago.", "two and a half years ago=2022-09"},
	{"It was on Tuesday the 11th.", "Tuesday the 11th=2025-03-11"},
	{"It was on the morning of the 8th.", "the 8th=2025-03-08"},
	// ranges
	{"It lasted from 3 to 5 May.", "3 to 5 May=2025-05-03..2025-05-05"},
	{"It lasted from May 3-5, 2023.", "May 3-5, 2023=2023-05-03..2023-05-05"},
	{"It lasted 3–5 May 2023.", "3–5 May 2023=2023-05-03..2023-05-05"},
	{"It lasted from May 30 to June 2, 2021.", "May 30 to June 2, 2021=2021-05-30..2021-06-02"},
	{"Between 2019 and 2021 it doubled.", "2019 and 2021=2019..2021"},
	{"From 2014 to 2018 it doubled.", "2014 to 2018=2014..2018"},
	{"In 2014-18 it doubled.", "2014-18=2014..2018"},
	{"From Monday to Wednesday it rained.", "Monday to Wednesday=2025-03-10..2025-03-12"},
	{"From Friday until Monday it rained.", "Friday until Monday=2025-03-07..2025-03-10"},
	{"From November to January it rained.", "November to January=2024-11..2025-01"},
	{"On Monday and Tuesday it rained.", "Monday=2025-03-10; Tuesday=2025-03-11"},
	{"Between 2021 and 2019 he slept.", ""},
	// datelines
	{"WASHINGTON, March 5 - The president spoke on Tuesday.", "March 5=2025-03-05; Tuesday=2025-03-11"},
	{"SEOUL, Jan. 28 (Agency) - Talks ended.", "Jan. 28=2025-01-28"},
	{"CAIRO, MARCH 11 — Talks ended.", "MARCH 11=2025-03-11"},
}

func TestFind(t *testing.T) {
	for _, c := range cases {
		d := docOf(wednesday, c.text)
		if got := show(d, Find(d)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestFindWithoutPublication(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"It was on Friday, last week, yesterday, in May and on March 3.", ""},
		{"It was two days ago.", ""},
		{"It was in May 2021. Two days later.", "May 2021=2021-05"},
		{"It was on 3 May 2021. Two days later it ended.", "3 May 2021=2021-05-03; Two days later=2021-05-05"},
		{"In the summer of 2020 it ended.", "the summer of 2020=2020-06..2020-08"},
	} {
		d := docOf("", c.text)
		if got := show(d, Find(d)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestAhead(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"They will meet on Friday.", "Friday=2025-03-14"},
		{"They will meet on Wednesday.", "Wednesday=2025-03-12"},
		{"They will meet in December.", "December=2025-12"},
		{"They will meet in February.", "February=2026-02"},
		{"They will meet on March 3.", "March 3=2026-03-03"},
		{"They will meet on July 7.", "July 7=2025-07-07"},
		{"They will meet on the 20th.", "the 20th=2025-03-20"},
		{"They will meet from Friday to Monday.", "Friday to Monday=2025-03-14..2025-03-17"},
		{"They will meet at the weekend.", "the weekend=2025-03-15..2025-03-16"},
		{"They met in 2019.", "2019=2019"},
		{"They met last Friday.", "last Friday=2025-03-07"},
		{"On Monday it was agreed. The next day they left.", "Monday=2025-03-17; The next day=2025-03-11"},
	} {
		d := docOf(wednesday, c.text)
		ws := Find(d)
		for i := range ws {
			ws[i] = Ahead(d, ws[i])
		}
		if got := show(d, ws); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestDateline(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"WASHINGTON, March 5 - He spoke.", true},
		{"YEREVAN/BAKU, Nov 10 (Agency) - Troops came.", true},
		{"In Washington, March 5 - a cold day - passed.", false},
		{"He spoke on March 5 - a cold day.", false},
	} {
		d := docOf(wednesday, c.text)
		ws := Find(d)
		if len(ws) == 0 {
			t.Errorf("%s: no date", c.text)
			continue
		}
		if got := Dateline(d, ws[0]); got != c.want {
			t.Errorf("%s: dateline %v, want %v", c.text, got, c.want)
		}
	}
}

func TestStage(t *testing.T) {
	d := docOf(wednesday, "It rained.\nThey met on Friday.")
	if err := analysis.Run(context.Background(), []analysis.Stage{Stage()}, d); err != nil {
		t.Fatal(err)
	}
	if len(d.Dates) != 1 || d.Dates[0].Sentence != 1 || d.Dates[0].First != 3 || d.Dates[0].Last != 4 {
		t.Errorf("got %+v, want one date in sentence 1, tokens 3 to 4", d.Dates)
	}
}

func FuzzFind(f *testing.F) {
	for _, c := range cases {
		f.Add(wednesday, c.text)
	}
	f.Fuzz(func(t *testing.T, published, text string) {
		if _, err := schema.ParseDate(published); err != nil || len(published) != 10 {
			published = wednesday
		}
		d := docOf(published, text)
		end := 0
		for _, w := range Find(d) {
			if w.Start < end || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("span %v after %d in %q", w.Span, end, text)
			}
			end = w.End
			if w.From.IsZero() || !w.To.IsZero() && w.To.Last().Before(w.From.First()) {
				t.Fatalf("%q: from %v to %v", text, w.From, w.To)
			}
			a := Ahead(d, w)
			if a.From.IsZero() || a.Span != w.Span {
				t.Fatalf("%q: ahead %+v", text, a)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var sb strings.Builder
	for _, c := range cases {
		fmt.Fprintln(&sb, c.text)
	}
	d := docOf(wednesday, sb.String())
	n := 0
	for _, s := range d.Sentences {
		n += len(s.Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		Find(d)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func TestFindIsLinear(t *testing.T) {
	for _, w := range []string{"early ", "a day after ", "end of ", "the ", "last ", "May 3 ", "in 2019 to "} {
		d := docOf(wednesday, strings.Repeat(w, 20_000))
		start := time.Now()
		Find(d)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q 20,000 times took %v", w, took)
		}
	}
}
