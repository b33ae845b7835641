package nlp

import (
	"fmt"
	"hash/crc32"
	"io/fs"
	"path"

	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

// codeVersion changes when the stages' own code changes what they find.
const codeVersion = "1"

// Version names what extractions depend on besides the text: the schema's
// files, the models, the options and the code. Articles read under another version are
// read anew.
func (p *Pipeline) Version() (string, error) {
	sum := crc32.NewIEEE()
	folders := append([]fs.FS{schema.WordFiles(), schema.CrosswalkFiles()}, layers(schema.ActorFiles(), p.options.Actors)...)
	folders = append(folders, layers(schema.RelationFiles(), p.options.Relations)...)
	for _, folder := range folders {
		err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
			ext := path.Ext(name)
			switch {
			case err != nil:
				return err
			case d.IsDir() && name != ".": // nothing below the folder itself is loaded
				return fs.SkipDir
			case d.IsDir(), ext != ".csv" && ext != ".yaml":
				return nil
			}
			data, err := fs.ReadFile(folder, name)
			if err != nil {
				return err
			}
			fmt.Fprintf(sum, "%s %d ", name, len(data))
			sum.Write(data)
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("schema: %w", err)
		}
	}
	for _, model := range [][]byte{weights.Token, weights.Lemma, weights.Tag, weights.Parse, weights.Name, weights.Claim, weights.ClaimReader} {
		sum.Write(model)
	}
	fmt.Fprintf(sum, "rules only %t, no proposals %t, least confidence %g", p.options.RulesOnly, p.options.NoProposals, p.options.MinConfidence)
	return fmt.Sprintf("%s-%08x", codeVersion, sum.Sum32()), nil
}
