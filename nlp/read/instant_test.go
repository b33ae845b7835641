package read

import (
	"testing"
	"time"
)

func TestUpdated(t *testing.T) {
	for _, tt := range []struct{ date, changed, want string }{
		{"2025-03-12", "", ""},
		{"", "", ""},
		{"soon", "later", ""},
		{"2025-03-12T10:00:00Z", "", "2025-03-12T10:00:00Z"},
		{"2025-03-12T10:00:00+02:00", "", "2025-03-12T08:00:00Z"},
		{"2025-03-12 10:00", "", "2025-03-12T10:00:00Z"},
		{"Wed, 12 Mar 2025 10:00:00 GMT", "", "2025-03-12T10:00:00Z"},
		{"Wed, 12 Mar 2025 10:00:00 +0100", "", "2025-03-12T09:00:00Z"},
		{"1741773600", "", "2025-03-12T10:00:00Z"},
		{"1741773600000", "", "2025-03-12T10:00:00Z"},
		{"2025-03-12", "2025-03-14", "2025-03-14T00:00:00Z"},
		{"2025-03-12", "2025-03-12T18:30:00.250Z", "2025-03-12T18:30:00Z"},
		{"2025-03-12T10:00:00Z", "2025-03-12T09:00:00Z", "2025-03-12T10:00:00Z"},
		{"2025-03-12T10:00:00Z", "no date", "2025-03-12T10:00:00Z"},
	} {
		got := ""
		if at := updated(&Entry{Date: tt.date, Updated: tt.changed}); !at.IsZero() {
			got = at.Format(time.RFC3339)
		}
		if got != tt.want {
			t.Errorf("date %q, changed %q\ngot  %q\nwant %q", tt.date, tt.changed, got, tt.want)
		}
	}
}
