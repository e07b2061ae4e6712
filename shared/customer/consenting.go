package customer

import (
	"context"
	"errors"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/phone"
)

// Confirm records that an agent vouches for a consent the person gave (text is
// the sentence read out or signed). errs.Conflict customer.only_the_person
// after a stop; errs.Stale.
func (s Service) Confirm(ctx context.Context, customerID string, version int, text, by string, now time.Time) (Customer, error) {
	var f errs.Fields
	if text = strings.TrimSpace(text); text == "" {
		f.Add("text", "required")
	}
	checkText(&f, text)
	if err := f.Err(); err != nil {
		return Customer{}, err
	}
	c, err := s.read(ctx, customerID, version)
	if err != nil {
		return Customer{}, err
	}
	return s.step(ctx, c, ByAgent, text, by, now, Change{})
}

// StopFor records a stop that the person told an agent, for any number, with a
// file or without. It holds from this moment.
func (s Service) StopFor(ctx context.Context, number phone.Number, by string, now time.Time) error {
	return s.turn(ctx, number, ByPerson, "", by, now, Change{})
}

// StopReplied records a stop that the person sent by SMS, for any number, with a
// file or without. It holds from this moment; twice is once.
func (s Service) StopReplied(ctx context.Context, number phone.Number, now time.Time) error {
	return s.turn(ctx, number, ByReply, "", event.Customer, now, Change{})
}

// Stopped tells whether a number said stop: asked at the moment of sending.
func (s Service) Stopped(ctx context.Context, number phone.Number) (bool, error) {
	key, err := s.Phones.Key(ctx, number)
	if err != nil {
		return false, err
	}
	optout, err := s.Store.Optout(ctx, key)
	return optout.Stopped, err
}

// RequestCode has a code sent to a number, and returns the id under which its
// answer is expected. A number without a file gets one too, so that nobody
// learns from the answer, or from its time, who is a customer. errs.TooMany
// customer.code_limit, after MaxHourly or MaxDaily codes.
func (s Service) RequestCode(ctx context.Context, number phone.Number, lang string, now time.Time) (string, error) {
	var f errs.Fields
	oneOf(&f, "lang", lang, []string{"zh", "en"})
	if err := f.Err(); err != nil {
		return "", err
	}
	key, err := s.Phones.Key(ctx, number)
	if err != nil {
		return "", err
	}
	if err := s.limit(ctx, key, now); err != nil {
		return "", err
	}
	token, err := id.Token(s.Random)
	if err != nil {
		return "", err
	}
	digits, err := drawDigits(s.Random)
	if err != nil {
		return "", err
	}
	code := Code{ID: token, Digits: digits, Phone: number, PhoneKey: key, Lang: lang, Until: now.Add(CodeLife).UTC()}
	e, err := event.New(CodeSubject(token), 1, CodeRequested, now, event.Customer, CodeFacts{ID: token})
	if err != nil {
		return "", err
	}
	err = s.Store.Commit(ctx, Change{Code: &code, Events: []event.Event{e}})
	return token, errs.Wrap(err, "write a code")
}

// limit counts the codes of a number, by the clock hour and the UTC day.
func (s Service) limit(ctx context.Context, key string, now time.Time) error {
	for _, window := range []struct {
		name string
		long time.Duration
		max  int
	}{{"hour", time.Hour, MaxHourly}, {"day", 24 * time.Hour, MaxDaily}} {
		begin := now.UTC().Truncate(window.long)
		until := begin.Add(window.long)
		count, err := s.Store.Count(ctx, "code-"+window.name+"-"+key+"-"+begin.Format("2006010215"), until)
		if err != nil {
			return errs.Wrap(err, "count the codes of a number")
		}
		if count > window.max {
			wait := int(until.Sub(now).Seconds()) + 1
			return errs.New(errs.TooMany, "customer.code_limit").With("retryAfter", wait)
		}
	}
	return nil
}

// Answer uses a code for Allow or Stop; text is the sentence that stood there.
// A wrong, unknown, expired or used code is errs.Invalid customer.code_wrong on
// the field "code", all alike; the same answer given twice does no harm.
func (s Service) Answer(ctx context.Context, codeID, digits, use, text string, now time.Time) error {
	how, ok := map[string]string{Allow: ByCode, Stop: ByPerson}[use]
	var f errs.Fields
	if !ok {
		f.Add("use", "not_one_of", "allowed", Allow+", "+Stop)
	}
	if checkText(&f, text); use == Allow && text == "" {
		f.Add("text", "required")
	}
	if err := f.Err(); err != nil {
		return err
	}
	code, err := s.Store.TryCode(ctx, codeID, now, MaxTries)
	if errs.Is(err, errs.NotFound) {
		return wrongCode()
	}
	if err != nil {
		return errs.Wrap(err, "try a code")
	}
	if !code.matches(strings.TrimSpace(digits)) || code.UsedFor != "" && code.UsedFor != use {
		return wrongCode()
	}
	if code.UsedFor == use {
		return nil
	}
	code.UsedFor = use
	err = s.turn(ctx, code.Phone, how, text, event.Customer, now, Change{Used: &code})
	if errors.Is(err, ErrLostRace) { // the code was used in between, perhaps by a second click
		if now, err := s.Store.Code(ctx, codeID); err != nil || now.UsedFor != use {
			return wrongCode()
		}
		return nil
	}
	return err
}

func wrongCode() error {
	var f errs.Fields
	f.Add("code", "customer.code_wrong")
	return f.Err()
}

// turn moves a number's consent and its stop together. A stop needs no file; who
// allows greetings with a code and has none gets one, of the number alone.
func (s Service) turn(ctx context.Context, number phone.Number, how, text, by string, now time.Time, with Change) error {
	key, err := s.Phones.Key(ctx, number)
	if err != nil {
		return err
	}
	_, err = again(func() (Customer, error) {
		optout, err := s.Store.Optout(ctx, key)
		if err != nil {
			return Customer{}, err
		}
		change := with
		turned := optout.Stopped != refuses(how)
		if turned {
			optout = Optout{
				PhoneKey: key, Version: optout.Version + 1, Seq: optout.Seq, Stopped: refuses(how),
				At: now.UTC(), How: how, By: by,
			}
			change.Optout = &optout
		}
		c, err := s.Store.CustomerByPhone(ctx, key)
		if errs.Is(err, errs.NotFound) {
			if refuses(how) {
				return Customer{}, s.stopNumber(ctx, optout, turned, change)
			}
			in := Input{Lang: with.Used.Lang, Class: General}
			return s.create(ctx, in, number, firstStep{how: how, text: text}, by, now, change)
		}
		if err != nil {
			return Customer{}, err
		}
		if !refuses(how) && c.PhoneKey != key {
			// A number of a merged file: whoever holds it can't allow what is sent to
			// another one.
			if change.Optout == nil && change.Used == nil {
				return c, nil
			}
			return c, errs.Wrap(s.Store.Commit(ctx, change), "write a number's stop")
		}
		return s.step(ctx, c, how, text, by, now, change)
	})
	return err
}

// refuses tells whether a way is one of saying no.
func refuses(how string) bool { return how == ByPerson || how == ByReply }

// stopNumber is turn for the stop of a number without a file.
func (s Service) stopNumber(ctx context.Context, o Optout, turned bool, change Change) error {
	if !turned && change.Used == nil {
		return nil
	}
	if turned {
		o.Seq++
		e, err := event.New(OptoutSubject(o.PhoneKey), o.Seq, NumberStopped, o.At, o.By,
			ConsentFacts{From: None, To: Stopped, How: o.How})
		if err != nil {
			return err
		}
		change.Optout, change.Events = &o, []event.Event{e}
	}
	return errs.Wrap(s.Store.Commit(ctx, change), "write a number's stop")
}

// step moves the consent of a file and writes what comes with it; nothing when
// there is nothing to write.
func (s Service) step(ctx context.Context, c Customer, how, text, by string, now time.Time, change Change) (Customer, error) {
	was := c
	w := writing{by: by, at: later(now, c.UpdatedAt), change: change}
	if err := w.move(&c, how, text); err != nil {
		return Customer{}, err
	}
	if len(w.change.Events) > 0 {
		return s.commit(ctx, c, &was, w.change)
	}
	if change.Optout == nil && change.Used == nil {
		return c, nil
	}
	return c, errs.Wrap(s.Store.Commit(ctx, w.change), "write a number's stop")
}

func checkText(f *errs.Fields, value string) { text(f, "text", value, MaxConsentText) }
