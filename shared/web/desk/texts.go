package desk

import (
	"context"
	"encoding/json"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/greeting"
	"huiyin/shared/message"
	"huiyin/shared/setting"
	"huiyin/shared/words"
)

// SMSTemplate is a text of the table of SMS, as the company has it.
type SMSTemplate struct {
	ID            string    `json:"id"`
	Class         string    `json:"class" enum:"receipt,notice,promotion,staff"`
	On            bool      `json:"on" doc:"Whether it is sent at all; only greetings can be switched off."`
	SwitchVersion int       `json:"switchVersion" doc:"For switching: 0 as long as nobody has."`
	Marks         []string  `json:"marks" doc:"That a text may have, besides site and hotline."`
	Must          []string  `json:"must" doc:"That a text may not leave out."`
	Texts         []SMSText `json:"texts" doc:"By language."`
}

// SMSText is a template's text in a language, without the signature.
type SMSText struct {
	Lang    string    `json:"lang" enum:"zh,en"`
	Text    string    `json:"text"`
	Own     bool      `json:"own" doc:"The company's; false: the program's."`
	Version int       `json:"version" doc:"For saving: 0 as long as nobody has."`
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Parts   int       `json:"parts" doc:"That are paid for."`
	Units   int       `json:"units" doc:"Of the longest case."`
	Max     int       `json:"max" doc:"Units that one part holds."`
	Sample  string    `json:"sample" doc:"As it would look, signature first."`
}

func (d *Desk) template(f *setting.InForce, all message.Templates, id message.ID) (SMSTemplate, error) {
	t, ok := message.Find(id)
	if !ok {
		return SMSTemplate{}, errs.New(errs.NotFound, "message.unknown_template")
	}
	out := SMSTemplate{ID: string(id), Class: string(t.Class), On: all.On(id), Marks: []string{}, Must: append([]string{}, t.Must...)}
	kept, _ := f.Kept(setting.Template, string(id))
	out.SwitchVersion = kept.Version
	for _, p := range t.Params {
		out.Marks = append(out.Marks, p.Name)
	}
	for _, lang := range words.Langs {
		source, version := all.Source(id, lang)
		shown, err := d.text(id, lang, source)
		if err != nil {
			return out, err
		}
		kept, _ := f.Kept(setting.Text, setting.TextID(id, lang))
		shown.Own, shown.Version, shown.By, shown.At = version >= message.FirstOverride, kept.Version, kept.By, kept.At
		out.Texts = append(out.Texts, shown)
	}
	return out, nil
}

func (d *Desk) text(id message.ID, lang words.Lang, source string) (SMSText, error) {
	p, err := d.Company.Try(id, lang, source)
	return SMSText{Lang: string(lang), Text: source, Parts: p.Parts, Units: p.Units, Max: p.Max, Sample: p.Body}, err
}

// inWords is what is in force and the table of texts made of it.
func (d *Desk) inWords(ctx context.Context) (*setting.InForce, message.Templates, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, message.Templates{}, err
	}
	all, err := message.New(d.Company, f.Texts)
	return f, all, err
}

type templatesOutput struct {
	Body struct {
		Templates []SMSTemplate `json:"templates" doc:"By id."`
	}
}

func (d *Desk) templates(ctx context.Context, _ *struct{}) (*templatesOutput, error) {
	f, all, err := d.inWords(ctx)
	if err != nil {
		return nil, err
	}
	out := &templatesOutput{}
	for _, id := range message.IDs() {
		t, err := d.template(f, all, id)
		if err != nil {
			return nil, err
		}
		out.Body.Templates = append(out.Body.Templates, t)
	}
	return out, nil
}

// TemplateID names a template.
type TemplateID struct {
	ID string `path:"id" maxLength:"60"`
}

type templateOutput struct{ Body SMSTemplate }

func (d *Desk) oneTemplate(ctx context.Context, in *TemplateID) (*templateOutput, error) {
	f, all, err := d.inWords(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := d.template(f, all, message.ID(in.ID))
	return &templateOutput{Body: shown}, err
}

// Switching says whether a template is sent.
type Switching struct {
	On      bool `json:"on"`
	Version int  `json:"version" minimum:"0" doc:"switchVersion, as it was read."`
}

type switchInput struct {
	TemplateID
	Body Switching
}

func (d *Desk) switchTemplate(ctx context.Context, in *switchInput) (*templateOutput, error) {
	if _, err := d.Settings.SwitchTemplate(ctx, d.Now(), sender(ctx).by(), message.ID(in.ID), in.Body.On, in.Body.Version); err != nil {
		return nil, err
	}
	return d.oneTemplate(ctx, &in.TemplateID)
}

// TemplateText names a template's text in a language.
type TemplateText struct {
	TemplateID
	Lang string `path:"lang" enum:"zh,en"`
}

// Wording is a text for a template.
type Wording struct {
	Text string `json:"text" maxLength:"500" doc:"Without the signature; empty gives the word back to the program."`
}

type textInput struct {
	TemplateText
	Match
	Body Wording
}

func (d *Desk) saveText(ctx context.Context, in *textInput) (*templateOutput, error) {
	seen, err := in.whole()
	if err != nil {
		return nil, err
	}
	if _, err := d.Settings.SaveText(ctx, d.Now(), sender(ctx).by(), message.ID(in.ID), words.Lang(in.Lang), in.Body.Text, seen); err != nil {
		return nil, err
	}
	return d.oneTemplate(ctx, &in.TemplateID)
}

type previewTextInput struct {
	TemplateText
	Body Wording
}

type textOutput struct{ Body SMSText }

func (d *Desk) previewText(_ context.Context, in *previewTextInput) (*textOutput, error) {
	shown, err := d.text(message.ID(in.ID), words.Lang(in.Lang), in.Body.Text)
	return &textOutput{Body: shown}, err
}

type greetingsOutput struct {
	ETag string `header:"ETag"`
	Body greeting.Settings
}

func (d *Desk) greetings(ctx context.Context, _ *struct{}) (*greetingsOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	kept, _ := f.Kept(setting.Greetings, setting.GreetingsID)
	out := &greetingsOutput{Body: f.Greetings}
	if kept.Version > 0 {
		out.ETag = etag(kept.Version)
	}
	return out, nil
}

type saveGreetingsInput struct {
	Match
	Body greeting.Settings
}

func (d *Desk) saveGreetings(ctx context.Context, in *saveGreetingsInput) (*greetingsOutput, error) {
	seen, err := in.whole()
	if err != nil {
		return nil, err
	}
	k, err := d.Settings.SaveGreetings(ctx, d.Now(), sender(ctx).by(), in.Body, seen)
	if err != nil {
		return nil, err
	}
	out := &greetingsOutput{ETag: etag(k.Version)}
	return out, json.Unmarshal(k.Value, &out.Body)
}
