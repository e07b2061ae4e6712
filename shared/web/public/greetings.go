package public

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/phone"
	"huiyin/shared/web"
)

// Greetings are the use cases of package customer that a person may call about
// the own number.
type Greetings interface {
	// RequestCode has a code sent and returns the id it is filed under.
	RequestCode(ctx context.Context, number phone.Number, lang string, now time.Time) (string, error)
	// Answer uses a code to stop greetings.
	Answer(ctx context.Context, codeID, digits, use, text string, now time.Time) error
	// Welcome uses a code to allow them and writes who the person is into the
	// file of the code's number.
	Welcome(ctx context.Context, codeID, digits, text string, who customer.Self, now time.Time) error
	// Meet notes that somebody ticked the box on a form.
	Meet(ctx context.Context, v customer.Visitor, by string, now time.Time) (customer.Customer, error)
}

// CodeRequest asks for a code.
type CodeRequest struct {
	Phone string `json:"phone" pattern:"^[^A-Za-z]{5,40}$" patternDescription:"phone.invalid" doc:"A mobile number, as typed."`
}

type codeInput struct{ Body CodeRequest }

// CodeSent says that a code is on its way, whether or not the number is known.
type CodeSent struct {
	ID      string `json:"id" doc:"To be sent back with the digits."`
	Minutes int    `json:"minutes" doc:"How long the code can be used."`
}

type codeOutput struct {
	Status int
	Body   CodeSent
}

func (s *Service) code(ctx context.Context, in *codeInput) (*codeOutput, error) {
	number, err := s.Phones.Parse("phone", in.Body.Phone)
	if err != nil {
		return nil, err
	}
	id, err := s.Greetings.RequestCode(ctx, number, string(web.Lang(ctx)), s.Now())
	if err != nil {
		return nil, err
	}
	return &codeOutput{Status: 202, Body: CodeSent{ID: id, Minutes: int(customer.CodeLife.Minutes())}}, nil
}

// GreetingChoice allows or stops greetings for the number that got the code.
type GreetingChoice struct {
	ID          string `json:"id" minLength:"1" maxLength:"40" doc:"As the request for the code answered."`
	Code        string `json:"code" pattern:"^ *[0-9０-９]{6} *$" patternDescription:"web.code" doc:"The six digits of the SMS."`
	Allow       bool   `json:"allow" doc:"true allows greetings, false stops them."`
	Name        string `json:"name,omitempty" maxLength:"40" doc:"Whom to greet; only with allow."`
	Title       string `json:"title,omitempty" enum:"mr,ms" doc:"How the person wants to be addressed, by choice."`
	Birthday    string `json:"birthday,omitempty" pattern:"^ *[0-9]{1,2}-[0-9]{1,2} *$" patternDescription:"web.birthday" doc:"Month and day: 08-15."`
	Lunar       bool   `json:"lunar,omitempty" doc:"The birthday is of the Chinese calendar."`
	ConsentText string `json:"consentText,omitempty" maxLength:"200" doc:"The sentence consented to; needed to allow."`
}

type greetInput struct{ Body GreetingChoice }

// GreetingState is what holds from now on.
type GreetingState struct {
	Allowed bool `json:"allowed"`
}

type greetOutput struct{ Body GreetingState }

func (s *Service) greet(ctx context.Context, in *greetInput) (*greetOutput, error) {
	b, now := in.Body, s.Now()
	if !b.Allow {
		if err := s.Greetings.Answer(ctx, b.ID, digits(b.Code), customer.Stop, "", now); err != nil {
			return nil, err
		}
		return &greetOutput{}, nil
	}
	who := customer.Self{Name: strings.TrimSpace(b.Name), Title: b.Title}
	var f errs.Fields
	if b.ConsentText == "" {
		f.Add("consentText", "ticket.consent_text")
	}
	if who.Birthday = birthday(b.Birthday, b.Lunar); b.Birthday != "" && !who.Birthday.Valid() {
		f.Add("birthday", "web.birthday")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	if err := s.Greetings.Welcome(ctx, b.ID, digits(b.Code), b.ConsentText, who, now); err != nil {
		return nil, err
	}
	return &greetOutput{Body: GreetingState{Allowed: true}}, nil
}

var monthDay = regexp.MustCompile(`([0-9]{1,2})-([0-9]{1,2})`)

// birthday reads "08-15"; the zero Birthday when there is none.
func birthday(typed string, lunar bool) customer.Birthday {
	parts := monthDay.FindStringSubmatch(typed)
	if parts == nil {
		return customer.Birthday{}
	}
	month, _ := strconv.Atoi(parts[1]) // two digits at most
	day, _ := strconv.Atoi(parts[2])
	return customer.Birthday{Month: month, Day: day, Lunar: lunar}
}
