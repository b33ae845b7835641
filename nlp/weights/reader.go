package weights

import _ "embed"

// ClaimReader is the model that reads sentences once more for claims that patterns
// have missed; CLAIMS.md describes it.
//
//go:embed reader.bin
var ClaimReader []byte
