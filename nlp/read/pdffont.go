package read

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// pdfFont says which letters the codes of a font show, and how wide they are
// in thousandths of the font's size.
type pdfFont struct {
	wide   bool // codes of two bytes
	chars  map[int]string
	simple [256]string
	widths map[int]float64
	width  float64 // where widths says nothing
}

// font reads a font once.
func (f *pdfFile) font(v any) *pdfFont {
	ref, ok := v.(pdfRef)
	if have := f.fonts[ref]; ok && have != nil {
		return have
	}
	d := f.dict(v)
	o := &pdfFont{chars: map[int]string{}, widths: map[int]float64{}, width: 500}
	if o.wide = d.get("Subtype") == pdfName("Type0"); o.wide {
		if a := f.array(d.get("DescendantFonts")); len(a) > 0 {
			f.wideWidths(o, f.dict(a[0]))
		}
	} else {
		f.simpleFont(o, d)
	}
	if s, ok := f.follow(d.get("ToUnicode")).(*pdfStream); ok {
		if b, err := f.unpack(s); err == nil {
			o.mapping(b)
		}
	}
	if ok {
		f.fonts[ref] = o
	}
	return o
}

const maxCodes = 1 << 16

func (f *pdfFile) simpleFont(o *pdfFont, d pdfDict) {
	enc := f.follow(d.get("Encoding"))
	name, _ := enc.(pdfName)
	own, _ := enc.(pdfDict)
	if n, ok := f.follow(own.get("BaseEncoding")).(pdfName); ok {
		name = n
	}
	table := charmap.Windows1252
	if name == "MacRomanEncoding" {
		table = charmap.Macintosh
	}
	for i := range 256 {
		if r := table.DecodeByte(byte(i)); i >= ' ' && r != '\ufffd' {
			o.simple[i] = string(r)
		}
	}
	at := 0
	for _, v := range f.array(own.get("Differences")) {
		switch v := v.(type) {
		case float64:
			at = int(v)
		case pdfName:
			if at >= 0 && at < 256 {
				o.simple[at] = glyph(string(v))
			}
			at++
		}
	}
	from := int(f.number(d.get("FirstChar")))
	for i, w := range f.array(d.get("Widths")) {
		if i < 256 {
			o.widths[from+i] = f.number(w)
		}
	}
	if scale := f.array(d.get("FontMatrix")); len(scale) == 6 { // Type 3
		for i := range o.widths {
			o.widths[i] *= f.number(scale[0]) * 1000
		}
	}
}

// wideWidths reads "1 [500 600] 7 9 1000": codes one by one, and from to.
func (f *pdfFile) wideWidths(o *pdfFont, d pdfDict) {
	o.width = 1000
	if w, ok := f.follow(d.get("DW")).(float64); ok {
		o.width = w
	}
	w := f.array(d.get("W"))
	for i := 0; i+1 < len(w) && len(o.widths) < maxCodes; {
		from := int(f.number(w[i]))
		switch v := f.follow(w[i+1]).(type) {
		case pdfArray:
			for n, x := range v[:min(len(v), maxCodes)] {
				o.widths[from+n] = f.number(x)
			}
			i += 2
		case float64:
			if i+2 < len(w) {
				for n := from; n <= min(int(v), from+maxCodes); n++ {
					o.widths[n] = f.number(w[i+2])
				}
			}
			i += 3
		default:
			return
		}
	}
}

// mapping reads a ToUnicode table (ISO 32000-1, 9.10.3).
func (o *pdfFont) mapping(b []byte) {
	l := pdfLexer{b: b}
	var args []any
	for {
		v, ok := l.next(0)
		if !ok {
			return
		}
		w, isWord := v.(pdfWord)
		if !isWord {
			if args = append(args, v); len(args) > 3*maxCodes {
				return
			}
			continue
		}
		switch w {
		case "endbfchar":
			for i := 0; i+1 < len(args) && len(o.chars) < maxCodes; i += 2 {
				if code, ok := args[i].(string); ok {
					o.chars[pdfCode(code)] = bigEndian(args[i+1], 0)
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				o.span(args[i], args[i+1], args[i+2])
			}
		}
		args = nil
	}
}

func (o *pdfFont) span(low, high, to any) {
	a, ok := low.(string)
	b, ok2 := high.(string)
	if !ok || !ok2 {
		return
	}
	from := pdfCode(a)
	list, isList := to.(pdfArray)
	for n := 0; from+n <= pdfCode(b) && len(o.chars) < maxCodes; n++ {
		switch {
		case !isList:
			o.chars[from+n] = bigEndian(to, n)
		case n < len(list):
			o.chars[from+n] = bigEndian(list[n], 0)
		default:
			return
		}
	}
}

func pdfCode(s string) (n int) {
	for i := range min(len(s), 4) {
		n = n<<8 | int(s[i])
	}
	return n
}

// bigEndian is a string in UTF-16, its last unit raised by n.
func bigEndian(v any, n int) string {
	s, _ := v.(string)
	if len(s) > 64 {
		return ""
	}
	var units []uint16
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	if len(units) > 0 {
		units[len(units)-1] += uint16(n)
	}
	return string(utf16.Decode(units))
}

// decode gives each code's letters and width; what no table knows is U+FFFD.
func (o *pdfFont) decode(s string, give func(text string, width float64, space bool)) {
	for len(s) > 0 {
		n := 1
		if o.wide {
			n = min(2, len(s))
		}
		code := pdfCode(s[:n])
		text, ok := o.chars[code]
		if !ok && !o.wide {
			text, ok = o.simple[code], o.simple[code] != ""
		}
		if !ok {
			text = "\ufffd"
		}
		w, known := o.widths[code]
		if !known {
			w = o.width
		}
		give(text, w, n == 1 && code == ' ')
		s = s[n:]
	}
}

// glyphs are the names of signs that programs print into PDFs.
var glyphs = map[string]string{
	"space": " ", "exclam": "!", "quotedbl": "\"", "numbersign": "#", "dollar": "$", "percent": "%", "ampersand": "&", "quotesingle": "'",
	"parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",", "hyphen": "-", "period": ".", "slash": "/",
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"colon": ":", "semicolon": ";", "less": "<", "equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[", "backslash": "\\", "bracketright": "]",
	"asciicircum": "^", "underscore": "_", "grave": "`", "braceleft": "{", "bar": "|", "braceright": "}", "asciitilde": "~",
	"quoteleft": "‘", "quoteright": "’", "quotedblleft": "“", "quotedblright": "”", "quotesinglbase": "‚", "quotedblbase": "„", "guillemotleft": "«", "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›",
	"endash": "–", "emdash": "—", "bullet": "•", "ellipsis": "…", "nbspace": "\u00a0", "sfthyphen": "\u00ad", "minus": "−", "Euro": "€", "sterling": "£", "yen": "¥", "cent": "¢", "section": "§", "paragraph": "¶", "degree": "°", "copyright": "©", "registered": "®", "trademark": "™", "dagger": "†", "daggerdbl": "‡", "periodcentered": "·",
	"ff": "ff", "fi": "fi", "fl": "fl", "ffi": "ffi", "ffl": "ffl", "f_f": "ff", "f_i": "fi", "f_l": "fl", "f_f_i": "ffi", "f_f_l": "ffl",
	"germandbls": "ß", "AE": "Æ", "ae": "æ", "OE": "Œ", "oe": "œ", "Oslash": "Ø", "oslash": "ø", "Lslash": "Ł", "lslash": "ł", "dotlessi": "ı", "Thorn": "Þ", "thorn": "þ", "Eth": "Ð", "eth": "ð", "Dcroat": "Đ", "dcroat": "đ", "exclamdown": "¡", "questiondown": "¿", "ordfeminine": "ª", "ordmasculine": "º",
}

// glyphMarks are the accents in names such as "eacute".
var glyphMarks = map[string]string{
	"acute": "\u0301", "grave": "\u0300", "circumflex": "\u0302", "dieresis": "\u0308", "tilde": "\u0303", "cedilla": "\u0327", "caron": "\u030c", "ring": "\u030a",
	"macron": "\u0304", "breve": "\u0306", "ogonek": "\u0328", "dotaccent": "\u0307", "hungarumlaut": "\u030b", "commaaccent": "\u0326",
}

// glyph is what a glyph's name stands for, "" for one that says nothing.
func glyph(name string) string {
	base, _, _ := strings.Cut(name, ".") // "a.sc" is a small capital
	if s, ok := glyphs[base]; ok {
		return s
	}
	if len(base) == 1 {
		return base
	}
	for _, prefix := range []string{"uni", "u"} {
		if hex, ok := strings.CutPrefix(base, prefix); ok && len(hex) >= 4 && len(hex) <= 6 {
			if n, err := strconv.ParseUint(hex, 16, 21); err == nil {
				return string(rune(n))
			}
		}
	}
	if len(base) > 1 {
		if mark, ok := glyphMarks[base[1:]]; ok {
			return norm.NFC.String(base[:1] + mark)
		}
	}
	return ""
}
