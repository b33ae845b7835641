// Package weights holds the trained models of the language stages, embedded in
// the binary. MODEL.md says what they were trained on, how, and how well they
// do.
package weights

import _ "embed"

// Token is the model of the tokeniser and sentence splitter.
//
//go:embed token.bin
var Token []byte

// Lemma holds the tables of the lemmatiser.
//
//go:embed lemma.bin
var Lemma []byte

// Tag is the model of the tagger.
//
//go:embed tag.bin
var Tag []byte

// Parse is the model of the parser.
//
//go:embed parse.bin
var Parse []byte
