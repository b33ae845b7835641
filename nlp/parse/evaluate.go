package parse

import (
	"fmt"
	"strings"
	"time"
)

// Evaluate says how well the network does on right tokens, with the guessed
// tags that they carry.
func (net *Net) Evaluate(gold [][]Gold) string {
	var words, upos, xpos, feats, uas, las int
	var p pass
	var d decoder
	var head []int32
	start := time.Now()
	for _, s := range gold {
		var ins []input
		for _, g := range s {
			ins = append(ins, net.describe(g.Form, g.GuessUPOS, g.GuessXPOS))
		}
		head = grow(head, len(s))
		net.run(&p, &d, ins, []int{len(s)}, head)
		tw, fw, lw := net.p[pTags].cols, net.p[pFeats].cols, net.p[pLabel].cols
		for i, g := range s {
			words++
			u, x, _ := strings.Cut(net.tags[argmax(p.tags[i*tw:], len(net.tags))], "\t")
			if u == g.UPOS {
				upos++
			}
			if x == g.XPOS {
				xpos++
			}
			if net.feats[argmax(p.feats[i*fw:], len(net.feats))] == g.Feats {
				feats++
			}
			h := int(head[i])
			if h == len(s) {
				h = -1
			}
			if h == g.Head {
				uas++
				a, _, _ := strings.Cut(net.labels[argmax(p.label[i*lw:], len(net.labels))], ":")
				if b, _, _ := strings.Cut(g.Deprel, ":"); a == b {
					las++
				}
			}
		}
	}
	f := func(n int) float64 { return 100 * float64(n) / float64(words) }
	return fmt.Sprintf("UPOS %.2f XPOS %.2f feats %.2f UAS %.2f LAS %.2f, %.0f tokens/s", f(upos), f(xpos), f(feats), f(uas), f(las), float64(words)/time.Since(start).Seconds())
}

// run analyses sentences whose inputs stand one after the other, the longest
// first: p gets the scores, head the trees.
func (net *Net) run(p *pass, d *decoder, ins []input, lengths []int, head []int32) {
	p.begin(lengths)
	p.x = grow(p.x, p.n*dimIn)
	net.fill(p.x, ins)
	net.encode(p, nil)
	net.decide(p, d, head)
}
