package public

import (
	"net/http"
	"net/url"

	"huiyin/shared/ticket"
	"huiyin/shared/web"
)

// handOverPage is the page of a link; a handover without an end is still open.
type handOverPage struct {
	frame
	HandOver Handed
	Form     form
	Key      string // none: accepting and answering are harmless twice
	Problem  *web.Problem
	Now      string // accepted or answered: what was just done
	End      string // why nothing is to be done any more: no_such, expired, answered, taken_back
}

// handOverForm is what the other side fills in. Whoever has accepted has said
// who he is.
func (s *Service) handOverForm(f frame, r *http.Request, h Handed) form {
	made := form{Page: "handover", Action: "handover/" + r.PathValue("token"), Fields: []field{
		{Name: "name", Kind: lineField, Says: "name_taker", Hint: true, Max: ticket.MaxName, Auto: "name"},
		{Name: "answer", Kind: areaField, Says: "answer", Hint: true, Optional: true, Max: ticket.MaxText},
	}}
	if !h.AcceptedAt.IsZero() {
		made.Fields = made.Fields[1:]
		made.Fields[0].Optional = false
	}
	return made
}

// handOver is the page that a link opens; JSON for whoever wants no page.
func (s *Service) handOver(w http.ResponseWriter, r *http.Request) {
	if !web.WantsHTML(r) {
		s.app.Operations(w, r)
		return
	}
	var page handOverPage
	problem := s.read(w, r, &page.HandOver)
	s.showHandOver(w, r, problem, page)
}

// handOverActed is the page after somebody has accepted or answered.
func (s *Service) handOverActed(w http.ResponseWriter, r *http.Request, typed url.Values) {
	var state HandedState
	problem := s.ask(w, r, typed, &state)
	if problem == nil {
		page := handOverPage{Now: state.State}
		if state.HandOver != nil {
			page.HandOver = *state.HandOver
		}
		s.showHandOver(w, r, nil, page)
		return
	}
	page := handOverPage{}
	if len(problem.Errors) == 0 || ends[problem.Code] != "" {
		s.showHandOver(w, r, problem, page)
		return
	}
	// What was typed stays, beside what it is about.
	if failed := s.read(w, r, &page.HandOver); failed != nil {
		s.showHandOver(w, r, failed, page)
		return
	}
	f := s.frame(r)
	page.frame, page.Problem = f.at("handover"), problem
	page.Failed, page.Switch = true, ""
	made := s.handOverForm(f, r, page.HandOver)
	made.sort(problem.Errors)
	page.Form = made.fill(typed).wrong(problem.Errors)
	s.show(w, problem.Status, "handover", page)
}

// ends are the problems that a page of its own explains.
var ends = map[string]string{"handover.no_such": "no_such", "handover.expired": "expired", "handover.answered": "answered", "handover.taken_back": "taken_back"}

func (s *Service) showHandOver(w http.ResponseWriter, r *http.Request, problem *web.Problem, page handOverPage) {
	status := http.StatusOK
	if problem != nil {
		if status, page.End, page.Problem = problem.Status, ends[problem.Code], problem; page.End == "" {
			s.Problem(w, r, problem)
			return
		}
	}
	f := s.frame(r)
	page.frame = f.at("handover")
	page.Form = s.handOverForm(f, r, page.HandOver)
	s.show(w, status, "handover", page)
}

// read asks the operation that only looks.
func (s *Service) read(w http.ResponseWriter, r *http.Request, out any) *web.Problem {
	look := r.Clone(r.Context())
	look.Method, look.Body, look.ContentLength = http.MethodGet, http.NoBody, 0
	return s.answerTo(w, look, out)
}
