package handbook

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"huiyin/shared/words"
)

//go:embed seed/*.json
var seedFiles embed.FS

// seedArticles and seedReplies are what the program brings along. A file that
// can't be read is a broken build, so it panics; a test reads them all. Who
// changes a seed's words gives it a new version: who has read the old one has
// not read the new one.
var (
	seedArticles = sync.OnceValue(func() []Article {
		var file []struct {
			ID, Zh, En   string
			Version      int
			Topics       []Topic
			BodyZh, Body []string // paragraphs
		}
		readSeed("articles", &file)
		var list []Article
		for _, s := range file {
			list = append(list, Article{
				Head:   Head{ID: s.ID, Version: s.Version, Titles: Texts{words.Chinese: s.Zh, words.English: s.En}, Topics: s.Topics},
				Bodies: Texts{words.Chinese: paragraphs(s.BodyZh), words.English: paragraphs(s.Body)},
			})
		}
		return list
	})
	seedReplies = sync.OnceValue(func() []Reply {
		var file []struct {
			ID, Kind, Reason, Target string
			Version                  int
			Zh, En                   struct{ Title, Text string }
		}
		readSeed("replies", &file)
		var list []Reply
		for _, s := range file {
			r := Reply{Version: s.Version, Kind: s.Kind, Reason: s.Reason, Target: s.Target}
			r.ID, r.Lang, r.Title, r.Text = s.ID+"-zh", words.Chinese, s.Zh.Title, s.Zh.Text
			list = append(list, r)
			r.ID, r.Lang, r.Title, r.Text = s.ID+"-en", words.English, s.En.Title, s.En.Text
			list = append(list, r)
		}
		return list
	})
)

func readSeed(name string, into any) {
	raw, err := seedFiles.ReadFile("seed/" + name + ".json")
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.DisallowUnknownFields()
		err = decoder.Decode(into)
	}
	if err != nil {
		panic(fmt.Sprintf("handbook: seed %s: %v", name, err))
	}
}

func paragraphs(list []string) string {
	var b bytes.Buffer
	for i, p := range list {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(p)
	}
	return b.String()
}

func seedArticle(id string) (Article, bool) {
	for _, a := range seedArticles() {
		if a.ID == id {
			return a, true
		}
	}
	return Article{}, false
}

func seedReply(id string) (Reply, bool) {
	for _, r := range seedReplies() {
		if r.ID == id {
			return r, true
		}
	}
	return Reply{}, false
}
