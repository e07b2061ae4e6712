package desk

import (
	"cmp"
	"context"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/handbook"
	"huiyin/shared/id"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// CannedReply is a reply that is chosen and not typed.
type CannedReply struct {
	ID      string    `json:"id"`
	Version int       `json:"version" doc:"Also the ETag."`
	Lang    string    `json:"lang" enum:"zh,en"`
	Title   string    `json:"title" doc:"For agents, to choose by."`
	Text    string    `json:"text" doc:"With marks such as {number}."`
	Filled  string    `json:"filled,omitempty" doc:"With number: the text for that ticket. A mark that could not be filled stays."`
	Kind    string    `json:"kind,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	Target  string    `json:"target,omitempty"`
	Removed bool      `json:"removed,omitempty"`
	By      string    `json:"by,omitempty" doc:"Who saved it; none: it came with the program."`
	Badge   string    `json:"badge,omitempty" doc:"Of that member of staff."`
	At      time.Time `json:"at,omitzero"`
}

func canned(r handbook.Reply, roster staff.Roster) CannedReply {
	who, _ := roster.Member(event.StaffID(r.By))
	return CannedReply{ID: r.ID, Version: r.Version, Lang: string(r.Lang), Title: r.Title, Text: r.Text, Kind: r.Kind, Reason: r.Reason,
		Target: r.Target, Removed: r.Removed, By: r.By, Badge: who.Badge, At: r.At}
}

// CannedReplies is the list of them.
type CannedReplies struct {
	Replies []CannedReply `json:"replies" doc:"Those that fit best first, then by title."`
	Marks   []string      `json:"marks" doc:"That a reply may have, each in braces."`
}

type repliesInput struct {
	Number string `query:"number" maxLength:"40" doc:"Of a ticket: those that fit it, in its language, filled in for it and the caller."`
	Kind   string `query:"kind" maxLength:"40" doc:"inquiry or complaint; left out, the ticket's."`
	Reason string `query:"reason" maxLength:"40" doc:"Left out, the ticket's."`
	Target string `query:"target" maxLength:"40" doc:"Left out, the ticket's."`
	Lang   string `query:"lang" enum:"zh,en" doc:"Left out, the ticket's."`
}

type repliesOutput struct{ Body CannedReplies }

// replies finds what fits (rule QM-14).
func (d *Desk) replies(ctx context.Context, in *repliesInput) (*repliesOutput, error) {
	wanted := handbook.Wanted{Kind: in.Kind, Reason: in.Reason, Target: in.Target, Lang: words.Lang(in.Lang)}
	values := map[string]string{}
	if in.Number != "" {
		number, err := OnTicket{in.Number}.number()
		if err != nil {
			return nil, err
		}
		t, err := d.Tickets.Store.Get(ctx, number)
		if err != nil {
			return nil, lost(err)
		}
		wanted.Kind, wanted.Reason = cmp.Or(in.Kind, string(t.Kind)), cmp.Or(in.Reason, t.Reason)
		wanted.Target, wanted.Lang = cmp.Or(in.Target, t.Target), cmp.Or(words.Lang(in.Lang), words.Lang(t.Lang))
		values = map[string]string{"number": id.Show(t.Number), "waybill": t.Waybill, "badge": sender(ctx).member.Badge}
	}
	list, err := d.Handbook.Replies(ctx, wanted)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	out := &repliesOutput{Body: CannedReplies{Replies: []CannedReply{}, Marks: handbook.Marks}}
	for _, r := range list {
		shown := canned(r, roster)
		if in.Number != "" {
			shown.Filled = d.Handbook.For(r, values)
		}
		out.Body.Replies = append(out.Body.Replies, shown)
	}
	return out, err
}

// ReplyInput is a canned reply to be saved.
type ReplyInput struct {
	Lang   string `json:"lang" enum:"zh,en"`
	Title  string `json:"title" maxLength:"400"`
	Text   string `json:"text" maxLength:"4000" doc:"At most 1,000 characters. It may have the marks {number} {waybill} {badge} {company} {hotline}."`
	Kind   string `json:"kind,omitempty" maxLength:"40" doc:"inquiry or complaint; left out: it fits both."`
	Reason string `json:"reason,omitempty" maxLength:"40" doc:"Of that kind; left out: it fits all."`
	Target string `json:"target,omitempty" maxLength:"40" doc:"What a complaint is about; left out: it fits all."`
}

type saveReplyInput struct {
	Person
	Match
	Body ReplyInput
}

type cannedOutput struct {
	ETag string `header:"ETag"`
	Body CannedReply
}

func (d *Desk) saveReply(ctx context.Context, in *saveReplyInput) (*cannedOutput, error) {
	seen, err := in.whole()
	if err != nil {
		return nil, err
	}
	r, err := d.Handbook.SaveReply(ctx, d.Now(), sender(ctx).by(), in.ID, seen, handbook.Draft{Lang: words.Lang(in.Body.Lang), Title: in.Body.Title,
		Text: in.Body.Text, Kind: in.Body.Kind, Reason: in.Body.Reason, Target: in.Body.Target})
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	return &cannedOutput{ETag: etag(r.Version), Body: canned(r, roster)}, err
}

type removeReplyInput struct {
	Person
	Match
}

func (d *Desk) removeReply(ctx context.Context, in *removeReplyInput) (*cannedOutput, error) {
	seen, err := in.version()
	if err != nil {
		return nil, err
	}
	r, err := d.Handbook.RemoveReply(ctx, d.Now(), sender(ctx).by(), in.ID, seen)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	return &cannedOutput{ETag: etag(r.Version), Body: canned(r, roster)}, err
}

type replyVersionsOutput struct {
	Body struct {
		Versions []CannedReply `json:"versions" doc:"Newest first."`
	}
}

func (d *Desk) replyVersions(ctx context.Context, in *articleVersionsInput) (*replyVersionsOutput, error) {
	list, err := d.Handbook.PastReplies(ctx, in.ID, in.Before, in.Limit)
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	out := &replyVersionsOutput{}
	out.Body.Versions = []CannedReply{}
	for _, r := range list {
		out.Body.Versions = append(out.Body.Versions, canned(r, roster))
	}
	return out, err
}
