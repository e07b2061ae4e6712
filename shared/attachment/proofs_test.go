package attachment_test

import (
	"context"
	"crypto/rand"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiyin/shared/attachment"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/memory"
	"huiyin/shared/phone"
	"huiyin/shared/shipment"
	"huiyin/shared/storetest"
)

const waybill = "SF1001"

// numbers are their own keys.
type numbers struct{}

func (numbers) Parse(_, typed string) (phone.Number, error) { return phone.Number("+86" + typed), nil }

func (numbers) Key(_ context.Context, n phone.Number) (string, error) { return "key-" + n.Last4(), nil }

type freight struct {
	*testing.T
	attachment.Proofs
	bucket *memory.Bucket
	store  *memory.Store
}

func newFreight(t *testing.T) *freight {
	store, bucket := memory.New(1), &memory.Bucket{}
	server := httptest.NewServer(bucket)
	t.Cleanup(server.Close)
	bucket.Address = server.URL
	told, err := event.New(customer.Subject("C1"), 1, customer.Created, storetest.MidAutumn, agent.By, nil)
	if err != nil {
		t.Fatal(err)
	}
	file := customer.Customer{ID: "C1", Version: 1, Name: "王芳", Phone: "+8613800138000", PhoneKey: "key-8000", Lang: "zh", CreatedAt: storetest.MidAutumn, UpdatedAt: storetest.MidAutumn}
	if err := store.Customers().Commit(t.Context(), customer.Change{Customer: &file, Events: []event.Event{told}}); err != nil {
		t.Fatal(err)
	}
	ships := &shipment.Service{Store: store.Shipments(), Customers: store.Customers(), Phones: numbers{}, Files: attachment.Proofs{Bucket: bucket}, Random: rand.Reader, Zone: time.UTC,
		Settings: func(context.Context) (shipment.Settings, error) { return shipment.DefaultSettings(), nil }}
	if _, err := ships.Record(t.Context(), storetest.MidAutumn, agent.By, shipment.Input{Waybill: waybill, Customer: "C1", Consignee: "李雷", Phone: "13900139000", Carrier: "顺丰", Days: 3}); err != nil {
		t.Fatal(err)
	}
	return &freight{t, attachment.Proofs{Shipments: ships, Bucket: bucket, Random: rand.Reader}, bucket, store}
}

func (w *freight) send(content []byte) string {
	w.Helper()
	offer, err := w.Offer(w.Context(), "sf1001", "")
	if err != nil {
		w.Fatal(err)
	}
	if status, _ := storetest.Post(w.T, offer.Form, "IMG_1.jpg", content); status != 204 {
		w.Fatalf("posted with %d", status)
	}
	return offer.ID
}

func (w *freight) keep(id, kind, name string) error {
	_, err := w.Keep(w.Context(), storetest.MidAutumn, agent.By, waybill, id, kind, name)
	return err
}

// fill notes as many documents as a shipment may have.
func (w *freight) fill() {
	w.Helper()
	for i := range shipment.MaxProofs {
		if _, err := w.Shipments.Prove(w.Context(), storetest.MidAutumn, agent.By, waybill, shipment.Proof{Kind: "photo", File: "f" + strings.Repeat("x", i), Name: "a", Type: "image/png", Size: 1}); err != nil {
			w.Fatal(err)
		}
	}
}

// rule: NJ-12 the receipt stays with its shipment, and can be looked at.
func TestAReceiptIsKept(t *testing.T) {
	w := newFreight(t)
	id := w.send(jpeg)
	if p, kept, err := w.Read(t.Context(), waybill, id); err != nil || kept || p.Type != "image/jpeg" || p.URL == "" {
		t.Fatalf("arrived %+v %v %v", p, kept, err)
	}
	for _, kind := range []string{"receipt", "photo"} { // the second time it stands already
		if err := w.keep(id, kind, " 李雷签收 "); err != nil {
			t.Fatal(err)
		}
	}
	list, err := w.List(t.Context(), waybill)
	if err != nil || len(list) != 1 || list[0].Kind != "receipt" || list[0].Name != "李雷签收" || list[0].Size != int64(len(jpeg)) || list[0].By != agent.By ||
		!list[0].At.Equal(storetest.MidAutumn) || !strings.Contains(list[0].URL, "/kept/W/"+waybill+"/"+id) || w.bucket.Len() != 1 {
		t.Fatalf("list %+v %v, %d in the bucket", list, err, w.bucket.Len())
	}
	for _, e := range w.store.Told(0) {
		if strings.Contains(string(e.Data), "李雷") {
			t.Errorf("an event names somebody: %s", e.Data)
		}
	}
	if err := w.Remove(t.Context(), storetest.MidAutumn, agent.By, waybill, id, ""); !errs.Is(err, errs.Invalid) || w.bucket.Len() != 1 {
		t.Errorf("removed for no reason: %v", err)
	}
	if err := w.Remove(t.Context(), storetest.MidAutumn, agent.By, waybill, id, "传错了"); err != nil || w.bucket.Len() != 0 {
		t.Errorf("removed: %v, %d in the bucket", err, w.bucket.Len())
	}
	if err := w.Remove(t.Context(), storetest.MidAutumn, agent.By, waybill, id, "传错了"); !errs.Is(err, errs.NotFound) {
		t.Errorf("removed twice: %v", err)
	}
	s, err := w.Shipments.Read(t.Context(), waybill)
	if err != nil || len(s.Proofs) != 0 || len(s.Corrections) != 1 || s.Corrections[0].Reason != "传错了" {
		t.Errorf("the record keeps why: %+v %v", s.Corrections, err)
	}
}

func TestWhatIsNoProofIsRefused(t *testing.T) {
	w := newFreight(t)
	id := w.send(jpeg)
	for _, bad := range [][3]string{{id, "selfie", "a"}, {id, "photo", ""}, {id, "photo", "a/b"}, {"nothing-came", "photo", "a"}, {w.send([]byte("<!doctype html>")), "photo", "a"}} {
		if err := w.keep(bad[0], bad[1], bad[2]); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q kept: %v", bad, err)
		}
	}
	w.fill()
	if _, err := w.Offer(t.Context(), waybill, ""); !errs.Is(err, errs.Conflict) {
		t.Errorf("one too many is offered: %v", err)
	}
	if err := w.keep(id, "photo", "a"); !errs.Is(err, errs.Conflict) {
		t.Errorf("one too many is kept: %v", err)
	}
	if _, err := w.Offer(t.Context(), "SF9999", ""); !errs.Is(err, errs.NotFound) {
		t.Errorf("a form for no shipment: %v", err)
	}
}

// rule: LAW-4 with whom it goes to, the receipt goes: noted or not, kept or not.
func TestAnErasureTakesTheDocuments(t *testing.T) {
	w := newFreight(t)
	late := w.send(jpeg)
	id := w.send(jpeg)
	if err := w.keep(id, "receipt", "李雷签收"); err != nil {
		t.Fatal(err)
	}
	if err := w.Shipments.Forget(t.Context(), storetest.MidAutumn, agent.By, "key-9000"); err != nil {
		t.Fatal(err)
	}
	s, err := w.Shipments.Read(t.Context(), waybill)
	if err != nil || !s.Erased || len(s.Proofs) != 0 || w.bucket.Len() != 0 {
		t.Errorf("left: %+v %v, %d in the bucket", s.Proofs, err, w.bucket.Len())
	}
	if _, err := w.Offer(t.Context(), waybill, ""); !errs.Is(err, errs.Conflict) {
		t.Errorf("offered: %v", err)
	}
	if err := w.keep(late, "photo", "a"); !errs.Is(err, errs.Conflict) {
		t.Errorf("kept: %v", err)
	}
}

// away is a bucket that is not to be reached, once.
type away struct {
	*memory.Bucket
	times int
}

func (b *away) Clear(ctx context.Context, prefix string) error {
	if b.times++; b.times == 1 {
		return errs.New(errs.Unavailable, "store.unavailable")
	}
	return b.Bucket.Clear(ctx, prefix)
}

// rule: LAW-4 an erasure that was broken off at the files is finished by the next.
func TestAnErasureComesBackForTheDocuments(t *testing.T) {
	w := newFreight(t)
	if err := w.keep(w.send(jpeg), "receipt", "李雷签收"); err != nil {
		t.Fatal(err)
	}
	w.Shipments.Files = attachment.Proofs{Bucket: &away{Bucket: w.bucket}}
	if err := w.Shipments.Forget(t.Context(), storetest.MidAutumn, agent.By, "key-9000"); !errs.Is(err, errs.Unavailable) || w.bucket.Len() != 1 {
		t.Errorf("%v, %d in the bucket", err, w.bucket.Len())
	}
	if err := w.Shipments.Forget(t.Context(), storetest.MidAutumn, agent.By, "key-9000"); err != nil || w.bucket.Len() != 0 {
		t.Errorf("%v, %d in the bucket", err, w.bucket.Len())
	}
}

// meanwhile is a bucket where somebody is at work at the same time.
type meanwhile struct {
	*memory.Bucket
	copied, cleared func()
}

func (b *meanwhile) Copy(ctx context.Context, from, to string, seen attachment.Object) error {
	defer b.copied()
	return b.Bucket.Copy(ctx, from, to, seen)
}

func (b *meanwhile) Clear(ctx context.Context, prefix string) error {
	defer b.cleared()
	return b.Bucket.Clear(ctx, prefix)
}

// rule: LAW-4 whoever keeps a document while its shipment is erased leaves none.
func TestAnErasureAndAKeepingAtOnceLeaveNothing(t *testing.T) {
	w := newFreight(t)
	id := w.send(jpeg)
	erase := func() {
		if err := w.Shipments.Forget(t.Context(), storetest.MidAutumn, agent.By, "key-9000"); err != nil {
			t.Error(err)
		}
	}
	w.Bucket = &meanwhile{Bucket: w.bucket, copied: erase}
	if err := w.keep(id, "photo", "a"); !errs.Is(err, errs.Conflict) || w.bucket.Len() != 0 {
		t.Errorf("erased before it was noted: %v, %d in the bucket", err, w.bucket.Len())
	}

	w = newFreight(t)
	id = w.send(jpeg)
	w.Bucket = &meanwhile{Bucket: w.bucket, copied: w.fill}
	if err := w.keep(id, "photo", "a"); !errs.Is(err, errs.Conflict) || w.bucket.Len() != 1 { // as it arrived
		t.Errorf("filled before it was noted: %v, %d in the bucket", err, w.bucket.Len())
	}

	w = newFreight(t)
	id, calls := w.send(jpeg), 0
	w.Shipments.Files = attachment.Proofs{Bucket: &meanwhile{Bucket: w.bucket, cleared: func() {
		if calls++; calls == 1 { // incoming is cleared before kept: what has come is sent anew
			id = w.send(jpeg)
		}
		if calls == 2 {
			if err := w.keep(id, "photo", "a"); err != nil {
				t.Error(err)
			}
		}
	}}}
	erase()
	if s, err := w.Shipments.Read(t.Context(), waybill); err != nil || len(s.Proofs) != 0 || w.bucket.Len() != 0 || calls != 4 {
		t.Errorf("kept before it was erased: %+v %v, %d in the bucket, %d calls", s.Proofs, err, w.bucket.Len(), calls)
	}
}
