package weights

import _ "embed"

// Name is the model of the recogniser of names; NAMES.md describes it.
//
//go:embed name.bin
var Name []byte
