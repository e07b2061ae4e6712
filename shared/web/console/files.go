package console

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"huiyin/shared/web"
	"huiyin/shared/web/desk"
)

// filePages are how a photo comes to a ticket, and a document to a shipment: the
// browser sends it to the bucket by a signed form, comes back, and somebody says
// what it shows.
var filePages = []page{
	{path: "tickets/{number}/files", title: "files.add", op: "offerUpload", show: sendTo("offerUpload", "tickets", "number")},
	{path: "tickets/{number}/files/{id}", title: "files.one", op: "readAttachment", show: oneFile("readAttachment", "tickets", "number"), forms: []form{
		{id: "keepAttachment", area: "files", next: "tickets/{number}", fields: []field{{name: "name", kind: fText, required: true, max: 120}}},
		{id: "removeAttachment", area: "files", next: "tickets/{number}", fields: []field{{name: "reason", kind: fArea, required: true, max: 500, rows: 2}}},
	}},
	{path: "shipments/{waybill}/proofs", title: "files.add", op: "offerProof", show: sendTo("offerProof", "shipments", "waybill")},
	{path: "shipments/{waybill}/proofs/{id}", title: "files.one", op: "readProof", show: oneFile("readProof", "shipments", "waybill"), forms: []form{
		{id: "keepProof", area: "files", next: "shipments/{waybill}", fields: []field{
			{name: "kind", kind: fRadio, required: true, options: proofKinds}, {name: "name", kind: fText, required: true, max: 120}}},
		{id: "removeProof", area: "files", next: "shipments/{waybill}", fields: []field{{name: "reason", kind: fArea, required: true, max: 200, rows: 2}}},
	}},
}

var proofKinds = []string{"receipt", "photo", "waybill", "other"}

// filePanels show what is attached beside a ticket.
var filePanels = []panel{{id: "files", place: sidePlace, op: "listAttachments", load: filesPanel}}

type filesPart struct {
	*ticketPage
	Attachments []desk.Attachment
}

func filesPanel(t *ticketPage) (any, error) {
	part := filesPart{ticketPage: t}
	if err := t.get("listAttachments", &part, "number", t.Ticket.Number); err != nil {
		return nil, err
	}
	for _, a := range part.Attachments {
		t.showFrom(a.URL)
	}
	if len(part.Attachments) == 0 && !t.Can("attach") {
		return nil, nil
	}
	return part, nil
}

// Picture tells whether a browser shows a file of a media type as a picture.
func (*visit) Picture(mediaType string) bool {
	return strings.HasPrefix(mediaType, "image/") && mediaType != "image/heic"
}

// Size is a file's size in words.
func (*visit) Size(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KB", (bytes+1023)/1024)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}

// showFrom lets the page show pictures of where files lie, and send forms
// there.
func (v *visit) showFrom(address string) {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		v.files = u.Scheme + "://" + u.Host
	}
}

// ofWhat is what a file belongs to, a ticket or a shipment: home is its page.
type ofWhat struct {
	*visit
	Home string
	Of   string // "tickets" or "shipments"
}

type sendFilePage struct {
	ofWhat
	Upload desk.Upload
	Back   string
}

// sendTo is the page with the form of a file for what the mark of the path
// names, which the operation offers.
func sendTo(op, of, mark string) func(*visit) error {
	return func(v *visit) error {
		v.Refresh = 0
		data := sendFilePage{ofWhat: ofWhat{v, of + "/" + v.value(mark), of}, Back: v.comeBack()}
		in := call{marks: map[string]string{mark: v.value(mark)}, body: map[string]string{"back": data.Back + "/{id}"}}
		if _, err := v.call(op, in, &data.Upload); err != nil {
			return err
		}
		v.showFrom(data.Upload.URL)
		return v.show("files", data)
	}
}

// comeBack is this page's whole address, to which S3 sends the browser back.
// The path is the gateway's; a browser that sees another one (a proxy, a local
// stack) says so by its script, and is believed about the path alone.
func (v *visit) comeBack() string {
	scheme, path := "https://", v.r.URL.Path
	if host, _, _ := strings.Cut(v.r.Host, ":"); host == "localhost" || host == "127.0.0.1" {
		scheme = "http://"
	}
	if seen := web.GatewayPath(v.r.Context()); seen != "" {
		path = seen
	}
	if at := v.query("at"); strings.HasPrefix(at, "/") && !strings.HasPrefix(at, "//") && strings.HasSuffix(at, v.r.URL.Path) {
		path = at
	}
	return scheme + v.r.Host + (&url.URL{Path: path}).EscapedPath()
}

type oneFilePage struct {
	ofWhat
	File         desk.Proof // of a ticket without a kind
	Keep, Remove *Form
}

// oneFile is the page of one file, which the operation reads: where it is named
// and kept, looked at, or taken away.
func oneFile(op, of, mark string) func(*visit) error {
	keep, remove := "keepAttachment", "removeAttachment"
	if of == "shipments" {
		keep, remove = "keepProof", "removeProof"
	}
	return func(v *visit) error {
		v.Refresh = 0
		data := oneFilePage{ofWhat: ofWhat{v, of + "/" + v.value(mark), of}}
		if err := v.get(op, &data.File, mark, v.value(mark), "id", v.value("id")); err != nil {
			return err
		}
		v.showFrom(data.File.URL)
		if data.File.Kept {
			v.Title = data.File.Name
			data.Remove = v.form(remove)
		} else {
			data.Keep = v.form(keep)
		}
		return v.show("file", data)
	}
}

// allowFiles says in the page's policy from where pictures come and to where a
// file may be sent, beside the page's own site.
func (v *visit) allowFiles(h http.Header) {
	if v.files != "" {
		web.AllowFiles(h, v.files)
	}
}
