package read

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// The files of these tests were written by Apache Arrow (pyarrow 26).

func parquetBytes(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/tables/" + name + ".parquet")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// readBytes reads a file of these bytes and a name.
func readBytes(t *testing.T, name string, content []byte, o Options) (docs []Document, errs []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
	o.Now = now
	for d, err := range Inputs(t.Context(), o, path) {
		if err != nil {
			errs = append(errs, strings.ReplaceAll(err.Error(), path, name))
			continue
		}
		docs = append(docs, d)
	}
	return docs, errs
}

// wholeNews reports what is not as it was written.
func wholeNews(t *testing.T, docs []Document, errs []string, n int) {
	t.Helper()
	if len(docs) != n || len(errs) != 0 {
		t.Fatalf("got %d articles, errors %q; want %d", len(docs), errs, n)
	}
	for i := range docs {
		d := &docs[i]
		title, url := fmt.Sprintf("Story %d", i), fmt.Sprintf("https://riverdaily.example/%d", i)
		if i%3 == 1 { // they are null
			title, url = "", ""
		}
		if d.Key != fmt.Sprint(i) || d.Text != fmt.Sprintf("Togo and Benin met on day %d.\nThey agreed.", i) || d.Source != "River Daily" || d.Published.Value != "2025-03-12" ||
			d.Origin.Line != i+1 || d.Title != title || d.URL != url {
			t.Fatalf("article %d: got %+v", i, d)
		}
	}
}

func TestParquetArticles(t *testing.T) {
	content := parquetBytes(t, "news")
	docs, errs := readBytes(t, "news.parquet", content, Options{})
	wholeNews(t, docs, errs, 250)
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	f, err := z.Create("in/news.parquet")
	if err == nil {
		_, err = f.Write(content)
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	docs, errs = readBytes(t, "news.zip", zipped.Bytes(), Options{})
	wholeNews(t, docs, errs, 250)
	docs, errs = readBytes(t, "without-extension", content, Options{})
	wholeNews(t, docs, errs, 250)
}

// Pages of both versions, packed and encoded in every way that is read.
func TestParquetPages(t *testing.T) {
	for _, name := range []string{"packed-none", "packed-gzip", "packed-zstd", "packed-lz4", "encoded", "int96"} {
		t.Run(name, func(t *testing.T) {
			docs, errs := readBytes(t, "news.parquet", parquetBytes(t, name), Options{})
			wholeNews(t, docs, errs, 40)
		})
	}
	docs, errs := readBytes(t, "deltas.parquet", parquetBytes(t, "deltas"), Options{})
	if len(docs) != 1000 || len(errs) != 0 {
		t.Fatalf("deltas: got %d rows, errors %q; want 1000", len(docs), errs)
	}
	for i := range docs {
		if key, text := fmt.Sprint((i*7919%1000-500)*1e12), fmt.Sprintf("Text %d", i*7919%1000); docs[i].Text != text || key != "0" && docs[i].Key != fmt.Sprint((i*7919%1000-500)*1_000_000_000_000) {
			t.Fatalf("deltas: row %d: got %q, %q, want %q", i, docs[i].Key, docs[i].Text, text)
		}
	}
	if docs, errs := readBytes(t, "t.parquet", parquetBytes(t, "packed-brotli"), Options{}); len(docs) != 0 || len(errs) != 1 || !strings.Contains(errs[0], "packed by Brotli; write it anew with Snappy") {
		t.Errorf("Brotli: got %d rows, errors %q", len(docs), errs)
	}
}

func TestParquetEvents(t *testing.T) {
	docs, errs := readBytes(t, "events.parquet", parquetBytes(t, "acled"), Options{})
	if len(docs) != 1 || len(errs) != 0 {
		t.Fatalf("got %d rows, errors %q; want 1", len(docs), errs)
	}
	const want = "UKR1 | 2024-05-07 | day | Military Forces of Russia (2000-)////Military Forces of Russia (2000-) | acled Attack Attack | Civilians (Ukraine)////Civilians (Ukraine) | Kupiansk, Ukraine (with coordinates) | Ukraine |  |  | 2024-05-07"
	if got := told(&docs[0]); got != want || docs[0].SourceKind != schema.ACLED {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	docs, errs = readBytes(t, "gdelt.parquet", parquetBytes(t, "gdelt"), Options{})
	if len(docs) != 1 || len(errs) != 0 || docs[0].Coding.Date.Value != "2025-05-07" || docs[0].Coding.Code != "190" || docs[0].SourceKind != schema.GDELT {
		t.Errorf("GDELT: got %+v, errors %q", docs, errs)
	}
}

// What is wrong with a table says where, and what is whole is read.
func TestParquetBad(t *testing.T) {
	whole := parquetBytes(t, "news")
	file, err := parquetFooter(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	damaged, bomb := bytes.Clone(whole), bytes.Clone(whole)
	for _, c := range file.groups[1].chunks { // every page of the second row group
		for i := c.start; i < c.start+c.size; i++ {
			damaged[i] ^= 0xff
		}
	}
	// the header of the first page says that it unpacks to 2 GB
	text := file.groups[0].chunks[1].start
	copy(bomb[text:], binary.AppendUvarint([]byte{0x15, 0x00, 0x15}, 2<<31-2))
	for _, c := range []struct {
		name    string
		content []byte
		rows    int
		want    string
	}{
		{"cut short", whole[:len(whole)/2], 0, "read t.parquet: it is cut short: the footer at its end is missing; fetch it again"},
		{"a damaged row group", damaged, 150, "read t.parquet: line 101: row group 2, row 1: it is damaged or cut short"},
		{"a page of two gigabytes", bomb, 150, "read t.parquet: line 1: a page has more than 64 MiB; write it with smaller pages"},
		{"a damaged footer", append(bytes.Repeat([]byte("PAR1"), 20), 40, 0, 0, 0, 'P', 'A', 'R', '1'), 0, "read t.parquet: the footer is damaged"},
		{"a footer of more than there is", append([]byte("PAR1...."), 255, 255, 255, 127, 'P', 'A', 'R', '1'), 0, "read t.parquet: the footer is damaged"},
		{"nothing but its name", []byte("PAR1"), 0, "read t.parquet: it is cut short"},
		{"encrypted", []byte("PARE............PARE"), 0, "read t.parquet: the table is encrypted"},
		{"another file", []byte("hello"), 0, "read t.parquet: not a Parquet file"},
		{"no texts", parquetBytes(t, "headline"), 0, "read t.parquet: no field \"text\"; there are: headline; name the columns"},
		{"lists of texts", parquetBytes(t, "lists"), 0, "read t.parquet: column \"text\" holds lists"},
		{"a coder's table without its day", parquetBytes(t, "acled-short"), 0, "read t.parquet: a table of acled lacks the columns: event_date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, errs := readBytes(t, "t.parquet", c.content, Options{})
			if len(docs) != c.rows || len(errs) != 1 || !strings.HasPrefix(errs[0], c.want) {
				t.Errorf("got %d rows, errors %q; want %d rows and %s", len(docs), errs, c.rows, c.want)
			}
		})
	}
	if docs, errs := readBytes(t, "t.parquet", parquetBytes(t, "headline"), Options{Fields: map[string]string{"text": "Headline"}}); len(docs) != 1 || len(errs) != 0 {
		t.Errorf("a column by another name: got %d rows, errors %q", len(docs), errs)
	}
}

// A footer may be nothing but lists within lists: that must not take the stack.
func TestThriftLists(t *testing.T) {
	in := &thrift{b: bytes.Repeat([]byte{0x19}, 1<<24)} // field 1, a list; then one list in each list
	in.fields(0, func(int, byte) bool { return false })
	if in.err == nil {
		t.Error("given lists within lists, 16 million deep: got no error")
	}
}

// The sizes of a page's levels may be so large that their sum is negative.
func TestParquetPageLevels(t *testing.T) {
	b := []byte{0x15, dataPage2 << 1, 0x15, 20, 0x15, 20, 0x5c, 0x15, 2, 0x45} // kind, unpacked, packed; of version 2: one value, and field 5
	for range 2 {
		b = append(binary.AppendVarint(b, 1<<62), 0x15)
	}
	b = append(b[:len(b)-1], 0, 0)
	b = append(b, make([]byte, 100)...)
	file := &parquetFile{at: bytes.NewReader(b), size: int64(len(b)), leaves: []leaf{{kind: kindBytes}}}
	c := &cursor{file: file, leaf: &file.leaves[0], chunk: &chunk{values: 1, size: int64(len(b))}, rows: 1, held: new(int64)}
	if h, err := c.header(); err == nil {
		t.Errorf("given levels of 2^62 bytes: got %+v, no error", h)
	}
}

// A footer of 16 MiB may name 16 million columns.
func TestParquetManyNodes(t *testing.T) {
	const n = 1 << 24
	footer := binary.AppendUvarint([]byte{0x29, 0xfc}, n) // field 2, a list of structs
	footer = append(footer, make([]byte, n+1)...)
	b := binary.LittleEndian.AppendUint32(append([]byte("PAR1"), footer...), uint32(len(footer)))
	b = append(b, "PAR1"...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := parquetFooter(bytes.NewReader(b), int64(len(b)))
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; err == nil || used > 64 {
		t.Errorf("got %v and %d MiB allocated, want an error and little more than the footer", err, used)
	}
}

// A dictionary is in memory as long as its row group is read.
func TestParquetDictionaryIsHeld(t *testing.T) {
	b := []byte{0x15, dictionaryPage << 1, 0x15, 8, 0x15, 8, 0x4c, 0x15, 2, 0x15, 0, 0, 0} // one word
	b = append(b, 0, 0, 0, 0)                                                              // "", plain
	b = append(b, 0x15, dataPage<<1, 0x15, 8, 0x15, 8, 0x2c, 0x15, 2, 0x15, 0, 0, 0)       // one value, plain
	b = append(b, 0, 0, 0, 0)
	b = append([]byte("PAR1"), b...)
	held := int64(0)
	file := &parquetFile{at: bytes.NewReader(b), size: int64(len(b)), leaves: []leaf{{kind: kindBytes}}}
	c := &cursor{file: file, leaf: &file.leaves[0], chunk: &chunk{start: 4, values: 1, size: int64(len(b)) - 4}, rows: 1, held: &held, at: 4}
	if v, err := c.next(); v != "" || err != nil {
		t.Fatalf("got %q, %v", v, err)
	}
	if want := int64(4+wordSize) + 4; held != want {
		t.Errorf("got %d bytes held, want %d: dictionary and page", held, want)
	}
}

// Any one byte of a table may be wrong: that costs rows, and never the run.
func TestParquetFlips(t *testing.T) {
	for _, name := range []string{"encoded", "packed-lz4", "int96", "acled"} {
		whole := parquetBytes(t, name)
		for i := 0; i < len(whole); i += 7 {
			b := bytes.Clone(whole)
			b[i] ^= byte(1 << (i % 8))
			checkedRows(t, "parquet", b)
		}
	}
}

func FuzzParquet(f *testing.F) {
	for _, name := range []string{"encoded", "packed-lz4", "packed-none", "int96", "acled", "gdelt", "headline", "lists"} {
		f.Add(parquetBytes(f, name))
	}
	f.Fuzz(func(t *testing.T, content []byte) { checkedRows(t, "parquet", content) })
}
