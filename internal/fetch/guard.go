package fetch

import "net/netip"

// closed are the ranges of addresses that belong to no public server, by the
// registries of IANA for special purposes (RFC 6890 and its successors). The
// addresses at which clouds tell machines their secrets, 169.254.169.254,
// fd00:ec2::254 and 100.100.100.200, lie in them.
var closed = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
	"fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(of ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(of))
	for i, s := range of {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// Public refuses addresses of this machine, of private networks, of links, of
// clouds' own services, and all others that no public server has.
func Public(at netip.AddrPort) error {
	addr := at.Addr().Unmap().WithZone("")
	if !addr.IsValid() {
		return refuse("leave it out", "it leads to no address")
	}
	for _, p := range closed {
		if p.Contains(addr) {
			return refuse("leave it out", "its host leads to %s, which is no public address", addr)
		}
	}
	return nil
}
