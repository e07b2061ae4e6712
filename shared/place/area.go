package place

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An area is written as people write it: 浙江省杭州市西湖区, 浙江/杭州/西湖,
// "Zhejiang Hangzhou". It is read as its levels from large to small, without
// the words that only say which level it is, so that 杭州 finds 杭州市.

// endings close a level of an area. The longer one of two that fit counts.
var endings = []string{
	"特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "地区", "新区", "林区", "矿区", "特区",
	"省", "市", "区", "县", "州", "盟", "旗", "镇", "乡", "街道",
}

// levels cuts an area into its levels.
func levels(area string) []string {
	var found []string
	for _, part := range strings.FieldsFunc(strings.ToLower(area), separates) {
		found = append(found, cut(part)...)
	}
	return found
}

// separates tells what may stand between levels.
func separates(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("/-,，、·>|", r)
}

// cut takes a part without separators at its endings. A level keeps at least
// two characters, and an ending that another one follows belongs to the name:
// 杭州市 and 景德镇市 are 杭州 and 景德镇, 沙市 is a city's name.
func cut(part string) []string {
	var found []string
	begin := 0
	for i := 0; i < len(part); {
		ending := endingAt(part[i:])
		next := i + len(ending)
		short := utf8.RuneCountInString(part[begin:i]) < 2
		if ending == "" || short {
			_, size := utf8.DecodeRuneInString(part[i:])
			i += size
			continue
		}
		if after := endingAt(part[next:]); after == "" || after == "区" || utf8.RuneCountInString(ending) > 1 {
			found = append(found, part[begin:i])
			begin = next
		}
		i = next
	}
	if rest := part[begin:]; rest != "" && endingAt(rest) != rest {
		found = append(found, rest)
	}
	return found
}

func endingAt(s string) string {
	for _, e := range endings {
		if strings.HasPrefix(s, e) {
			return e
		}
	}
	return ""
}

// within tells whether an area that is asked for and one on record meet: the
// asked one lies in it (a district of a city that is covered), or it lies in
// the asked one (a branch in the province), or is what somebody has begun to
// type. Two areas that part at a level don't meet, whatever stands below.
func within(asked, recorded string) bool {
	q, c := levels(asked), levels(recorded)
	if len(q) == 0 || len(c) == 0 {
		return len(q) == 0
	}
	query, covered := strings.Join(q, ""), strings.Join(c, "")
	if strings.Contains(covered, query) {
		return true
	}
	for i := range c {
		if strings.HasPrefix(query, strings.Join(c[i:], "")) {
			return true
		}
	}
	for i := range q {
		if strings.HasPrefix(strings.Join(q[i:], ""), covered) {
			return true
		}
	}
	return false
}

// Lies tells whether an area lies in another, or is that: 四川省成都市武侯区 and
// 成都武侯 both lie in 成都 and in 四川省成都市. An area that nobody named lies
// nowhere.
func Lies(area, in string) bool {
	a, b := levels(area), levels(in)
	for i := range a {
		if len(b) > 0 && strings.HasPrefix(strings.Join(a[i:], ""), strings.Join(b, "")) {
			return true
		}
	}
	for i := range b { // the larger one was named more fully
		if len(a) > 0 && strings.HasPrefix(strings.Join(a, ""), strings.Join(b[i:], "")) {
			return true
		}
	}
	return false
}

// depth says how narrow an area is: of two that fit, the narrower one speaks
// more precisely.
func depth(area string) int { return utf8.RuneCountInString(strings.Join(levels(area), "")) }
