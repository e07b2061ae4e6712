package attachment_test

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"huiyin/shared/attachment"
	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/storetest"
	"huiyin/shared/ticket"
)

var agent = ticket.Actor{By: "staff:1", Staff: "1", Badge: "A1", Team: "service"}

// jpeg begins as a JPEG does.
var jpeg = []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00 and so on")

type world struct {
	*testing.T
	*attachment.Service
	bucket *memory.Bucket
	number string
}

func newWorld(t *testing.T) *world {
	store := memory.New(1)
	bucket := &memory.Bucket{}
	server := httptest.NewServer(bucket)
	t.Cleanup(server.Close)
	bucket.Address = server.URL
	desk := storetest.Desk(store.Tickets())
	r, err := desk.Open(t.Context(), storetest.MidAutumn, ticket.TheCustomer, ticket.Intake{Kind: ticket.Complaint, Reason: "damaged",
		Target: ticket.AboutGoods, Name: "王芳", Phone: "13800138000", Text: "花瓶碎了。"})
	if err != nil {
		t.Fatal(err)
	}
	return &world{t, &attachment.Service{Tickets: desk, Bucket: bucket, Random: strings.NewReader(strings.Repeat("0123456789abcdef", 1000))}, bucket, r.Number}
}

// send sends a file by an offered form and gives its id.
func (w *world) send(content []byte) string {
	w.Helper()
	offer, err := w.Offer(w.Context(), w.number, "")
	if err != nil {
		w.Fatal(err)
	}
	if status, _ := storetest.Post(w.T, offer.Form, "photo.jpg", content); status != 204 {
		w.Fatalf("posted with %d", status)
	}
	return offer.ID
}

// rule: NJ-12 a photo stays with its ticket, and can be looked at.
func TestAPhotoIsKept(t *testing.T) {
	w := newWorld(t)
	id := w.send(jpeg)
	arrived, err := w.Arrived(t.Context(), w.number, id)
	if err != nil || arrived.Type != "image/jpeg" || arrived.Size != int64(len(jpeg)) || arrived.URL == "" {
		t.Fatalf("arrived %+v %v", arrived, err)
	}
	for range 2 { // twice keeps it once
		f, err := w.Keep(t.Context(), storetest.MidAutumn, agent, w.number, id, "外箱.jpg")
		if err != nil || f.ID != id || f.Name != "外箱.jpg" || f.Type != "image/jpeg" || f.Badge != "A1" {
			t.Fatalf("kept %+v %v", f, err)
		}
	}
	list, err := w.List(t.Context(), w.number)
	if err != nil || len(list) != 1 || list[0].Name != "外箱.jpg" || !strings.Contains(list[0].URL, "/kept/"+w.number+"/") {
		t.Fatalf("list %+v %v", list, err)
	}
	if w.bucket.Len() != 1 {
		t.Errorf("%d files lie in the bucket", w.bucket.Len())
	}
	if err := w.Remove(t.Context(), storetest.MidAutumn, agent, w.number, id, "传错了"); err != nil {
		t.Fatal(err)
	}
	if list, err := w.List(t.Context(), w.number); err != nil || len(list) != 0 || w.bucket.Len() != 0 {
		t.Errorf("after removing: %+v %v, %d in the bucket", list, err, w.bucket.Len())
	}
}

// What a file is, its content says, whatever it is called.
func TestOnlyPicturesAndPapersAreKept(t *testing.T) {
	for name, content := range map[string]string{
		"a page": "<!doctype html><script>alert(1)</script>", "a drawing that can run": `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`,
		"a program": "\x7fELF\x02\x01\x01", "an archive": "PK\x03\x04 and so on", "a text": "hello",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.send([]byte(content))
			if _, err := w.Keep(t.Context(), storetest.MidAutumn, agent, w.number, id, "photo.jpg"); !errs.Is(err, errs.Invalid) {
				t.Errorf("kept: %v", err)
			}
			if _, err := w.Arrived(t.Context(), w.number, id); !errs.Is(err, errs.Invalid) {
				t.Errorf("shown: %v", err)
			}
			if list, err := w.List(t.Context(), w.number); err != nil || len(list) != 0 {
				t.Errorf("list %v %v", list, err)
			}
		})
	}
}

func TestWhatHasNotArrivedIsNotKept(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"nobody", w.send(jpeg) + "x"} {
		if _, err := w.Keep(t.Context(), storetest.MidAutumn, agent, w.number, id, "a.jpg"); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", id, err)
		}
	}
	id := w.send(jpeg)
	if _, err := w.Keep(t.Context(), storetest.MidAutumn, agent, w.number, id, "a/b.jpg"); !errs.Is(err, errs.Invalid) {
		t.Errorf("a name with a slash: %v", err)
	}
}

func TestATicketThatIsOverTakesNoFiles(t *testing.T) {
	w := newWorld(t)
	id := w.send(jpeg)
	if _, err := w.Tickets.Withdraw(t.Context(), storetest.MidAutumn, agent, w.number, 0, "撤回", false); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Offer(t.Context(), w.number, ""); !errs.Is(err, errs.Conflict) {
		t.Errorf("offered: %v", err)
	}
	if _, err := w.Keep(t.Context(), storetest.MidAutumn, agent, w.number, id, "a.jpg"); !errs.Is(err, errs.Conflict) {
		t.Errorf("kept: %v", err)
	}
}

// rule: LAW-4 what was sent goes, kept or not, noted or not.
func TestForgettingTakesEverything(t *testing.T) {
	w := newWorld(t)
	w.send(jpeg)
	id := w.send(jpeg)
	if _, err := w.Keep(t.Context(), storetest.MidAutumn, agent, w.number, id, "a.jpg"); err != nil {
		t.Fatal(err)
	}
	seen, err := w.Bucket.Look(t.Context(), "kept/"+w.number+"/"+id)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Bucket.Copy(t.Context(), "kept/"+w.number+"/"+id, "kept/"+w.number+"/never-noted", seen); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := w.Forget(t.Context(), w.number); err != nil {
			t.Fatal(err)
		}
	}
	if w.bucket.Len() != 0 {
		t.Errorf("%d files are left", w.bucket.Len())
	}
}

func TestTypesAreNamed(t *testing.T) {
	if !slices.Contains(attachment.Types, "image/heic") || slices.ContainsFunc(attachment.Types, func(s string) bool { return strings.Contains(s, "svg") || strings.Contains(s, "html") }) {
		t.Errorf("types %v", attachment.Types)
	}
}
