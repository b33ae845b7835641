package schema

import "testing"

func TestCanonicalURL(t *testing.T) {
	for give, want := range map[string]string{
		"http://www.News.example/a/":                  "https://news.example/a",
		"https://news.example:443/a?utm_source=x#top": "https://news.example/a",
		"http://news.example:80/a":                    "https://news.example/a",
		"https://news.example./a":                     "https://news.example/a",
		"https://www.news.example.:443/a?b=2&a=1":     "https://news.example/a?a=1&b=2",
		"https://news.example:8443/a":                 "https://news.example:8443/a",
		"https://[2001:db8::1]:443/a":                 "https://[2001:db8::1]/a",
		"https://[2001:db8::80]/a":                    "https://[2001:db8::80]/a",
		"ftp://news.example/a":                        "",
		"news.example/a":                              "",
	} {
		if got := CanonicalURL(give); got != want {
			t.Errorf("given %s\ngot  %q\nwant %q", give, got, want)
		}
	}
}
