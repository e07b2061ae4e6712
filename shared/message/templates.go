package message

import (
	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// FirstOverride is the version of a text's first edit; each further edit adds
// one. Seeds count from 1, so that an id and a version always mean one text.
const FirstOverride = 1001

// Override is a text that a company wrote in place of a seed's.
type Override struct {
	ID      ID
	Lang    words.Lang
	Version int // FirstOverride or more
	Text    string
}

// Edits is what a company changed: texts, and which templates are on.
type Edits struct {
	Texts []Override
	On    map[ID]bool // a template not named keeps the seed's setting
}

// Templates is the table as one company has it. It is a value to read: an edit
// makes a new one.
type Templates struct {
	company   Company
	overrides map[ID]map[words.Lang]Override
	on        map[ID]bool
	leftOut   []Override
}

// New lays a company's edits over the seeds. The error is about the company's
// own values (errs.Invalid, fields signature, englishSignature, site,
// hotline). An edit that passes Check no longer, perhaps because a template
// changed in a new release, is left out and the seed speaks: a text nobody
// looked at must not stop a receipt.
func New(company Company, edits Edits) (Templates, error) {
	if err := company.Check(); err != nil {
		return Templates{}, err
	}
	ts := Templates{company: company, overrides: map[ID]map[words.Lang]Override{}, on: edits.On}
	for _, o := range edits.Texts {
		if Check(o.ID, o.Lang, o.Text) != nil {
			ts.leftOut = append(ts.leftOut, o)
			continue
		}
		if ts.overrides[o.ID] == nil {
			ts.overrides[o.ID] = map[words.Lang]Override{}
		}
		ts.overrides[o.ID][o.Lang] = o
	}
	return ts, nil
}

// LeftOut lists the edits that New could not use, for the log and the admin's
// page.
func (ts Templates) LeftOut() []Override { return ts.leftOut }

// On tells whether a template is sent at all. Every seed is on but Qingming,
// which is no happy day; an unknown id is not.
func (ts Templates) On(id ID) bool {
	t, ok := find(id)
	if !ok {
		return false
	}
	if on, set := ts.on[Base(id)]; set {
		return on
	}
	return !t.Off
}

// Source is the text in force and its version, without signature, marks
// unfilled; "" and 0 for an unknown id. A language the table lacks gets
// Chinese.
func (ts Templates) Source(id ID, lang words.Lang) (string, int) {
	lang = spoken(lang)
	if o, ok := ts.overrides[id][lang]; ok {
		return o.Text, o.Version
	}
	if base := Base(id); base != id {
		return ts.Source(base, lang)
	}
	t := seeds()[id]
	return t.Texts[lang], t.Version
}

// Render fills a template. Every declared parameter must be given, and no
// other. Errors: errs.NotFound message.unknown_template; errs.Invalid with the
// fields params.NAME: message.missing_value, message.unknown_param,
// message.value_too_long, message.value_characters.
func (ts Templates) Render(id ID, lang words.Lang, params map[string]string) (Text, error) {
	t, ok := find(id)
	if !ok {
		return Text{}, errs.New(errs.NotFound, "message.unknown_template")
	}
	lang = spoken(lang)
	if _, own := ts.overrides[id][lang]; own {
		t.ID = id // a text of its own, with versions of its own
	}
	source, version := ts.Source(id, lang)
	return ts.fill(t, lang, source, version, params)
}

// RenderOwn fills a text that somebody wrote for one occasion in the place of
// the template's (a campaign's); see Render. It has passed CheckOwn.
func (ts Templates) RenderOwn(id ID, lang words.Lang, own string, params map[string]string) (Text, error) {
	t, ok := seeds()[id]
	if !ok {
		return Text{}, errs.New(errs.NotFound, "message.unknown_template")
	}
	return ts.fill(t, spoken(lang), own, 0, params)
}

// fill puts the values into a text and signs it.
func (ts Templates) fill(t Template, lang words.Lang, source string, version int, params map[string]string) (Text, error) {
	values, err := t.values(lang, params)
	if err != nil {
		return Text{}, err
	}
	pieces, _ := split(source) // Check, or the test of the seeds, saw that it splits
	fill := map[string]string{"site": ts.company.Site, "hotline": ts.company.Hotline}
	for _, v := range values {
		fill[v.Name] = v.Value
	}
	body := ts.company.sign(lang)
	for _, p := range pieces {
		if p.mark {
			body += fill[p.text]
		} else {
			body += p.text
		}
	}
	n, encoding := Segments(body)
	return Text{
		TemplateID: t.ID, Version: version, Lang: lang, Signature: ts.company.signature(lang),
		Params: values, Body: body, Parts: n, Encoding: encoding,
	}, nil
}

// values puts the parameters in the template's order and checks each.
func (t Template) values(lang words.Lang, params map[string]string) ([]Value, error) {
	var fields errs.Fields
	values := make([]Value, 0, len(t.Params))
	for _, p := range t.Params {
		value := params[p.Name]
		if code := p.refuses(lang, value); code != "" {
			fields.Add("params."+p.Name, code, "max", p.Max[lang])
		}
		values = append(values, Value{Name: p.Name, Value: value})
	}
	for name := range params {
		if _, declared := t.param(name); !declared {
			fields.Add("params."+name, "message.unknown_param", "name", name)
		}
	}
	return values, fields.Err()
}

func spoken(lang words.Lang) words.Lang {
	if lang == words.English {
		return words.English
	}
	return words.Chinese
}
