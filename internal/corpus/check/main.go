// Command check reads the annotated corpus, reports what is wrong with file
// and line, and counts.
//
//	go run ./internal/corpus/check -dir corpus
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/entente-kg/entente/internal/corpus"
)

func main() {
	dir := flag.String("dir", "internal/corpus/texts", "folder of .txt files")
	flag.Parse()
	texts, err := corpus.ReadDir(os.DirFS(*dir))
	words, empty, claims := 0, 0, 0
	for _, t := range texts {
		words += len(strings.Fields(t.Text))
		claims += len(t.Claims)
		if len(t.Claims) == 0 {
			empty++
		}
	}
	fmt.Printf("%d texts, %d words, %d without a claim, %d claims\n", len(texts), words, empty, claims)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
