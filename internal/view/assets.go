package view

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"
	"net/http"
	"path"
	"strings"
)

// files are the page's own. The libraries are those of npm, unchanged, in one
// minified file each, compressed: vendor/README.md tells their versions.
//
//go:embed assets
var files embed.FS

// types are the kinds of files that are served; nothing else is.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}

// asset serves one of the page's own files. An embed.FS has no way out of it.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	kind, ok := types[path.Ext(name)]
	if !ok {
		refuse(w, http.StatusNotFound, "there is no such page")
		return
	}
	w.Header().Set("Content-Type", kind)
	if body, err := files.ReadFile("assets/" + name); err == nil {
		send(w, r, body)
		return
	}
	packed, err := files.ReadFile("assets/" + name + ".gz")
	if err != nil {
		refuse(w, http.StatusNotFound, "there is no such page")
		return
	}
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		send(w, r, packed)
		return
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err == nil {
		var body []byte
		if body, err = io.ReadAll(z); err == nil {
			send(w, r, body)
			return
		}
	}
	refuse(w, http.StatusInternalServerError, err.Error())
}

func send(w http.ResponseWriter, r *http.Request, body []byte) {
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // who asked has gone, nobody is left to tell
	}
}
