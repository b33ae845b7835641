package fetch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// host is what is known of a host, and whose turn it is there.
type host struct {
	mu     sync.Mutex // held while one asks for robots.txt, or waits
	asked  time.Time  // when robots.txt was, zero for never
	robots robots
	err    error     // why robots.txt is not known
	next   time.Time // when it may be asked again
}

func (f *Fetcher) host(u *url.URL) *host {
	name, port := authority(u)
	key := u.Scheme + "://" + name + ":" + port
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.hosts[key]
	if h == nil {
		h = &host{}
		f.hosts[key] = h
	}
	return h
}

// turn waits until the host may be asked again.
func (h *host) turn(ctx context.Context, f *Fetcher) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.wait(ctx, f)
}

func (h *host) wait(ctx context.Context, f *Fetcher) error {
	if err := f.opt.Wait(ctx, time.Until(h.next)); err != nil {
		return err
	}
	h.next = time.Now().Add(max(f.opt.Delay, h.robots.delay))
	return nil
}

// allowed says why robots.txt forbids a page, nil where it does not. As RFC
// 9309 has it (2.3.1), one that is not there forbids nothing, and one that
// can't be had forbids everything.
func (h *host) allowed(ctx context.Context, f *Fetcher, u *url.URL) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stale(time.Now()) {
		h.robots = robots{delay: h.robots.delay}
		err := h.ask(ctx, f, u)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		h.asked, h.err = time.Now(), err
	}
	if h.err != nil {
		return h.err
	}
	path := u.EscapedPath()
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	if !h.robots.allow(path) {
		return refuse("leave it out", "the host's robots.txt forbids it")
	}
	return nil
}

// How long robots.txt is believed (RFC 9309, 2.4), and after how long one that
// could not be had is asked for again: a run that watches lasts for weeks.
const (
	robotsFor  = 24 * time.Hour
	retryAfter = 10 * time.Minute
)

// stale reports whether robots.txt is to be asked for.
func (h *host) stale(now time.Time) bool {
	age := now.Sub(h.asked)
	return h.asked.IsZero() || age > robotsFor || h.err != nil && age > retryAfter
}

// maxRobots is how much of robots.txt is read (RFC 9309, 2.5).
const maxRobots = 500 << 10

func (h *host) ask(ctx context.Context, f *Fetcher, of *url.URL) error {
	unknown := func(err error) error {
		if r, ok := errors.AsType[*refusal](err); ok {
			return r
		}
		return errors.New("the host's robots.txt can't be had: " + err.Error())
	}
	u := &url.URL{Scheme: of.Scheme, Host: of.Host, Path: "/robots.txt"}
	for range maxRedirects + 1 {
		if err := f.check(u); err != nil {
			return unknown(err)
		}
		if err := h.wait(ctx, f); err != nil {
			return err
		}
		answer, err := f.request(ctx, u)
		if err != nil {
			return unknown(err)
		}
		to, code := answer.Header.Get("Location"), answer.StatusCode
		if code >= 300 && code < 400 && to != "" {
			_ = answer.Body.Close()
			if u, err = u.Parse(to); err != nil {
				return unknown(err)
			}
			continue
		}
		return h.take(answer, f.opt.Agent, unknown)
	}
	return unknown(errors.New("it leads on and on"))
}

func (h *host) take(answer *http.Response, agent string, unknown func(error) error) error {
	defer func() { _ = answer.Body.Close() }()
	switch code := answer.StatusCode; {
	case code == http.StatusOK:
	case code == http.StatusTooManyRequests || code >= 500:
		return unknown(errors.New("the server answers " + strconv.Itoa(code)))
	default:
		return nil
	}
	body := io.Reader(answer.Body)
	if strings.Contains(strings.ToLower(answer.Header.Get("Content-Encoding")), "gzip") {
		z, err := unzipped(answer.Body)
		if err != nil {
			return unknown(err)
		}
		body = z
	}
	b, err := io.ReadAll(io.LimitReader(body, maxRobots))
	if err != nil {
		return unknown(err)
	}
	h.robots = parseRobots(b, agent)
	return nil
}

// robots is what robots.txt says to one program.
type robots struct {
	rules []rule
	delay time.Duration
}

type rule struct {
	path  string
	allow bool
}

// parseRobots reads a robots.txt (RFC 9309) for a program: the groups that name
// it, else those for all. Crawl-delay is not of the RFC, but it is often there.
func parseRobots(b []byte, agent string) robots {
	var own, all robots
	named := false            // some group names the program
	mine, any := false, false // the group under way does, or is for all
	heads := false            // its head is under way
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	lines.Buffer(nil, maxRobots+1)
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		if key == "user-agent" {
			if !heads {
				mine, any = false, false
			}
			heads = true
			mine = mine || strings.EqualFold(product(value), agent)
			any = any || value == "*"
			named = named || mine
			continue
		}
		for to, is := range map[*robots]bool{&own: mine, &all: any} {
			if is {
				to.add(key, value)
			}
		}
		heads = heads && key != "allow" && key != "disallow" && key != "crawl-delay"
	}
	if named {
		return own
	}
	return all
}

// product is the name in "Entente/1.0 (comment)".
func product(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"))]
}

const maxRules = 10_000

func (r *robots) add(key, value string) {
	switch {
	case key == "crawl-delay":
		if n, err := strconv.ParseFloat(value, 64); err == nil && n > 0 {
			r.delay = time.Duration(min(n, maxCrawlDelay.Seconds()) * float64(time.Second))
		}
	case value == "" || len(r.rules) >= maxRules:
	case key == "allow", key == "disallow":
		if u, err := url.Parse(value); err == nil && strings.HasPrefix(value, "/") && u.EscapedPath() != "" && !strings.ContainsAny(value, "*$") {
			value = u.RequestURI() // escaped as addresses are
		}
		r.rules = append(r.rules, rule{value, key == "allow"})
	}
}

// allow reports whether a path may be asked for: by the longest rule that
// matches, and of two of the same length by the one that allows.
func (r *robots) allow(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	longest, allowed := -1, true
	for _, x := range r.rules {
		if len(x.path) < longest || len(x.path) == longest && !x.allow || !matches(x.path, path) {
			continue
		}
		longest, allowed = len(x.path), x.allow
	}
	return allowed
}

// matches reports whether a pattern matches the beginning of a path: * stands
// for anything, $ for the end.
func matches(pattern, path string) bool {
	pattern, end := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	for i, p := range parts[1:] {
		if end && i == len(parts)-2 {
			return strings.HasSuffix(rest, p)
		}
		n := strings.Index(rest, p)
		if n < 0 {
			return false
		}
		rest = rest[n+len(p):]
	}
	return !end || rest == ""
}
