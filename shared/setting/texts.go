package setting

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// The areas of what customers are told. They move no due time, so no ticket is
// looked at when one is saved; every process has read them a minute later.
const (
	Text      Area = "text"      // by TextID; the value is a Wording
	Template  Area = "template"  // by the template's id; the value is a Switch
	Greetings Area = "greetings" // one setting, GreetingsID; the value are greeting.Settings
	Campaigns Area = "campaigns" // one setting, CampaignsID; the value are campaign.Settings
)

// GreetingsID is the id of what holds for all greetings.
const GreetingsID = "all"

// CampaignsID is the id of what holds for all campaigns.
const CampaignsID = "all"

// Wording is a company's text of a template in a language; an empty one gives
// the word back to the program.
type Wording struct {
	Text string `json:"text"`
}

// Switch says whether a template is sent at all.
type Switch struct {
	On bool `json:"on"`
}

// TextID names a template's text in a language.
func TextID(id message.ID, lang words.Lang) string { return string(id) + "/" + string(lang) }

// rules are the areas that tickets live by.
func (a Area) rules() bool { return a == Calendar || a == Policy || a == Holiday }

// readTexts takes what was saved about texts and greetings.
func (f *InForce) readTexts() error {
	f.Texts.On = map[message.ID]bool{}
	for id, k := range f.kept[Text] {
		template, lang, _ := strings.Cut(id, "/")
		var w Wording
		if err := json.Unmarshal(k.Value, &w); err != nil {
			return errs.Wrap(err, "decode the saved text "+id)
		}
		if w.Text != "" {
			f.Texts.Texts = append(f.Texts.Texts, message.Override{ID: message.ID(template), Lang: words.Lang(lang),
				Version: message.FirstOverride + k.Version - 1, Text: w.Text})
		}
	}
	for id, k := range f.kept[Template] {
		var s Switch
		if err := json.Unmarshal(k.Value, &s); err != nil {
			return errs.Wrap(err, "decode the saved switch "+id)
		}
		f.Texts.On[message.ID(id)] = s.On
	}
	f.Campaigns = campaign.Default()
	if k, ok := f.kept[Campaigns][CampaignsID]; ok {
		if err := json.Unmarshal(k.Value, &f.Campaigns); err != nil {
			return errs.Wrap(err, "decode the saved settings of campaigns")
		}
	}
	f.Greetings = greeting.Default()
	if k, ok := f.kept[Greetings][GreetingsID]; ok {
		f.Greetings = greeting.Settings{}
		return errs.Wrap(json.Unmarshal(k.Value, &f.Greetings), "decode the saved greetings")
	}
	return nil
}

// SaveText puts a company's text in the place of the program's. seen is the
// version its author saw, 0 for none. errs.NotFound message.unknown_template;
// errs.Invalid with all that is wrong with the text (see message.Check);
// errs.Stale.
func (s *Service) SaveText(ctx context.Context, now time.Time, by string, id message.ID, lang words.Lang, text string, seen int) (Kept, error) {
	text = strings.TrimSpace(text)
	if _, ok := message.Find(id); !ok {
		return Kept{}, errs.New(errs.NotFound, "message.unknown_template")
	}
	if text != "" {
		if err := message.Check(id, lang, text); err != nil {
			return Kept{}, err
		}
	}
	return s.keep(ctx, now, by, Text, TextID(id, lang), Wording{text}, seen)
}

// SwitchTemplate says whether a template is sent at all. What is owed to staff
// and receipts can't be switched off by mistake: only what a company may leave
// out, its greetings. errs.NotFound, errs.Conflict message.always, errs.Stale.
func (s *Service) SwitchTemplate(ctx context.Context, now time.Time, by string, id message.ID, on bool, seen int) (Kept, error) {
	t, ok := message.Find(id)
	if !ok {
		return Kept{}, errs.New(errs.NotFound, "message.unknown_template")
	}
	if t.Class != message.Promotion && !on {
		return Kept{}, errs.New(errs.Conflict, "message.always").With("allowed", "")
	}
	return s.keep(ctx, now, by, Template, string(id), Switch{on}, seen)
}

// SaveGreetings decides what holds for all greetings. errs.Invalid, errs.Stale.
func (s *Service) SaveGreetings(ctx context.Context, now time.Time, by string, g greeting.Settings, seen int) (Kept, error) {
	if err := g.Check(); err != nil {
		return Kept{}, err
	}
	return s.keep(ctx, now, by, Greetings, GreetingsID, g, seen)
}

// SaveCampaigns decides what holds for all campaigns. errs.Invalid, errs.Stale.
func (s *Service) SaveCampaigns(ctx context.Context, now time.Time, by string, c campaign.Settings, seen int) (Kept, error) {
	if err := c.Check(); err != nil {
		return Kept{}, err
	}
	return s.keep(ctx, now, by, Campaigns, CampaignsID, c, seen)
}

// keep stores the next version of a setting that no ticket lives by.
func (s *Service) keep(ctx context.Context, now time.Time, by string, area Area, id string, value any, seen int) (Kept, error) {
	f, err := s.InForce(ctx)
	if err != nil {
		return Kept{}, err
	}
	stored, _ := f.Kept(area, id)
	if stored.Version != seen {
		return Kept{}, errs.New(errs.Stale, "setting.stale")
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return Kept{}, err
	}
	if string(raw) == string(stored.Value) {
		return stored, nil
	}
	k := Kept{Area: area, ID: id, Version: stored.Version + 1, By: by, At: now.UTC(), Value: raw}
	told, err := event.New(Subject(area, id), k.Version, Saved, now, by, SavedFacts{Area: area, ID: id, Version: k.Version})
	if err != nil {
		return Kept{}, err
	}
	err = s.Store.Save(ctx, Change{Settings: []Saving{{Kept: k, Was: stored.Version}}, Events: []event.Event{told}})
	if errors.Is(err, ErrLostRace) {
		return Kept{}, errs.New(errs.Stale, "setting.stale").Because(err)
	}
	if err == nil && s.Forget != nil {
		s.Forget()
	}
	return k, errs.Wrap(err, "save a setting")
}
