package read

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"hash"
)

// pdfCrypt undoes the encryption of a document that opens without a password:
// its user's password is empty, and what is encrypted is only what may be done
// with it. It is the standard security handler (ISO 32000-2, 7.6) in all its
// revisions: RC4 with keys of 40 to 128 bits, and AES with 128 and 256.
type pdfCrypt struct {
	key    []byte
	aes    bool
	v5     bool // one key for all objects
	plain  bool // nothing is encrypted
	source *pdfFile
}

// pdfPad fills passwords up (7.6.4.3.2).
const pdfPad = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// newCrypt is nil where a password is needed, or another handler.
func (f *pdfFile) newCrypt() *pdfCrypt {
	d := f.dict(f.trailer.get("Encrypt"))
	text := func(d pdfDict, key string) string {
		s, _ := f.follow(d.get(key)).(string)
		return s
	}
	v, r := int(f.number(d.get("V"))), int(f.number(d.get("R")))
	bits := f.number(d.get("Length"))
	if bits < 40 || bits > 128 || v == 1 {
		bits = 40
	}
	c := &pdfCrypt{source: f}
	switch method := f.cryptMethod(d); {
	case f.follow(d.get("Filter")) != pdfName("Standard"), v != 1 && v != 2 && v != 4 && v != 5:
		return nil
	case v >= 4 && method == "Identity":
		c.plain = true
		return c
	case v == 4 && (method == "V2" || method == "AESV2"):
		c.aes, bits = method == "AESV2", 128
	case v == 5 && method == "AESV3" && (r == 5 || r == 6):
		c.aes, c.v5 = true, true
		c.key = fileKey256(text(d, "U"), text(d, "UE"), r)
		return c.orNone()
	case v >= 4:
		return nil
	}
	id := ""
	if ids := f.array(f.trailer.get("ID")); len(ids) > 0 {
		id, _ = f.follow(ids[0]).(string)
	}
	metadata := f.follow(d.get("EncryptMetadata")) != false
	c.key = fileKey(text(d, "O"), text(d, "U"), uint32(int64(f.number(d.get("P")))), id, r, int(bits)/8, metadata)
	return c.orNone()
}

func (c *pdfCrypt) orNone() *pdfCrypt {
	if c.key == nil {
		return nil
	}
	return c
}

// cryptMethod is how streams are encrypted, by the document's crypt filters.
func (f *pdfFile) cryptMethod(d pdfDict) string {
	name, ok := f.follow(d.get("StmF")).(pdfName)
	if !ok || name == "Identity" {
		return "Identity"
	}
	method, _ := f.follow(f.dict(f.dict(d.get("CF")).get(string(name))).get("CFM")).(pdfName)
	if method == "None" {
		return "Identity"
	}
	return string(method)
}

// fileKey is the key of revisions 2 to 4 for an empty password (7.6.4.3.2), nil
// where that is not the password.
func fileKey(o, u string, p uint32, id string, r, n int, metadata bool) []byte {
	if len(o) < 32 || len(u) < 32 {
		return nil
	}
	b := append([]byte(pdfPad), o[:32]...)
	b = append(binary.LittleEndian.AppendUint32(b, p), id...)
	if r >= 4 && !metadata {
		b = append(b, 0xff, 0xff, 0xff, 0xff)
	}
	sum := md5.Sum(b)
	if r >= 3 {
		for range 50 {
			sum = md5.Sum(sum[:n])
		}
	}
	key := bytes.Clone(sum[:n])
	want := rc4ed(key, []byte(pdfPad))
	if r >= 3 {
		sum := md5.Sum(append([]byte(pdfPad), id...))
		want = sum[:]
		for i := range 20 {
			want = rc4ed(turned(key, byte(i)), want)
		}
	}
	if !bytes.HasPrefix([]byte(u), want) {
		return nil
	}
	return key
}

func turned(key []byte, by byte) []byte {
	out := bytes.Clone(key)
	for i := range out {
		out[i] ^= by
	}
	return out
}

func rc4ed(key, b []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// fileKey256 is the key of revisions 5 and 6 for an empty password (7.6.4.3.3),
// nil where that is not the password.
func fileKey256(u, ue string, r int) []byte {
	if len(u) < 48 || len(ue) < 32 {
		return nil
	}
	of := func(salt string) []byte {
		if r == 5 {
			sum := sha256.Sum256([]byte(salt))
			return sum[:]
		}
		return hash2B([]byte(salt))
	}
	if !bytes.Equal(of(u[32:40]), []byte(u[:32])) {
		return nil
	}
	c, err := aes.NewCipher(of(u[40:48]))
	if err != nil {
		return nil
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(c, make([]byte, aes.BlockSize)).CryptBlocks(key, []byte(ue[:32]))
	return key
}

// hash2B is algorithm 2.B of 7.6.4.3.4 for an empty password.
func hash2B(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	for i := 0; ; i++ {
		e := bytes.Repeat(k, 64)
		c, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(c, k[16:32]).CryptBlocks(e, e)
		mod := 0
		for _, b := range e[:16] {
			mod += int(b)
		}
		var h hash.Hash
		switch mod % 3 {
		case 0:
			h = sha256.New()
		case 1:
			h = sha512.New384()
		default:
			h = sha512.New()
		}
		h.Write(e)
		k = h.Sum(nil)
		if i >= 63 && int(e[len(e)-1]) <= i-32 {
			return k[:32]
		}
	}
}

// undo decrypts bytes of an object.
func (c *pdfCrypt) undo(b []byte, num, gen int) []byte {
	if c == nil || c.plain {
		return b
	}
	key := c.key
	if !c.v5 {
		k := append(bytes.Clone(key), byte(num), byte(num>>8), byte(num>>16), byte(gen), byte(gen>>8))
		if c.aes {
			k = append(k, "sAlT"...)
		}
		sum := md5.Sum(k)
		key = sum[:min(len(key)+5, 16)]
	}
	if !c.aes {
		return rc4ed(key, b)
	}
	if len(b) < 2*aes.BlockSize {
		return nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	iv, text := b[:aes.BlockSize], b[aes.BlockSize:]
	text = bytes.Clone(text[:len(text)/aes.BlockSize*aes.BlockSize])
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(text, text)
	if pad := int(text[len(text)-1]); pad >= 1 && pad <= aes.BlockSize {
		text = text[:len(text)-pad]
	}
	return text
}

// stream decrypts a stream. That of the table of objects never is encrypted,
// and one that says so is not.
func (c *pdfCrypt) stream(s *pdfStream) []byte {
	if c == nil || s.get("Type") == pdfName("XRef") {
		return s.raw
	}
	filters := c.source.follow(s.get("Filter"))
	if a, ok := filters.(pdfArray); ok && len(a) > 0 {
		filters = c.source.follow(a[0])
	}
	if filters == pdfName("Crypt") {
		return s.raw
	}
	return c.undo(s.raw, s.num, s.gen)
}
