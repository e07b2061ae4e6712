package config

import (
	"maps"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

var good = map[string]string{
	"STAGE": "staging", "TABLE_NAME": "t", "BUS_NAME": "b", "TIME_ZONE": "Asia/Shanghai", "CLOCK_OFFSET": "0",
	"DUE_SHARDS": "4", "COMPANY_NAME": "某某物流", "HOTLINE": "400-000-0000", "SITE_ADDRESS": "x.example",
	"LANGUAGES": "en, zh", "SMS_SIGNATURE": "某某", "SMS_SIGNATURE_EN": "Shunda", "SMS_SENDER": "gateway", "GATEWAY_URL": "https://sms.example/send",
	"SMS_RATE": "20", "SMS_MONTHLY_BUDGET": "50.25", "ASIDE_QUEUE_URL": "https://sqs.example/q",
	"USER_POOL_ID": "p", "CLIENT_ID": "c", "IDLE_MINUTES": "30",
}

// read asks for everything and lists the variables that were found wrong.
func read(changed map[string]string) (*Reader, []string) {
	env := maps.Clone(good)
	maps.Copy(env, changed)
	r := Read(func(name string) string { return env[name] })
	r.Stage()
	r.Table()
	r.Bus()
	r.Aside()
	r.UserPool()
	r.Client()
	r.Idle()
	r.Clock()
	r.Zone()
	r.Languages()
	r.DueShards()
	r.Company()
	r.Signatures()
	r.Sender()
	r.Rate()
	r.Budget()
	var wrong []string
	if err := r.Err(); err != nil {
		for _, f := range errs.As(err).Fields {
			wrong = append(wrong, f.Path)
			if !words.Has(f.Code) {
				wrong = append(wrong, "no sentence for "+f.Code)
			}
		}
	}
	return r, wrong
}

func TestGoodSettingsAreRead(t *testing.T) {
	r, wrong := read(nil)
	if wrong != nil {
		t.Fatalf("found wrong: %v", wrong)
	}
	if langs := r.Languages(); len(langs) != 2 || langs[0] != words.English {
		t.Errorf("languages %v", langs)
	}
	if kind, address := r.Sender(); kind != Gateway || address != "https://sms.example/send" {
		t.Errorf("sender %q %q", kind, address)
	}
	if r.Budget() != 50_250_000 || r.DueShards() != 4 || r.Idle() != 30*time.Minute || r.Zone().String() != "Asia/Shanghai" {
		t.Errorf("budget %d, shards %d, zone %s", r.Budget(), r.DueShards(), r.Zone())
	}
}

func TestEachWrongSettingIsNamed(t *testing.T) {
	for _, c := range []struct{ name, value string }{
		{"STAGE", "production"}, {"TABLE_NAME", " "}, {"BUS_NAME", ""}, {"TIME_ZONE", "Mars/Olympus"},
		{"TIME_ZONE", "Local"}, {"CLOCK_OFFSET", "1h"}, {"CLOCK_OFFSET", "999999999999"}, {"DUE_SHARDS", "0"},
		{"DUE_SHARDS", "17"}, {"COMPANY_NAME", ""}, {"HOTLINE", ""}, {"SITE_ADDRESS", ""}, {"LANGUAGES", "fr"},
		{"LANGUAGES", "zh,zh"}, {"SMS_SIGNATURE", ""}, {"SMS_SENDER", "pigeon"}, {"GATEWAY_URL", "sms.example"},
		{"SMS_RATE", "0"}, {"SMS_MONTHLY_BUDGET", "-1"}, {"SMS_MONTHLY_BUDGET", "NaN"}, {"ASIDE_QUEUE_URL", "queue"},
		{"USER_POOL_ID", ""}, {"CLIENT_ID", ""}, {"IDLE_MINUTES", "4"}, {"IDLE_MINUTES", "721"},
	} {
		if _, wrong := read(map[string]string{c.name: c.value}); len(wrong) != 1 || wrong[0] != c.name {
			t.Errorf("%s=%q: found wrong %v", c.name, c.value, wrong)
		}
	}
}

func TestEverythingWrongIsToldAtOnce(t *testing.T) {
	r := Read(func(string) string { return "" })
	r.Table()
	r.Zone()
	r.Clock()
	if err := r.Err(); err == nil || !strings.Contains(err.Error(), "TABLE_NAME") || !strings.Contains(err.Error(), "CLOCK_OFFSET") {
		t.Errorf("error is %v", err)
	}
}

func TestProductionKeepsTheRealTime(t *testing.T) {
	if _, wrong := read(map[string]string{"STAGE": "prod", "CLOCK_OFFSET": "60"}); len(wrong) != 1 || wrong[0] != "CLOCK_OFFSET" {
		t.Errorf("found wrong %v", wrong)
	}
	r, wrong := read(map[string]string{"STAGE": "local", "CLOCK_OFFSET": "-86400"})
	if wrong != nil {
		t.Fatalf("found wrong %v", wrong)
	}
	if ahead := time.Until(r.Clock().Now()); ahead > -23*time.Hour || ahead < -25*time.Hour {
		t.Errorf("the clock is %v ahead", ahead)
	}
}
