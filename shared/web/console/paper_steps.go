package console

import (
	"slices"
	"strings"

	"huiyin/shared/web/desk"
)

// paperSteps are the steps of a complaint that a record has room for.
var paperSteps = []string{"analysed", "planned", "carried_out", "answered", "revisited", "summed_up", "closed"}

// stepLine is one of the steps of handling, with what was written at it.
type stepLine struct {
	name  string
	Label string
	When  string
	Texts []string
	Blank bool // room to write: it was not taken yet
}

// roundLine is one passage through the steps.
type roundLine struct {
	Name  string // "" for the only one
	Steps []stepLine
}

// Rounds are the steps of a complaint, each with its time and who took it: the
// present round leaves room for those that were not taken, an earlier one tells
// of those that were. What is no complaint has a cause and a result.
func (p *paper) Rounds() []roundLine {
	book := p.File.Book
	if book == nil || len(book.Rounds) == 0 {
		return []roundLine{{Steps: p.plainSteps()}}
	}
	var rounds []roundLine
	for i, round := range book.Rounds {
		line := roundLine{}
		if len(book.Rounds) > 1 {
			line.Name = p.T("paper.round", "n", i+1)
		}
		for _, name := range paperSteps {
			at := slices.IndexFunc(round.Steps, func(s desk.BookStep) bool { return s.Step == name })
			switch {
			case at >= 0:
				line.Steps = append(line.Steps, p.stepLine(round.Steps[at]))
			case i == len(book.Rounds)-1 && name != "closed":
				line.Steps = append(line.Steps, p.blankStep(name))
			}
		}
		rounds = append(rounds, line)
	}
	return rounds
}

// stepLine is a step that was taken.
func (p *paper) stepLine(s desk.BookStep) stepLine {
	line := stepLine{name: s.Step, Label: p.T("paper.step." + s.Step), Texts: some(s.Text)}
	said := []string{p.Minute(s.At), p.who(desk.TicketEvent{By: s.By})}
	switch {
	case s.Step == "analysed" && s.Code != "":
		said = append(said, p.Option("cause", s.Code))
	case s.Step == "revisited" && s.Code != "":
		said = append(said, p.Option("outcome", s.Code))
	case s.Step == "planned" && !s.DueAt.IsZero():
		said = append(said, p.T("paper.by", "due", p.Minute(s.DueAt)))
	}
	line.When = strings.Join(said, " · ")
	return line
}

func (p *paper) blankStep(name string) stepLine {
	return stepLine{name: name, Label: p.T("paper.step." + name), Blank: true}
}

// plainSteps are the cause and the result of a ticket without steps: the note
// that was kept with the result, and the result.
func (p *paper) plainSteps() []stepLine {
	cause, result := p.blankStep("analysed"), p.blankStep("answered")
	if i := slices.IndexFunc(p.Events, func(e desk.TicketEvent) bool { return e.Seq == p.last("ticket.resolved") }); i > 0 {
		e := p.Events[i]
		cause.Texts, cause.Blank = p.texts(e.Seq-1), false
		result.Texts, result.Blank, result.When = p.texts(e.Seq), false, p.Minute(e.At)+" · "+p.who(e)
	}
	return []stepLine{cause, result}
}

// step is the last time a step was taken, in whichever round.
func (p *paper) step(name string) (step stepLine, taken bool) {
	if p.File.Book == nil {
		for _, s := range p.plainSteps() {
			if s.name == name {
				return s, !s.Blank
			}
		}
		return step, false
	}
	for _, round := range slices.Backward(p.File.Book.Rounds) {
		for _, s := range round.Steps {
			if s.Step == name {
				return p.stepLine(s), true
			}
		}
	}
	return step, false
}

// Cause is why it came about; Correction what was planned and done about it;
// Lesson what is kept for the next of its kind. Each with its time; none when
// nothing was recorded.
func (p *paper) Cause() []stepLine      { return p.some("analysed") }
func (p *paper) Correction() []stepLine { return p.some("planned", "carried_out") }
func (p *paper) Lesson() []stepLine     { return p.some("summed_up") }

func (p *paper) some(names ...string) []stepLine {
	var all []stepLine
	for _, name := range names {
		if s, taken := p.step(name); taken {
			all = append(all, s)
		}
	}
	return all
}

// Disputes are what the customer did not agree with, and how it was ruled (rule
// SJ-19).
func (p *paper) Disputes() []stepLine {
	var all []stepLine
	if p.File.Book == nil {
		return nil
	}
	for _, d := range p.File.Book.Disputes {
		all = append(all, stepLine{Label: p.T("paper.dispute"), When: p.Minute(d.At), Texts: some(d.Reason)})
		ruling := stepLine{Label: p.T("paper.ruling"), Blank: d.RuledAt.IsZero(), Texts: some(d.Ground)}
		if !ruling.Blank {
			ruling.When = strings.Join([]string{p.Minute(d.RuledAt), p.Person(d.Reviewer), p.Option("ruling", d.Ruling)}, " · ")
		}
		all = append(all, ruling)
	}
	return all
}

func some(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
