package public

import (
	"context"
	"strings"

	"huiyin/shared/bulletin"
	"huiyin/shared/errs"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// notice is a bulletin as a page shows it.
type notice struct {
	About   string // of what kind it is, in the page's language
	Regions string // for whom, as the company names them; "" for all
	Until   string // till when, "" while nobody knows
	Text    string
	Lang    string // of Text, as HTML names it
	Ended   bool   // it says that it is over
}

// board are the bulletins to be shown now. One without a text in the page's
// language is shown in Chinese: its kind says above it what it is about.
func (s *Service) board(ctx context.Context, lang words.Lang) []notice {
	if s.Board == nil {
		return nil
	}
	var list []notice
	for _, l := range s.Board.Lines(ctx) {
		list = append(list, s.notice(l, lang))
	}
	return list
}

func (s *Service) notice(l bulletin.Line, lang words.Lang) notice {
	n := notice{Text: l.Texts[lang], Ended: l.Ended, Lang: frame{}.Hreflang(lang), About: words.Text(lang, "pages.bulletin."+l.Kind, nil)}
	if n.Text == "" {
		n.Text, n.Lang = l.Texts[words.Chinese], frame{}.Hreflang(words.Chinese)
	}
	if l.Ended {
		n.About = words.Text(lang, "pages.bulletin_over", errs.Args{"kind": n.About})
		return n
	}
	if len(l.Regions) > 0 {
		comma := map[words.Lang]string{words.Chinese: "、", words.English: ", "}[lang]
		n.Regions = strings.Join(l.Regions, comma)
	}
	if !l.Until.IsZero() {
		n.Until = words.Text(lang, "pages.bulletin_until", errs.Args{"when": message.At(l.Until, s.Now(), s.Zone, lang)})
	}
	return n
}
