package view

import (
	"crypto/subtle"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// policy lets the page run the scripts of this server and nothing else: no
// script or style within the page, no eval, no other host, no frame around it,
// no markup made of text.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// maxQuery bounds what stands behind the question mark of an address, in bytes.
const maxQuery = 8 << 10

// maxBody bounds a decision, in bytes.
const maxBody = 8 << 10

// ServeHTTP lets through what comes from the person's own browser, for this
// server, with its token.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, value := range map[string]string{
		"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
	} {
		h.Set(name, value)
	}
	switch {
	case !s.ours(r.Host): // a name of another site that was made to mean this machine
		refuse(w, http.StatusMisdirectedRequest, "this server answers for http://"+s.host+" alone")
	case r.Header.Get("Origin") != "" && !s.oursOrigin(r.Header.Get("Origin")):
		refuse(w, http.StatusForbidden, "the request comes from another site")
	case r.Method == http.MethodPost && r.URL.Path == decidePath:
		s.post(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead || r.URL.Path == decidePath:
		h.Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "only GET and HEAD are answered, but for decisions")
	case len(r.URL.RawQuery) > maxQuery || r.ContentLength > 0:
		refuse(w, http.StatusRequestEntityTooLarge, "the request is too large; show fewer actors")
	case r.URL.Path == "/" && r.URL.Query().Has("token"):
		s.enter(w, r)
	case !s.entered(r):
		refuse(w, http.StatusUnauthorized, "open the address that entente view printed, with its token")
	case strings.HasPrefix(r.URL.Path, "/api/") && !ownFetch(r):
		refuse(w, http.StatusForbidden, "the request comes from another site")
	default:
		s.mux.ServeHTTP(w, r)
	}
}

// post lets a decision through: it changes the graph, so the browser must say
// that it comes from this page. A form of another site can send neither its
// Origin nor JSON.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case !s.entered(r):
		refuse(w, http.StatusUnauthorized, "open the address that entente view printed, with its token")
	case !s.oursOrigin(r.Header.Get("Origin")) || !ownFetch(r):
		refuse(w, http.StatusForbidden, "the request comes from another site")
	case kind != "application/json":
		refuse(w, http.StatusUnsupportedMediaType, "a decision comes as JSON")
	case r.URL.RawQuery != "" || r.ContentLength < 0 || r.ContentLength > maxBody:
		refuse(w, http.StatusRequestEntityTooLarge, "the decision is too long")
	default:
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(decideTime)) // a recorder of tests has none
		s.mux.ServeHTTP(w, r)
	}
}

// ours reports whether a host is this server's, by its number or as localhost.
func (s *Server) ours(host string) bool {
	_, port, err := net.SplitHostPort(s.host)
	return err == nil && (host == s.host || host == net.JoinHostPort("localhost", port))
}

func (s *Server) oursOrigin(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "http" && s.ours(u.Host)
}

// ownFetch believes a browser that says where a request comes from; one that
// does not say has been checked by Host, Origin and cookie.
func ownFetch(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "" || site == "same-origin"
}

// cookie is named by the port, for cookies are shared between ports.
func (s *Server) cookie() string {
	_, port, _ := net.SplitHostPort(s.host)
	return "entente-view-" + port
}

// enter takes the token out of the address into a cookie.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) {
	if !s.isToken(r.URL.Query().Get("token")) {
		refuse(w, http.StatusUnauthorized, "the token is of another run; open the address that entente view printed last")
		return
	}
	http.SetCookie(w, &http.Cookie{Name: s.cookie(), Value: s.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (s *Server) entered(r *http.Request) bool {
	c, err := r.Cookie(s.cookie())
	return err == nil && s.isToken(c.Value)
}

func (s *Server) isToken(given string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(s.token)) == 1
}
