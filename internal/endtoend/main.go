// Command endtoend makes an archive of invented news of any size, imports it
// with the entente command itself, as a user would, and prints what it took:
// speed from the first tenth of the archive to the last, the peak of memory,
// what the graph then has, and on which machine.
//
//	go build -o entente ./cmd/entente
//	go run ./internal/endtoend -entente ./entente -size 10GB -store sqlite:/big/disk/graph.db
//
// With -json the same is printed for programs. With -write FILE it only writes the archive (JSON Lines, packed by gzip).
package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/internal/press"
)

type options struct {
	entente, corpus, size, store, write, dir string
	workers                                  int
	json                                     bool
}

func main() {
	var o options
	flag.StringVar(&o.entente, "entente", "./entente", "the command to measure")
	flag.StringVar(&o.corpus, "corpus", "internal/corpus/texts", "folder of annotated texts that the articles are made of")
	flag.StringVar(&o.size, "size", "30MB", "how much text, before it is packed: 500MB, 10GB")
	flag.StringVar(&o.store, "store", "", "the graph; a SQLite file of its own, taken away at the end, where none is given")
	flag.StringVar(&o.dir, "dir", "", "folder for the archive and the graph; the system's for temporary files where none is given")
	flag.StringVar(&o.write, "write", "", "only write the archive, to this file")
	flag.IntVar(&o.workers, "workers", 0, "how many articles are analysed at a time; 0 for all cores")
	flag.BoolVar(&o.json, "json", false, "print the figures as JSON")
	flag.Parse()
	if err := run(context.Background(), o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "endtoend:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options, w io.Writer) (err error) {
	size, err := bytesOf(o.size)
	if err != nil {
		return err
	}
	news, err := press.NewNews(o.corpus)
	if err != nil {
		return err
	}
	if o.write != "" {
		_, err := writeArchive(o.write, news, size)
		return err
	}
	dir, err := os.MkdirTemp(o.dir, "entente-archive-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	archive := filepath.Join(dir, "archive.jsonl.gz")
	packed, err := writeArchive(archive, news, size)
	if err != nil {
		return err
	}
	if o.store == "" {
		o.store = "sqlite:" + filepath.Join(dir, "graph.db")
	}
	m, err := measure(ctx, o, archive)
	if err != nil {
		return err
	}
	f := m.figures(size, packed)
	if o.json {
		return json.NewEncoder(w).Encode(f)
	}
	f.print(w)
	return nil
}

// writeArchive writes so many bytes of articles, and returns how many they are
// when packed.
func writeArchive(path string, news *press.News, size int64) (packed int64, err error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b := bufio.NewWriterSize(f, 1<<20)
	z, err := gzip.NewWriterLevel(b, gzip.BestSpeed)
	if err != nil {
		return 0, err
	}
	if err := errors.Join(news.Write(z, 0, size), z.Close(), b.Flush()); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// bytesOf reads "500MB" and "10GB", of a thousand each.
func bytesOf(size string) (int64, error) {
	for unit, n := range map[string]float64{"KB": 1e3, "MB": 1e6, "GB": 1e9} {
		if number, ok := strings.CutSuffix(strings.ToUpper(size), unit); ok {
			if f, err := strconv.ParseFloat(number, 64); err == nil && f > 0 {
				return int64(f * n), nil
			}
		}
	}
	return 0, fmt.Errorf("-size %q: want such as 500MB or 10GB", size)
}
