package message

import (
	"fmt"
	"strings"
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// explain shows the arguments that an error keeps out of logs.
func explain(err error) string { return fmt.Sprintf("%v %v", err, errs.As(err).Fields) }

// codes are the codes of an error's fields.
func codes(err error) string {
	var all []string
	if err != nil {
		for _, f := range errs.As(err).Fields {
			all = append(all, f.Code)
		}
	}
	return strings.Join(all, " ")
}

// widest has every value of the company at its limit.
var widest = Company{
	Signature:        strings.Repeat("顺", MaxSignature),
	EnglishSignature: strings.Repeat("S", MaxEnglishSignature),
	Site:             strings.Repeat("k", MaxSite-8) + ".example",
	Hotline:          strings.Repeat("4", MaxHotline),
}

var shunda = Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "kf.shunda.example", Hotline: "400-800-8820"}

func table(t testing.TB, c Company, edits Edits) Templates {
	t.Helper()
	ts, err := New(c, edits)
	if err != nil {
		t.Fatal(explain(err))
	}
	return ts
}

// sample are values such as the desk gives.
func sample(lang words.Lang) map[string]string {
	if lang == words.English {
		return map[string]string{"number": "K7M-3QP-9XA", "by": "by 18:30 today", "due": "18:30 on 9 Jun", "badge": "1024",
			"code": "381902", "minutes": "10", "metric": "first response", "kind": "visit", "owner": "8001", "reason": "chased twice", "count": "12", "late": "3", "from": "18:30 tomorrow", "to": "08:30 on 11 Jun",
			"addressee": "Ms Smith", "waybill": "SF1234567890123", "days": "3", "branch": "Shanghai One", "region": "Chengdu", "day": "2026-06-05"}
	}
	return map[string]string{"number": "K7M-3QP-9XA", "by": "今天18:30前", "due": "6月9日18:30", "badge": "1024",
		"code": "381902", "minutes": "10", "metric": "首次答复", "kind": "拜访", "owner": "8001", "reason": "多次催促", "count": "12", "late": "3", "from": "明天18:30", "to": "6月11日08:30",
		"addressee": "王芳女士", "waybill": "SF1234567890123", "days": "3", "branch": "上海一部", "region": "成都", "day": "2026-06-05"}
}

// fill picks a template's parameters from values.
func fill(id ID, values map[string]string) map[string]string {
	t, _ := Find(id)
	params := map[string]string{}
	for _, p := range t.Params {
		params[p.Name] = values[p.Name]
	}
	return params
}
