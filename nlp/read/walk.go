package read

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// input reads one input as the user named it, and reports whether reading
// goes on.
func (r *reader) input(ctx context.Context, name string) bool {
	if ctx.Err() != nil {
		return false
	}
	if name == stdin {
		return r.stream(ctx, stdin, r.opts.Stdin, true)
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?["):
		return r.glob(ctx, name)
	case errors.Is(err, fs.ErrNotExist):
		return r.refuse(ctx, Origin{Path: name}, err)
	case err != nil:
		return r.refuse(ctx, Origin{Path: name}, err)
	case info.IsDir():
		return r.folder(ctx, name)
	}
	return r.file(ctx, name, true)
}

// glob reads what a pattern matches, sorted. "**" stands for any number of
// folders. As in a shell, hidden files only match when the pattern says so.
func (r *reader) glob(ctx context.Context, pattern string) bool {
	found, err := matches(pattern)
	if err == nil && len(found) == 0 {
		err = problem("check the pattern", "it matches no file")
	}
	if err != nil {
		return r.refuse(ctx, Origin{Path: pattern}, err)
	}
	for _, name := range found {
		info, err := os.Lstat(name)
		var ok bool
		switch {
		case err != nil:
			ok = r.refuse(ctx, Origin{Path: name}, err)
		case info.IsDir():
			ok = r.folder(ctx, name)
		default:
			ok = r.found(ctx, name, info.Mode())
		}
		if !ok {
			return false
		}
	}
	return true
}

func matches(pattern string) ([]string, error) {
	if _, err := filepath.Match(pattern, ""); err != nil {
		return nil, problem("quote or mend the pattern", "not a pattern: %w", err)
	}
	root, rest, deep := strings.Cut(filepath.ToSlash(pattern), "**/")
	if !deep {
		found, err := filepath.Glob(pattern)
		hidden := strings.HasPrefix(filepath.Base(pattern), ".")
		found = slices.DeleteFunc(found, func(s string) bool { return isHidden(filepath.Base(s)) && !hidden })
		slices.Sort(found)
		return found, err
	}
	var found []string
	bases := []string{filepath.Clean(filepath.FromSlash(root))}
	if strings.ContainsAny(root, "*?[") {
		bases, _ = filepath.Glob(strings.TrimSuffix(root, "/"))
	}
	for _, base := range bases {
		err := filepath.WalkDir(base, func(p string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil // an unreadable folder cannot match
			case p != base && isHidden(d.Name()):
				return skipEntry(d)
			case d.IsDir():
				return nil
			}
			if rel, err := filepath.Rel(base, p); err == nil && deepMatch(rest, filepath.ToSlash(rel)) {
				found = append(found, p)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// deepMatch reports whether pattern matches name or its last folders and
// name.
func deepMatch(pattern, name string) bool {
	for {
		if ok, _ := filepath.Match(pattern, name); ok {
			return true
		}
		var more bool
		if _, name, more = strings.Cut(name, "/"); !more {
			return false
		}
	}
}

func skipEntry(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func isHidden(name string) bool {
	return strings.HasPrefix(name, ".") && name != "." && name != ".."
}

// folder reads the files of a folder and of those below it, sorted by name.
func (r *reader) folder(ctx context.Context, root string) bool {
	if info, err := os.Lstat(root); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		root += string(filepath.Separator) // the user named it, so it is followed
	}
	n, ok := 0, true
	_ = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			n++
			ok = r.refuse(ctx, Origin{Path: p}, err)
		case p != root && isHidden(d.Name()):
			return skipEntry(d)
		case d.IsDir():
			return nil
		default:
			n++
			ok = r.found(ctx, filepath.Clean(p), d.Type())
		}
		if !ok {
			return fs.SkipAll
		}
		return nil
	})
	if ok && n == 0 {
		ok = r.refuse(ctx, Origin{Path: root}, skip(Empty, "check the path", "the folder holds no files"))
	}
	return ok && ctx.Err() == nil
}

// found reads a file that the user did not name himself.
func (r *reader) found(ctx context.Context, name string, mode fs.FileMode) bool {
	switch {
	case mode&fs.ModeSymlink != 0:
		return r.refuse(ctx, Origin{Path: name}, skip(Unsupported, "name it yourself to have it read", "it is a symbolic link"))
	case !mode.IsRegular():
		return r.refuse(ctx, Origin{Path: name}, skip(Unsupported, "name it yourself to have it read", "it is no regular file"))
	}
	return r.file(ctx, name, false)
}

// file reads a file; named says that the user named it himself.
func (r *reader) file(ctx context.Context, name string, named bool) bool {
	if r.list != nil || r.opts.Take != nil {
		info, err := os.Stat(name)
		switch isFile := err == nil && info.Mode().IsRegular(); {
		case r.list != nil:
			return !isFile || r.list(name, info)
		case isFile && !r.opts.Take(name, info):
			return ctx.Err() == nil
		}
	}
	f, err := os.Open(name)
	if err != nil {
		return r.refuse(ctx, Origin{Path: name}, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return r.refuse(ctx, Origin{Path: name}, err)
	}
	if !info.Mode().IsRegular() { // a pipe, say
		return r.stream(ctx, name, f, named)
	}
	raw := &rawFile{File: f, size: info.Size()}
	r.raw = raw
	from, ok, err := r.begin(name, info, raw)
	switch {
	case err != nil:
		return r.end(ctx, raw, info, r.refuse(ctx, Origin{Path: name}, err))
	case !ok:
		return r.end(ctx, raw, info, true)
	}
	s := &source{
		origin: Origin{Path: name}, name: filepath.Base(name), named: named, filed: info.ModTime(),
		r: reading(ctx, raw), at: raw, size: info.Size(), from: from,
		budget: &budget{max: r.opts.MaxExpand, ratio: r.opts.MaxRatio, in: info.Size()},
	}
	return r.end(ctx, raw, info, r.source(ctx, s))
}

// stream reads what has no beginning to go back to.
func (r *reader) stream(ctx context.Context, name string, from io.Reader, named bool) bool {
	b := &budget{max: r.opts.MaxExpand, ratio: r.opts.MaxRatio}
	s := &source{
		origin: Origin{Path: name}, name: filepath.Base(name), named: named,
		r: reading(ctx, &counted{from, b}), budget: b,
	}
	if name == stdin {
		s.name = "stdin"
	}
	return r.source(ctx, s)
}

const bufferSize = 64 << 10

// reading is a reader that ends with ctx.
func reading(ctx context.Context, from io.Reader) *bufio.Reader {
	return bufio.NewReaderSize(readFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return from.Read(p)
	}), bufferSize)
}

type readFunc func(p []byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }
