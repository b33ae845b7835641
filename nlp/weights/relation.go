package weights

import _ "embed"

// Relation is the model that proposes claims; RELATION.md describes it.
//
//go:embed relation.bin
var Relation []byte
