package browser

import (
	"encoding/base64"
	"strings"
	"testing"

	"huiyin/shared/ledger"
	"huiyin/shared/message"
)

// preview presses the second button of a form: what saving would do.
func (b *tab) preview(status int64, id string, fields ...string) {
	b.t.Helper()
	b.fillIn(id, fields...)
	b.goes(status, b.clicking(formOf(id)+` button[name="_preview"]`))
}

// TestAnAdminsDay: somebody new, a team with hours, rules tried before they are
// saved, a text with its parts, a notice that customers see and that is closed
// again, an SMS of which nobody knows; and the log that tells of it.
//
// rule: PD-8
// rule: PD-11
func TestAnAdminsDay(t *testing.T) {
	t.Parallel()
	for lang, day := range map[string]struct{ badge, team, about, over, part string }{
		"zh": {"7001", "night", "暴雨，杭州网点今天停收。", "杭州网点已恢复收派。", "1 条"},
		"en": {"7002", "night-two", "暴雪，北京网点今天停收。", "北京网点已恢复收派。", "1 part"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, lang)
			b.appear(wide)
			b.signIn("admin")

			b.open(the.page("console/teams"))
			b.does(200, "addTeam", "id", day.team, "name", "夜班"+day.badge, "calendar", "queries", "rank", "20")
			// It takes what nobody sends, so that other tests' tickets stay where they are.
			b.does(200, "saveTeam", "takes[0].region", "月球")
			b.lookInside("team-made")
			b.appear(wide)
			b.open(the.page("console/staff"))
			b.does(409, "addStaff", "name", "司徒晓燕", "badge", "1024", "phone", newPhone(), "role", "agent", "team", day.team, "lang", "zh")
			b.does(200, "addStaff", "badge", day.badge, "login", day.badge+"@huiyin.example")
			b.says(b.text("main"), "司徒晓燕", day.badge, "137****")
			b.lookInside("staff-made")
			b.appear(wide)

			// Hours and rules are tried: what would move, and nothing does.
			b.open(the.page("console/calendars/queries"))
			b.preview(200, "saveCalendar", "hours.tue", "08:30-12:00")
			b.text("#preview")
			b.lookInside("calendar-tried")
			b.appear(wide)
			b.open(the.page("console/policies/complaint"))
			b.preview(200, "savePolicies", "targets.first_response", "1h")
			b.text("#preview")
			if target := eval[string](b, `fetch(location.href).then(r => r.text()).then(text =>
				new DOMParser().parseFromString(text, "text/html").querySelector('[name="targets.first_response"]').value)`); target != "2h" {
				t.Errorf("a try has changed the target to %q", target)
			}

			b.open(the.page("console/texts/festival.mid_autumn"))
			b.preview(422, "saveText-zh", "text", strings.Repeat("很长的问候，", 20)+"{addressee}{site}")
			b.says(b.text(".summary"), "70")
			b.open(the.page("console/texts/festival.mid_autumn"))
			b.preview(200, "saveText-zh", "text", "{addressee}，中秋团圆！退订见{site}")
			b.says(b.text(".said"), "中秋团圆", day.part)
			b.lookInside("text-tried")
			b.appear(wide)

			b.notice(day.about, day.over)
			b.doubtful("doubt-" + day.badge)

			b.open(the.page("console/audit?who=4096"))
			log := b.text("table")
			b.says(log, "addStaff", "saveTeam", "openBulletin", "closeBulletin", "dropMessage")
			if strings.Contains(log, "司徒晓燕") || strings.Contains(log, "previewCalendar") {
				t.Errorf("the audit log says %q", log)
			}
		})
	}
}

// notice shows customers a notice and takes it back.
func (b *tab) notice(about, over string) {
	b.t.Helper()
	b.open(the.page("console/bulletins"))
	b.does(200, "openBulletin", "kind", "weather", "text", about, "textEnglish", "Heavy weather: "+about)
	there := newTab(b.t, b.lang)
	seen := func(text string) func() bool {
		return func() bool {
			there.open(the.page(""))
			return strings.Contains(eval[string](there, `document.body.innerText`), text)
		}
	}
	eventually(b.t, "customers read the notice", seen(about))
	there.lookInside("public-notice")
	b.goes(200, b.clicking(`tbody tr:first-child a[href*="bulletins/"]`))
	b.says(b.text("main"), about)
	b.does(200, "closeBulletin", "text", over, "textEnglish", "Over: "+over)
	eventually(b.t, "customers read that it is over", seen(over))
	eventually(b.t, "customers read no more of it", func() bool { return !seen(about)() })
}

// doubtful decides on an SMS of which nobody knows whether it went out.
func (b *tab) doubtful(id string) {
	b.t.Helper()
	now := the.now()
	number := the.complaint(b.t, b.lang, newPhone()).Number
	b.must(the.table.Ledger().Put(b.t.Context(), ledger.Row{Message: ledger.Message{ID: id, Class: message.Notice, Cause: "cause-" + id, At: now, Number: number,
		To: ledger.Receiver{Kind: ledger.ToPerson, ID: number}, Template: message.AnswerWaiting}, State: ledger.Unknown, Why: "unclear", Masked: "137****0000",
		Lang: "zh", Version: 1, Attempts: 1, CreatedAt: now, ChangedAt: now}))
	b.open(the.page("console/messages"))
	shown := base64.RawURLEncoding.EncodeToString([]byte(id)) // an id has characters that no address takes
	b.goes(200, b.clicking(`section[data-id="`+shown+`"] `+formOf("dropMessage")+` button`))
	if left := b.texts(`section[data-id="` + shown + `"]`); len(left) != 0 {
		b.t.Errorf("it is still to be decided on: %q", left)
	}
	row, err := the.table.Ledger().Row(b.t.Context(), id)
	b.must(err)
	if row.State != ledger.Skipped {
		b.t.Errorf("it is %s", row.State)
	}
}
