// Package fetch gets pages from the web, from a list of hosts and from nowhere
// else, as a guest behaves: it says who it is, asks robots.txt, waits between
// two requests to a host, and takes no more than it can carry.
//
// Addresses come from articles, sitemaps and answers of servers, so all of them
// are hostile. What is checked of a connection is the address that is dialled,
// not the name: a name may lead to another address each time it is looked up.
package fetch

import (
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/entente-kg/entente/internal/pause"
	"github.com/entente-kg/entente/nlp/read"
)

// Options are the choices of a Fetcher. The zero value allows no host.
type Options struct {
	// Allow are the hosts: "news.example", that one alone, at the usual ports 80
	// and 443; "*.news.example", all below it; "news.example:8443", that one at
	// that port alone.
	Allow []string
	// Agent is the name by which robots.txt knows the program, and Version
	// what it says with it; Contact is an address of the web or of mail by
	// which its user can be reached, "" for none.
	Agent, Version, Contact string
	// Timeout is for one answer, from the asking to its last byte; 0 is a minute.
	Timeout time.Duration
	// MaxBytes is the most that one page may have, unpacked; 0 is
	// read.DefaultMaxBytes.
	MaxBytes int64
	// Delay is the time from one request to a host to the next; 0 is a second.
	// robots.txt may ask for more.
	Delay time.Duration
	// Guard is asked about each address before it is dialled; nil is Public.
	Guard func(netip.AddrPort) error
	// Dial makes connections instead of a net.Dialer, for tests: the guard has
	// no say then but for the address of the connection made.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Wait waits, nil for a timer.
	Wait func(context.Context, time.Duration) error
}

const (
	maxRedirects   = 5
	maxCrawlDelay  = time.Minute
	dialTimeout    = 10 * time.Second
	headerTimeout  = 20 * time.Second
	maxHeaderBytes = 64 << 10
	maxAddress     = 2048 // bytes
)

// Fetcher gets pages. It serves any number of goroutines.
type Fetcher struct {
	opt    Options
	client *http.Client

	mu    sync.Mutex
	hosts map[string]*host
}

// New checks the options.
func New(opt Options) (*Fetcher, error) {
	opt.Allow = slices.Clone(opt.Allow)
	for i, h := range opt.Allow {
		name, port, hasPort := strings.Cut(strings.ToLower(strings.TrimSpace(h)), ":")
		if opt.Allow[i] = strings.TrimSuffix(name, "."); hasPort {
			opt.Allow[i] += ":" + port
		}
		if !isHost(opt.Allow[i]) {
			return nil, fmt.Errorf("%q is no host; want a name such as news.example, or *.news.example for all below it", h)
		}
	}
	opt.Agent = cmp.Or(opt.Agent, "entente")
	opt.Timeout = cmp.Or(opt.Timeout, time.Minute)
	opt.MaxBytes = cmp.Or(opt.MaxBytes, read.DefaultMaxBytes)
	opt.Delay = cmp.Or(opt.Delay, time.Second)
	if opt.Guard == nil {
		opt.Guard = Public
	}
	if opt.Wait == nil {
		opt.Wait = pause.For
	}
	f := &Fetcher{opt: opt, hosts: map[string]*host{}}
	f.client = &http.Client{
		Transport: &http.Transport{
			Proxy:       nil, // one would be asked for any address, and the guard could not see it
			DialContext: f.dial, TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: headerTimeout, MaxResponseHeaderBytes: maxHeaderBytes,
			MaxIdleConns: 32, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second, DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return f, nil
}

// Close ends idle connections.
func (f *Fetcher) Close() { f.client.CloseIdleConnections() }

func isHost(h string) bool {
	name, port, hasPort := strings.Cut(strings.TrimPrefix(h, "*."), ":")
	if hasPort && (port == "" || strings.Trim(port, "0123456789") != "") {
		return false
	}
	ok := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.'
	}
	return name != "" && strings.IndexFunc(name, func(r rune) bool { return !ok(r) }) < 0
}

// dial connects, and lets the guard see the address to which.
func (f *Fetcher) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if f.opt.Dial != nil {
		c, err := f.opt.Dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		at, err := netip.ParseAddrPort(c.RemoteAddr().String())
		if err == nil {
			err = f.opt.Guard(at)
		}
		if err != nil {
			return nil, errors.Join(err, c.Close())
		}
		return c, nil
	}
	d := net.Dialer{Timeout: dialTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		return f.opt.Guard(at)
	}}
	return d.DialContext(ctx, network, address)
}

// refusal is an address that is not asked for, or an answer that is not taken.
type refusal struct{ why, do string }

func (e *refusal) Error() string { return e.why }

func refuse(do, format string, args ...any) error {
	return &refusal{fmt.Sprintf(format, args...), do}
}

// Do says what to do about an error of Get.
func Do(err error) string {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.do
	}
	return "try it again later, with --retry failed.jsonl and the same flags"
}

// check says why an address is not asked for, nil where it is.
func (f *Fetcher) check(u *url.URL) error {
	const mend = "leave it out, or mend it"
	name, port := authority(u)
	switch {
	case len(u.String()) > maxAddress:
		return refuse(mend, "the address has more than %d bytes", maxAddress)
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse(mend, "it is no address of http or https")
	case u.User != nil:
		return refuse(mend, "the address holds a user's name")
	case name == "":
		return refuse(mend, "the address names no host")
	}
	for _, a := range f.opt.Allow {
		want, at, _ := strings.Cut(a, ":")
		below, ok := strings.CutPrefix(want, "*")
		if name != want && (!ok || !strings.HasSuffix(name, below)) {
			continue
		}
		if at == "" && port == usualPort(u.Scheme) || at == port {
			return nil
		}
	}
	return refuse("if you want what is there: --allow "+u.Host, "the host %s is not allowed", u.Host)
}

// authority is the host of an address and its port, each written in one way: no
// capitals, no dot of the root, the usual port where none is given.
func authority(u *url.URL) (name, port string) {
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")), cmp.Or(u.Port(), usualPort(u.Scheme))
}

func usualPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// Allowed says why an address is not asked for, nil where it is.
func (f *Fetcher) Allowed(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return refuse("leave it out, or mend it", "it is no address")
	}
	return f.check(u)
}

// Get gets the page at an address. The error says what is wrong, and Do what to
// do about it.
func (f *Fetcher) Get(ctx context.Context, address string) (read.Page, error) {
	u, err := url.Parse(address)
	if err != nil {
		return read.Page{}, refuse("leave it out, or mend it", "it is no address")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	asked := []string{}
	for {
		if err := f.check(u); err != nil {
			return read.Page{}, err
		}
		answer, err := f.ask(ctx, u)
		if err != nil {
			return read.Page{}, err
		}
		to := answer.Header.Get("Location")
		if answer.StatusCode < 300 || answer.StatusCode >= 400 || to == "" {
			return f.page(answer, u)
		}
		_ = answer.Body.Close()
		asked = append(asked, u.String())
		next, err := u.Parse(to)
		switch {
		case err != nil:
			return read.Page{}, refuse("leave it out", "it leads to what is no address")
		case u.Scheme == "https" && next.Scheme == "http":
			return read.Page{}, refuse("leave it out", "it leads from https to http")
		case slices.Contains(asked, next.String()), len(asked) > maxRedirects:
			return read.Page{}, refuse("leave it out", "it leads on and on")
		}
		next.Fragment = ""
		u = next
	}
}

// ask asks one host for one page, in its turn.
func (f *Fetcher) ask(ctx context.Context, u *url.URL) (*http.Response, error) {
	h := f.host(u)
	if err := h.allowed(ctx, f, u); err != nil {
		return nil, err
	}
	if err := h.turn(ctx, f); err != nil {
		return nil, err
	}
	return f.request(ctx, u)
}

// request asks, without a look at robots.txt.
func (f *Fetcher) request(ctx context.Context, u *url.URL) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, f.opt.Timeout)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		cancel()
		return nil, refuse("leave it out, or mend it", "it is no address")
	}
	req.Header.Set("User-Agent", f.agent())
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain, application/pdf, application/xml;q=0.9, text/xml;q=0.9")
	req.Header.Set("Accept-Encoding", "gzip")
	answer, err := f.client.Do(req)
	if err != nil {
		cancel()
		return nil, short(err)
	}
	answer.Body = &closing{answer.Body, cancel}
	return answer, nil
}

func (f *Fetcher) agent() string {
	s := f.opt.Agent + "/" + cmp.Or(f.opt.Version, "dev")
	if f.opt.Contact != "" {
		s += " (+" + f.opt.Contact + ")"
	}
	return s
}

// closing ends a request's context with its body.
type closing struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (c *closing) Close() error {
	defer c.cancel()
	return c.ReadCloser.Close()
}

// short drops from an error what the caller says anyway.
func short(err error) error {
	if of, ok := errors.AsType[*url.Error](err); ok {
		if of.Timeout() {
			return errors.New("the server does not answer in time")
		}
		err = of.Err
	}
	if r, ok := errors.AsType[*refusal](err); ok {
		return r
	}
	return err
}

// kinds are the content types that are taken.
var kinds = []string{
	"text/html", "application/xhtml+xml", "text/plain", "application/pdf",
	"application/xml", "text/xml", "application/rss+xml", "application/atom+xml", "application/gzip", "application/x-gzip",
}

// page reads an answer.
func (f *Fetcher) page(answer *http.Response, u *url.URL) (read.Page, error) {
	defer func() { _ = answer.Body.Close() }()
	switch s := answer.StatusCode; {
	case s == http.StatusOK:
	case s == http.StatusTooManyRequests || s >= 500:
		return read.Page{}, fmt.Errorf("the server answers %d", s)
	default:
		return read.Page{}, refuse("leave it out", "the server answers %d", s)
	}
	media := answer.Header.Get("Content-Type")
	if kind, _, err := mime.ParseMediaType(media); err != nil || !slices.Contains(kinds, kind) {
		return read.Page{}, refuse("leave it out", "its kind, %.100q, is not taken", media)
	}
	tooLarge := refuse("fetch it yourself", "it has more than %d bytes", f.opt.MaxBytes)
	if answer.ContentLength > f.opt.MaxBytes {
		return read.Page{}, tooLarge
	}
	body := io.Reader(answer.Body)
	switch enc := strings.ToLower(answer.Header.Get("Content-Encoding")); enc {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := unzipped(io.LimitReader(answer.Body, f.opt.MaxBytes+1))
		if err != nil {
			return read.Page{}, err
		}
		body = z
	default:
		return read.Page{}, refuse("fetch it yourself", "it is packed by %.100q", enc)
	}
	b, err := io.ReadAll(io.LimitReader(body, f.opt.MaxBytes+1))
	switch {
	case int64(len(b)) > f.opt.MaxBytes:
		return read.Page{}, tooLarge
	case errors.Is(err, context.DeadlineExceeded):
		return read.Page{}, errors.New("the server does not answer in time")
	case err != nil:
		return read.Page{}, fmt.Errorf("it breaks off: %w", err)
	}
	return read.Page{URL: u.String(), Media: media, Body: b, Fetched: time.Now()}, nil
}

func unzipped(r io.Reader) (io.Reader, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("it can't be unpacked: %w", err)
	}
	return z, nil
}
