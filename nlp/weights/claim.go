package weights

import _ "embed"

// Claim is the model that judges and proposes claims; CLAIMS.md describes it.
//
//go:embed claim.bin
var Claim []byte
