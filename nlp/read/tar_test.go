package read

import (
	"archive/tar"
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// tarred packs pairs of name and content.
func tarred(t testing.TB, pairs ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		h := &tar.Header{Name: pairs[i], Size: int64(len(pairs[i+1])), Mode: 0o600, Typeflag: tar.TypeReg, ModTime: time.Unix(1e9, 0)}
		if target, ok := strings.CutPrefix(pairs[i+1], "-> "); ok {
			h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, target, 0
		}
		if err := z.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			if _, err := z.Write([]byte(pairs[i+1])); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstded(t testing.TB, content string) string {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(z.EncodeAll([]byte(content), nil))
}

func xzed(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	z, err := xz.NewWriter(&b)
	if err == nil {
		_, err = z.Write([]byte(content))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bzip2ed is "Fiji left." in a bz2 file: Go has no writer for it.
func bzip2ed(t testing.TB) string {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWV0+wboAAAEVgEABAQADNAQAIAAxBkxBAGanGCGmeLuSKcKEgun2DdA=")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTarAndPackings(t *testing.T) {
	bomb := strings.Repeat("a", 10_000_000)
	tarOf := func(content string) string { return tarred(t, "in.txt", content) }
	greedy := []byte(xzed(t, "Fiji left."))
	for i := range greedy[:40] { // the first block's filter: LZMA2, one byte of properties
		if i > 12 && greedy[i] == 0x21 && greedy[i+1] == 1 {
			greedy[i+2] = 40 // a dictionary of 4 GiB
		}
	}
	for _, c := range []struct{ name, give, keys, errs string }{
		{name: "a.txt.bz2", give: bzip2ed(t), keys: "a"},
		{name: "a.txt.xz", give: xzed(t, "Fiji left."), keys: "a"},
		{name: "a.txt.zst", give: zstded(t, "Fiji left."), keys: "a"},
		{name: "a.tar", give: tarred(t, "z.txt", "Fiji left.", "d/b.jsonl", lineOf(7), ".x.txt", "no", "a.md", "# Head\n\nFiji left."), keys: "z 7 a"},
		{name: "a.tgz", give: packed(t, tarOf("Fiji left.")), keys: "in"},
		{name: "a.tar.xz", give: xzed(t, tarOf("Fiji left.")), keys: "in"},
		{name: "a.tzst", give: zstded(t, tarOf("Fiji left.")), keys: "in"},
		{name: "stored", give: tarOf("Fiji left."), keys: "in"},
		{name: "nested.tar", give: tarred(t, "b.txt.gz", packed(t, "Fiji left."), "c.zip", zipped(t, "d.txt", "Fiji left.")), keys: "b d"},
		{
			name: "out.tar", give: tarred(t, "../evil.txt", "x", "good.txt", "Fiji left.", "/abs.txt", "x", "link.txt", "-> /etc/hostname"), keys: "good",
			errs: "out.tar: ../evil.txt: its name leads out of the archive; pack it again with plain names|" +
				"out.tar: /abs.txt: its name leads out of the archive; pack it again with plain names|" +
				"out.tar: link.txt: it is a link; pack the file itself",
		},
		{
			name: "bomb.tar", give: tarred(t, "a.txt", "Fiji left.", "bomb.txt.gz", packed(t, bomb), "c.txt", "Fiji came."), keys: "a c",
			errs: "bomb.tar: bomb.txt.gz: it unpacks to more than 100 times its size, as a zip bomb does; leave it out; if you trust it, raise the limit or unpack it yourself",
		},
		{
			name: "bomb.txt.zst", give: zstded(t, bomb),
			errs: "bomb.txt.zst: it unpacks to more than 100 times its size, as a zip bomb does; leave it out; if you trust it, raise the limit or unpack it yourself",
		},
		{name: "greedy.txt.xz", give: string(greedy), errs: "greedy.txt.xz: unpacking it needs more than 64 MiB of memory; unpack it yourself"},
		{
			name: "half.tar", give: tarred(t, "a.txt", "Fiji left.", "b.txt", noise(4000))[:2200], keys: "a",
			errs: "half.tar: b.txt: it is cut short: unexpected EOF; fetch or pack it again; the documents before the break were read|" +
				"half.tar: not a whole tar archive: unexpected EOF; fetch or pack it again",
		},
		{name: "empty.tar", give: tarred(t), errs: "empty.tar: the archive holds no files; nothing to do, or pack it again"},
		{name: "false.tar", give: "Fiji left.", errs: "false.tar: not a whole tar archive: unexpected EOF; fetch or pack it again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			docs, errs := readAll(t, Options{}, write(t, dir, c.name, c.give))
			if got := keys(docs); got != c.keys {
				t.Errorf("given %s\ngot  documents %s\nwant %s", c.name, got, c.keys)
			}
			got := strings.TrimSuffix(strings.ReplaceAll(strings.ReplaceAll(texts(errs), "read "+dir+"/", ""), "\n", "|"), "|")
			if got != c.errs {
				t.Errorf("given %s\ngot  %s\nwant %s", c.name, got, c.errs)
			}
		})
	}
}
