package message

import (
	"slices"
	"strings"
	"testing"

	"huiyin/shared/words"
)

// Every seed's longest case is one part, in both languages, and no seed has a
// link, a forbidden word or a mark of somebody else.
func TestEverySeedMayBeSaved(t *testing.T) {
	for _, id := range IDs() {
		for _, lang := range words.Langs {
			if err := Check(id, lang, seeds()[id].Texts[lang]); err != nil {
				t.Errorf("%s %s: %s", id, lang, explain(err))
			}
		}
	}
}

// The marks that a rule asks for can't be edited away.
func TestTextsKeepWhatRulesAskFor(t *testing.T) {
	for rule, c := range map[string]struct {
		ids  []ID
		must []string
	}{
		"rule: JY-2 what happens next and by when":    {[]ID{InquiryReceived, ComplaintReceived, ChaseReceived, Reopened}, []string{"number", "by"}},
		"rule: PD-10 the agent who speaks is named":   {[]ID{AnswerWaiting, Progress, Resolved, PromiseMoved}, []string{"badge"}},
		"rule: PD-12 interim news set the next reply": {[]ID{Progress, Delayed}, []string{"by"}},
		"rule: NJ-9 a moved promise has a new time":   {[]ID{PromiseMoved}, []string{"number", "by"}},
		"rule: JY-10 how to reach us":                 {[]ID{Resolved}, []string{"number", "hotline"}},
		"rule: LAW-2 a way to refuse in greetings":    {promotions(), []string{"site"}},
	} {
		t.Run(rule, func(t *testing.T) {
			for _, id := range c.ids {
				seed, ok := Find(id)
				if !ok {
					t.Fatalf("there is no %s", id)
				}
				for _, name := range c.must {
					for _, lang := range words.Langs {
						if !slices.Contains(seed.Must, name) || !strings.Contains(seed.Texts[lang], "{"+name+"}") {
							t.Errorf("%s %s does not insist on {%s}", id, lang, name)
						}
						without := strings.ReplaceAll(seed.Texts[lang], "{"+name+"}", "")
						if !strings.Contains(codes(Check(id, lang, without)), "message.missing_param") {
							t.Errorf("%s %s may be saved without {%s}", id, lang, name)
						}
					}
				}
			}
		})
	}
}

func promotions() []ID {
	var ids []ID
	for _, id := range IDs() {
		if seeds()[id].Class == Promotion {
			ids = append(ids, id)
		}
	}
	return ids
}

// rule: JY-2
func TestAComplaintsReceiptSaysWhatHappensNextAndByWhen(t *testing.T) {
	text, err := table(t, shunda, Edits{}).Render(ComplaintReceived, words.Chinese, fill(ComplaintReceived, sample(words.Chinese)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"K7M-3QP-9XA", "专人核实", "今天18:30前答复"} {
		if !strings.Contains(text.Body, part) {
			t.Errorf("%q lacks %q", text.Body, part)
		}
	}
}

// rule: JY-10
func TestTheClosingMessageHasItsFourParts(t *testing.T) {
	for lang, parts := range map[words.Lang][]string{
		words.Chinese: {"已办结", "感谢", "致电400-800-8820", "还有需要", "重开"},
		words.English: {"is done", "thank you", "call 400-800-8820", "Anything else", "reopen"},
	} {
		text, err := table(t, shunda, Edits{}).Render(Resolved, lang, fill(Resolved, sample(lang)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if !strings.Contains(text.Body, part) {
				t.Errorf("%q lacks %q", text.Body, part)
			}
		}
	}
}

// rule: NJ-2, NJ-4: each festival and the birthday have their own text; all
// are on but Qingming, which is no happy day.
func TestEveryFestivalHasItsGreeting(t *testing.T) {
	ts := table(t, shunda, Edits{})
	want := []ID{Birthday, "campaign"}
	for _, key := range []string{"new_year", "spring_festival", "lantern", "qingming", "labour_day", "dragon_boat", "qixi",
		"mid_autumn", "national_day", "double_ninth", "winter_solstice"} {
		want = append(want, Festival(key))
		if on := ts.On(Festival(key)); on != (key != "qingming") {
			t.Errorf("%s on: %v", key, on)
		}
	}
	slices.Sort(want)
	if got := promotions(); !slices.Equal(got, want) {
		t.Errorf("promotions are %v, want %v", got, want)
	}
	bodies := map[string]ID{}
	for _, id := range want {
		for _, lang := range words.Langs {
			if other, twice := bodies[seeds()[id].Texts[lang]]; twice {
				t.Errorf("%s and %s say the same", id, other)
			}
			bodies[seeds()[id].Texts[lang]] = id
		}
	}
	for _, happy := range []string{"快乐", "祝您", "happy", "joy", "！", "!"} {
		for _, lang := range words.Langs {
			if strings.Contains(seeds()[Festival("qingming")].Texts[lang], happy) {
				t.Errorf("Qingming says %q", happy)
			}
		}
	}
}

// rule: LAW-2
func TestEveryGreetingNamesTheSenderAndAWayToRefuse(t *testing.T) {
	ts := table(t, shunda, Edits{})
	for _, id := range promotions() {
		for lang, parts := range map[words.Lang][2]string{
			words.Chinese: {"【顺达物流】", "退订见kf.shunda.example"},
			words.English: {"[Shunda] ", "To opt out: kf.shunda.example"},
		} {
			text, err := ts.Render(id, lang, fill(id, sample(lang)))
			if err != nil || !strings.HasPrefix(text.Body, parts[0]) || !strings.HasSuffix(text.Body, parts[1]) {
				t.Errorf("%s %s: %q, %v", id, lang, text.Body, err)
			}
		}
	}
}

func TestClassesGoByWhoReceives(t *testing.T) {
	for id, want := range map[ID]Class{
		InquiryReceived: Receipt, ComplaintReceived: Receipt, ChaseReceived: Receipt, Code: Receipt,
		AnswerWaiting: Notice, Progress: Notice, Resolved: Notice, Reopened: Notice, Delayed: Notice, PromiseMoved: Notice,
		StaffWarning: Staff, Breach: Staff, Escalation: Staff, Digest: Staff, BreachedList: Staff, HandedOver: Staff,
		Birthday: Promotion, Festival("qixi"): Promotion,
	} {
		if seed, ok := Find(id); !ok || seed.Class != want || seed.Version < 1 || seed.Version >= FirstOverride {
			t.Errorf("%s: %v, class %q, version %d", id, ok, seed.Class, seed.Version)
		}
	}
}
