package resolve

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// mend makes text valid UTF-8 without zero bytes, which neither engine is sure
// to give back as it got them.
func mend(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// maxSource bounds a publisher's name, in bytes.
const maxSource = 1000

func mendAll(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = mend(s)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func mendArticle(a schema.Article) schema.Article {
	for _, s := range []*string{&a.ID, &a.Key, &a.URL, &a.Title, &a.Lang, &a.Source} {
		*s = mend(*s)
	}
	if len(a.Source) > maxSource { // it is a key in an index
		a.Source = strings.ToValidUTF8(a.Source[:maxSource], "")
	}
	return a
}

func mendEntity(e schema.Entity) schema.Entity {
	e.Name, e.Country, e.Sector = mend(e.Name), mend(e.Country), mend(e.Sector)
	e.Aliases = mendAll(e.Aliases)
	codes := map[string]string{}
	for k, v := range e.Codes {
		codes[mend(k)] = mend(v)
	}
	e.Codes = codes
	if len(codes) == 0 {
		e.Codes = nil
	}
	return e
}

func mendClaim(c schema.Claim) schema.Claim {
	for _, list := range []*[]string{&c.Actor, &c.Recipient, &c.Theme, &c.Mediator} {
		*list = mendAll(*list)
	}
	ev := &c.Evidence
	for _, s := range []*string{&c.ID, &c.Speaker, &c.Place, &ev.Sentence.Text, &ev.Quote.Text, &ev.Rule} {
		*s = mend(*s)
	}
	var marks []schema.Mark
	for _, m := range ev.Marks {
		if slices.Contains(roles, m.Role) {
			marks = append(marks, m)
		}
	}
	ev.Marks = marks
	return c
}

// roles are those that a mark may have; what others say is dropped.
var roles = []schema.Role{schema.RoleActor, schema.RoleRecipient, schema.RoleTheme, schema.RoleMediator, schema.RoleSpeaker, schema.RoleCue}
