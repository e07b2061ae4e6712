package desk

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huiyin/shared/sheet"
	"huiyin/shared/task"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// GiftList is a page of the gifts of a Spring Festival (rule NJ-3), given or
// not.
type GiftList struct {
	Year int `json:"year"`
	TaskList
}

type giftsInput struct {
	Year int `query:"year" minimum:"2025" maximum:"2060" doc:"Of the Spring Festival; this year's when left out, from November on next year's."`
	Pages
}

type giftsOutput struct{ Body GiftList }

// giftYear is the year of the Spring Festival that a list is asked for.
func (d *Desk) giftYear(asked int) int {
	if asked != 0 {
		return asked
	}
	return d.Now().In(d.Tasks.Zone).AddDate(0, 2, 0).Year()
}

func (d *Desk) gifts(ctx context.Context, in *giftsInput) (*giftsOutput, error) {
	year := d.giftYear(in.Year)
	page, err := d.Tasks.Store.Grouped(ctx, task.GiftGroup(year), in.Cursor, in.Limit)
	list, err := d.taskPage(ctx, page, err)
	if err != nil {
		return nil, err
	}
	return &giftsOutput{GiftList{Year: year, TaskList: list.Body}}, nil
}

// giftParts lists where each part of the exported list begins.
func (d *Desk) giftParts(ctx context.Context, in *giftPartsInput) (*reportPartsOutput, error) {
	out := ReportParts{Parts: []ReportPart{}}
	for cursor, read := in.Cursor, 0; read < maxGiftPages; {
		part := ReportPart{Cursor: cursor}
		for range giftPages {
			page, err := d.Tasks.Store.Grouped(ctx, task.GiftGroup(d.giftYear(in.Year)), cursor, 100)
			if err != nil {
				return nil, err
			}
			read++
			part.Rows += len(page.Tasks)
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		out.Parts = append(out.Parts, part)
		if out.Next = cursor; cursor == "" {
			break
		}
	}
	return &reportPartsOutput{Body: out}, nil
}

type giftPartsInput struct {
	Year   int    `query:"year" minimum:"2025" maximum:"2060" doc:"As of listGifts."`
	Cursor string `query:"cursor" maxLength:"1000" doc:"next of the list before."`
}

type exportGiftsInput struct {
	Year   int    `query:"year" minimum:"2025" maximum:"2060" doc:"As of listGifts."`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Of the part, as Link of the part before gave it; none for the first."`
}

type exportGiftsOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Link        string `header:"Link" doc:"Where the next part is; none on the last one."`
	Body        []byte
}

// giftPages is how many pages of a hundred a part of the exported list has,
// maxGiftPages how many one list of parts looks at.
const (
	giftPages    = 10
	maxGiftPages = 50
)

// exportGifts gives a part of the list for a spreadsheet, at most a thousand
// rows, in the caller's language.
func (d *Desk) exportGifts(ctx context.Context, in *exportGiftsInput) (*exportGiftsOutput, error) {
	year, lang := d.giftYear(in.Year), web.Lang(ctx)
	out := &exportGiftsOutput{ContentType: "text/csv; charset=utf-8", Disposition: `attachment; filename="gifts-` + strconv.Itoa(year) + `.csv"`}
	var file bytes.Buffer
	file.WriteString("\ufeff") // or a spreadsheet takes it for something else than UTF-8
	lines := csv.NewWriter(&file)
	lines.UseCRLF = true
	var head []string
	for _, column := range []string{"customer", "company", "class", "gift", "owner", "due", "state", "done"} {
		head = append(head, words.Text(lang, "task.gift."+column, nil))
	}
	_ = lines.Write(head) // into memory: never fails
	cursor := in.Cursor
	for range giftPages {
		page, err := d.Tasks.Store.Grouped(ctx, task.GiftGroup(year), cursor, 100)
		if err != nil {
			return nil, err
		}
		shown, err := d.shownTasks(ctx, page.Tasks)
		if err != nil {
			return nil, err
		}
		for _, t := range shown {
			class, done := "", ""
			if t.Class != "" {
				class = words.Text(lang, "task.class."+t.Class, nil)
			}
			if !t.EndedAt.IsZero() {
				done = t.EndedAt.In(d.Tasks.Zone).Format(time.DateOnly)
			}
			row := []string{t.CustomerName, t.Company, class, t.Note, strings.TrimSpace(t.OwnerName + " " + t.OwnerBadge),
				t.Due.In(d.Tasks.Zone).Format(time.DateOnly), words.Text(lang, "task.state."+t.State, nil), done}
			for i := range row {
				row[i] = sheet.Safe(row[i])
			}
			_ = lines.Write(row)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	lines.Flush()
	if out.Body = file.Bytes(); cursor != "" {
		out.Link = `<?` + url.Values{"year": {strconv.Itoa(year)}, "cursor": {cursor}, "lang": {string(lang)}}.Encode() + `>; rel="next"`
	}
	return out, nil
}
