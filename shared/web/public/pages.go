package public

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// pages registers the pages, and for each operation that a form can call the
// page that its answer becomes.
func (s *Service) pages() {
	s.app.Handle("GET /{$}", s.home)
	s.app.Handle("GET /inquiry", s.blank(s.inquiryForm))
	s.app.Handle("GET /complaint", s.blank(s.complaintForm))
	s.app.Handle("GET /status", s.blank(s.statusForm))
	s.app.Handle("GET /waybill", s.blank(s.waybillForm))
	s.app.Handle("GET /greetings", s.blank(s.codeForm))
	s.app.Handle("GET /privacy", s.privacy)
	s.app.Handle("GET /assets/{file}", assets.ServeHTTP)
	s.app.Handle("POST /inquiries", s.posted(s.thanks(s.inquiryForm)))
	s.app.Handle("POST /complaints", s.posted(s.thanks(s.complaintForm)))
	s.app.Handle("POST /status", s.posted(s.found))
	s.app.Handle("POST /status/messages", s.posted(s.added))
	s.app.Handle("POST /waybill", s.posted(s.followed))
	s.app.Handle("POST /greetings/code", s.posted(s.codeSent))
	s.app.Handle("POST /greetings", s.posted(s.greeted))
	s.app.Handle("GET /handover/{token}", s.handOver)
	s.app.Handle("POST /handover/{token}", s.posted(s.handOverActed))
}

// offered is what of an address may be filled in: whatever a link likes to
// suggest, and never a consent, which is the person's own to give.
func offered(address url.Values) url.Values {
	address.Del("consent")
	return address
}

// blank is a page with an empty form; what the address says is filled in.
func (s *Service) blank(make func(frame) form) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f := s.frame(r)
		form := make(f).fill(offered(r.URL.Query()))
		s.show(w, http.StatusOK, "form", formPage{frame: f.at(form.Page), Form: form, Key: s.key()})
	}
}

// posted takes what comes to an operation's path: JSON goes to the operation,
// a form too, but its answer becomes a page for whoever wants one.
func (s *Service) posted(page func(http.ResponseWriter, *http.Request, url.Values)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !web.IsForm(r) {
			s.app.Operations(w, r)
			return
		}
		form, code := readForm(r)
		switch {
		case code != "":
			s.app.Fail(w, r, web.BadRequest(code, web.Lang(r.Context())))
		case web.WantsHTML(r):
			page(w, r, form)
		default:
			s.app.Operations(w, asJSON(r, form))
		}
	}
}

// ask calls the operation of the path with a form and reads its answer into
// out, or gives the problem it answered.
func (s *Service) ask(w http.ResponseWriter, r *http.Request, form url.Values, out any) *web.Problem {
	return s.answerTo(w, asJSON(r, form), out)
}

// answerTo calls the operation of a request and reads its answer as ask does.
func (s *Service) answerTo(w http.ResponseWriter, r *http.Request, out any) *web.Problem {
	var answer web.Recorder
	s.app.Operations(&answer, r)
	if answer.Status < http.StatusBadRequest {
		if err := json.Unmarshal(answer.Body.Bytes(), out); err != nil {
			panic(err) // the operation's own type
		}
		return nil
	}
	var p web.Problem
	if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil {
		panic(err)
	}
	if wait := answer.Header().Get("Retry-After"); wait != "" {
		w.Header().Set("Retry-After", wait)
	}
	return &p
}

// key is a new key for a form, so that sending it twice is sending it once.
func (s *Service) key() string {
	token, err := id.Token(s.Random)
	if err != nil {
		panic(err) // without chance there are no numbers either
	}
	return token
}

// again shows a form once more, with what was typed and what was wrong. A form
// whose key was used up gets a new one.
func (s *Service) again(w http.ResponseWriter, f frame, form form, typed url.Values, p *web.Problem) {
	key := typed.Get(keyField)
	if key == "" || p.Code == "ticket.key_reused" {
		key = s.key()
	}
	s.tryPhone(form, typed, p, f.Lang)
	form.sort(p.Errors)
	form = form.fill(typed).wrong(p.Errors)
	f.Failed, f.Switch = true, "" // another language would lose what was typed
	page := formPage{frame: f.at(form.Page), Form: form, Key: key, Problem: p, Minutes: int(customer.CodeLife.Minutes())}
	s.show(w, p.Status, "form", page)
}

// tryPhone looks at the phone too when other fields were wrong: a schema can't
// know which numbers exist, and nobody wants to be told one mistake after the
// other.
func (s *Service) tryPhone(form form, typed url.Values, p *web.Problem, lang words.Lang) {
	told := func(f web.FieldProblem) bool { return f.Field == "phone" }
	if len(p.Errors) == 0 || !form.Has("phone") || slices.ContainsFunc(p.Errors, told) {
		return
	}
	if _, err := s.Phones.Parse("phone", typed.Get("phone")); errs.Is(err, errs.Invalid) {
		p.Errors = append(p.Errors, web.NewProblem(err, lang).Errors...)
	}
}

// thanks is the page after an inquiry or a complaint.
func (s *Service) thanks(make func(frame) form) func(http.ResponseWriter, *http.Request, url.Values) {
	return func(w http.ResponseWriter, r *http.Request, typed url.Values) {
		f := s.frame(r)
		var receipt Receipt
		if p := s.ask(w, r, typed, &receipt); p != nil {
			s.again(w, f, make(f), typed, p)
			return
		}
		status := http.StatusCreated
		if receipt.Chased {
			status = http.StatusOK
		}
		f.Switch = "status?number=" + receipt.Number
		consent := flag(typed.Get("consent")) == true
		s.show(w, status, "thanks", thanksPage{frame: f.at("thanks"), Receipt: receipt, Consent: consent})
	}
}

// found is the page of a ticket.
func (s *Service) found(w http.ResponseWriter, r *http.Request, typed url.Values) {
	f := s.frame(r)
	var p Progress
	if problem := s.ask(w, r, typed, &p); problem != nil {
		s.again(w, f, s.statusForm(f), typed, problem)
		return
	}
	s.showTicket(w, f, p, typed, nil, false)
}

// added is the page of a ticket after the customer has said something more.
func (s *Service) added(w http.ResponseWriter, r *http.Request, typed url.Values) {
	f := s.frame(r)
	var receipt Receipt
	problem := s.ask(w, r, typed, &receipt)
	look := r.Clone(r.Context())
	look.URL.Path, look.Pattern = "/status", ""
	var p Progress
	if failed := s.ask(w, look, url.Values{"number": typed["number"], "last4": typed["last4"]}, &p); failed != nil {
		if problem == nil {
			problem = failed
		}
		s.again(w, f, s.statusForm(f), typed, problem)
		return
	}
	s.showTicket(w, f, p, typed, problem, problem == nil)
}

func (s *Service) showTicket(w http.ResponseWriter, f frame, p Progress, typed url.Values, problem *web.Problem, added bool) {
	f.Switch = "status?number=" + p.Number
	page := ticketPage{frame: f.at("ticket"), Progress: p, Added: added, Last4: digits(typed.Get("last4")), Key: s.key(),
		Form: s.messageForm(f)}
	status := http.StatusOK
	if problem != nil {
		status = problem.Status
		page.Failed = true
		page.Problem, page.Form = problem, page.Form.fill(typed).wrong(problem.Errors)
	}
	page.Steps = s.steps(f, p)
	s.show(w, status, "ticket", page)
}

// codeSent is the page that asks for the digits of the SMS.
func (s *Service) codeSent(w http.ResponseWriter, r *http.Request, typed url.Values) {
	f := s.frame(r)
	var sent CodeSent
	if p := s.ask(w, r, typed, &sent); p != nil {
		s.again(w, f, s.codeForm(f), typed, p)
		return
	}
	f.Switch = "greetings"
	form := s.choiceForm(f)
	form.Hidden["id"] = sent.ID
	s.show(w, http.StatusAccepted, "form", formPage{frame: f.at(form.Page), Form: form, Minutes: sent.Minutes})
}

// greeted is the page after greetings were allowed or stopped.
func (s *Service) greeted(w http.ResponseWriter, r *http.Request, typed url.Values) {
	f := s.frame(r)
	var state GreetingState
	if p := s.ask(w, r, typed, &state); p != nil {
		form := s.choiceForm(f)
		form.Hidden["id"] = typed.Get("id")
		s.again(w, f, form, typed, p)
		return
	}
	f.Switch = "greetings"
	s.show(w, http.StatusOK, "greeted", greetedPage{frame: f.at("greeted"), Allowed: state.Allowed})
}

func (s *Service) home(w http.ResponseWriter, r *http.Request) {
	web.AllowScript(w.Header(), slashScript)
	f := s.frame(r)
	s.show(w, http.StatusOK, "home", formPage{frame: f.at("home"), Form: s.statusForm(f)})
}

func (s *Service) privacy(w http.ResponseWriter, r *http.Request) {
	s.show(w, http.StatusOK, "privacy", plainPage{frame: s.frame(r).at("privacy")})
}

// Problem answers with a page that says what went wrong: for requests that no
// form is left to show for.
func (s *Service) Problem(w http.ResponseWriter, r *http.Request, p *web.Problem) {
	f := s.frame(r)
	f.Switch = ""
	s.show(w, p.Status, "problem", problemPage{frame: f.at("problem"), Problem: p})
}
