package read

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// isTar reports whether a file is a tar archive.
func isTar(head []byte, name string) bool {
	const magicAt = 257
	if len(head) > magicAt+5 && bytes.Equal(head[magicAt:magicAt+5], []byte("ustar")) {
		return true
	}
	return strings.EqualFold(path.Ext(name), ".tar")
}

// tar reads the members of a tar archive, in the order in which they stand
// there: it may be longer than any disk, and is read once.
func (r *reader) tar(ctx context.Context, s *source) bool {
	if s.depth >= maxDepth {
		return r.refuse(ctx, s.origin, tooDeep())
	}
	t := tar.NewReader(s.r)
	for n := 0; ; {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF) && n == 0:
			return r.refuse(ctx, s.origin, skip(Empty, "nothing to do, or pack it again", "the archive holds no files"))
		case errors.Is(err, io.EOF):
			return true
		case s.budget != nil && s.budget.spent() != nil:
			return r.refuse(ctx, s.origin, s.budget.spent())
		case errors.Is(err, tar.ErrHeader) && nextMember(s.r):
			t = tar.NewReader(s.r)
			_, ok := s.from.inside(n)
			n++ // it was one
			r.mark(s, n)
			if ok && !r.refuse(ctx, s.origin, problem("fetch or pack it again; what comes after it was read", "after member %d: %w", n-1, err)) {
				return false
			}
			continue
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return r.refuse(ctx, s.origin, problem("fetch or pack it again", "not a whole tar archive: %w", err))
		case h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader || hiddenMember(h.Name):
			continue
		}
		from, ok := s.from.inside(n)
		n++
		if ok && !r.tarMember(ctx, s, h, t, n-1, from) {
			return false
		}
	}
}

// nextMember goes on to the next block that is the head of a member, by its magic
// and its sum.
func nextMember(r *bufio.Reader) bool {
	const (
		block        = 512
		sumAt, sumTo = 148, 156
	)
	for {
		b, err := r.Peek(block)
		if err != nil {
			return false
		}
		sum, want := 0, 0
		for i, c := range b {
			if i >= sumAt && i < sumTo { // counted as spaces
				c = ' '
			}
			sum += int(c)
		}
		_, err = fmt.Sscanf(strings.Trim(string(b[sumAt:sumTo]), " \x00"), "%o", &want)
		if err == nil && sum == want && isTar(b, "") {
			return true
		}
		_, _ = r.Discard(block)
	}
}

// tarMember reads one file of a tar archive.
func (r *reader) tarMember(ctx context.Context, s *source, h *tar.Header, from io.Reader, i int, begin Place) bool {
	inner := *s
	r.mark(s, i+1) // what is refused is done
	inner.from, inner.members = begin, append(slices.Clone(s.members), i)
	if err := refusableTar(h); err != nil {
		inner.origin.Member = strings.TrimPrefix(s.origin.Member+"/"+h.Name, "/")
		return r.refuse(ctx, inner.origin, err)
	}
	inner.origin.Member = path.Join(s.origin.Member, h.Name)
	inner.name, inner.named, inner.depth, inner.at = path.Base(h.Name), false, s.depth+1, nil
	if !h.ModTime.IsZero() && h.ModTime.Unix() != 0 {
		inner.filed = h.ModTime
	}
	own := &budget{max: r.opts.MaxExpand, ratio: r.opts.MaxRatio, around: s.budget}
	inner.r = reading(ctx, &counted{from, own})
	inner.budget = own
	return r.source(ctx, &inner)
}

// refusableTar says why a member of a tar archive is not read, nil when it is.
func refusableTar(h *tar.Header) error {
	switch {
	case strings.Contains(h.Name, `\`), !filepath.IsLocal(filepath.FromSlash(h.Name)):
		return problem("pack it again with plain names", "its name leads out of the archive")
	case h.Typeflag == tar.TypeSymlink || h.Typeflag == tar.TypeLink:
		return skip(Unsupported, "pack the file itself", "it is a link")
	case h.Typeflag == tar.TypeGNUSparse, h.PAXRecords["GNU.sparse.major"] != "", h.PAXRecords["GNU.sparse.size"] != "":
		return skip(Unsupported, "pack it again as a whole", "it is packed with gaps (sparse)")
	case h.Typeflag != tar.TypeReg:
		return skip(Unsupported, "pack the file itself", "it is no regular file")
	}
	return nil
}
