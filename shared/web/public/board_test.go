package public

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/words"
)

// stormy is a board with a storm for an hour, and a failure that ended.
func stormy() bulletin.Board {
	return bulletin.Board{Version: 2, Lines: []bulletin.Line{
		{ID: "A", Kind: "weather", Texts: bulletin.Texts{words.Chinese: "台风，<b>停运</b>。\n明天恢复。", words.English: "Typhoon & no <i>lines</i>."},
			Regions: []string{"上海", "浙江"}, From: noon, Until: noon.Add(time.Hour)},
		{ID: "B", Kind: "system_failure", Texts: bulletin.Texts{words.Chinese: "查询系统已恢复。"}, From: noon.Add(-time.Hour), Until: noon.Add(2 * time.Hour), Ended: true},
	}}
}

// rule: PD-8
func TestEveryPageSaysWhatIsWrongWhileItIsWrong(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	d.board = stormy()
	for _, path := range every {
		has(t, get(h, path+"?lang=zh"), 200, "台风，&lt;b&gt;停运&lt;/b&gt;。", "恶劣天气", "地区：", ">上海、浙江<", "预计到", "系统故障 · 已结束", "查询系统已恢复。", "complaint?lang=zh")
		en := get(h, path+"?lang=en")
		has(t, en, 200, "Typhoon &amp; no &lt;i&gt;lines&lt;/i&gt;.", "Severe weather", "Regions: ", ">上海, 浙江<", "Expected to last until",
			"System failure · over", `lang="zh-CN">查询系统已恢复。`)
		if strings.Contains(en.Body.String(), "台风") {
			t.Errorf("%s says in Chinese what it can say in English", path)
		}
	}
	has(t, browse(h, "/inquiries", url.Values{}), http.StatusUnprocessableEntity, "恶劣天气")

	d.late = time.Hour
	for _, path := range every {
		w := get(h, path)
		has(t, w, 200, "查询系统已恢复。")
		if strings.Contains(w.Body.String(), "台风") {
			t.Errorf("%s speaks of the storm after it", path)
		}
	}
	d.late = 2 * time.Hour
	for _, path := range every {
		if w := get(h, path); strings.Contains(w.Body.String(), "bulletin") || strings.Contains(w.Body.String(), "<aside") {
			t.Errorf("%s has a board without bulletins", path)
		}
	}
	d.late = -time.Second
	if w := get(h, "/"); strings.Contains(w.Body.String(), "台风") {
		t.Error("the storm is told before it begins")
	}
}
