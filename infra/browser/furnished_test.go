package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"huiyin/infra/local/stack"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/ticket"
)

// idToken signs the account of a role in, as a program does.
func (s *site) idToken(ctx context.Context, role string) (string, error) {
	for _, user := range stack.Users {
		if user.Role != role {
			continue
		}
		out, err := idp.NewFromConfig(s.AWS()).InitiateAuth(ctx, &idp.InitiateAuthInput{AuthFlow: "USER_PASSWORD_AUTH", ClientId: &s.ClientID,
			AuthParameters: map[string]string{"USERNAME": user.Username, "PASSWORD": user.Password}})
		if err != nil {
			return "", fmt.Errorf("sign in as %s: %w", role, err)
		}
		return aws.ToString(out.AuthenticationResult.IdToken), nil
	}
	return "", fmt.Errorf("no account of a %s", role)
}

// furnished is a desk on which every page has something to show, made of one
// set of texts. Methods stop at the first error, which err keeps.
type furnished struct {
	ctx    context.Context
	tokens map[string]string
	err    error

	mark string // stands in every text that can be typed; "" for texts as people write them
	key  string // in ids, so that two sets do not meet

	number, second, disputed string // tickets
	file, proof, violation   string
	table                    string // that was sent to be imported
	link                     string // of a hand-over, for whoever has it
	customer, double         string // files
	task, finished           string
	waybill, lost, leaving   string
	campaign, gone           string
	bulletin                 string
	day, drawn               string // of a spot check, and a ticket in it
}

// text is a text that a person typed, with the mark.
func (f *furnished) text(plain string) string {
	if f.mark == "" {
		return plain
	}
	return f.mark
}

// long is a text of the most characters that there may be.
func (f *furnished) long() string {
	if f.mark != "" {
		return f.mark
	}
	story := strings.Repeat("昨天下午三点收到货，外箱已经压扁，里面两个花瓶都碎了，已经拍了照片发给派送员，他说不归他管，让我打电话投诉。\n", 80)
	return clip(story, 4000)
}

// call calls an operation and decodes what it gives.
func (f *furnished) call(role, method, path string, body, out any, headers ...string) {
	if f.err != nil {
		return
	}
	raw, err := json.Marshal(body)
	if err != nil {
		f.err = err
		return
	}
	request, err := http.NewRequestWithContext(f.ctx, method, the.API+path, strings.NewReader(string(raw)))
	if err != nil {
		f.err = err
		return
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+f.tokens[role])
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		f.err = err
		return
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		f.err = err
	case response.StatusCode >= 300:
		f.err = fmt.Errorf("%s %s: %d %s", method, path, response.StatusCode, answer)
	case out != nil:
		f.err = json.Unmarshal(answer, out)
	}
}

type object = map[string]any

// opened opens a ticket for a caller.
func (f *furnished) opened(intake object) (number string) {
	var made struct{ Number string }
	f.call("agent", http.MethodPost, "/desk/tickets", intake, &made)
	return made.Number
}

// on does something to a ticket.
func (f *furnished) on(role, number, action string, body object) {
	f.call(role, http.MethodPost, "/desk/tickets/"+number+"/"+action, body, nil)
}

// furnish fills the desk. mark, unless empty, is what everything that can be
// typed says.
func furnish(mark, key string) (*furnished, error) {
	f := &furnished{ctx: context.Background(), tokens: map[string]string{}, mark: mark, key: key}
	if err := hire(); err != nil {
		return nil, err
	}
	for _, role := range []string{"agent", "supervisor", "admin"} {
		if f.tokens[role], f.err = the.idToken(f.ctx, role); f.err != nil {
			return nil, f.err
		}
	}
	f.registers()
	f.tickets()
	f.care()
	f.people()
	f.settings()
	return f, f.err
}

// registers are the lists that supervisors keep.
func (f *furnished) registers() {
	put := func(path string, body object) {
		f.call("supervisor", http.MethodPut, path, body, nil)
	}
	put("/desk/places/partner-"+f.key, object{"kind": "partner", "name": clip(f.text("苏州顺路货物运输有限公司平江路营业部"), 40), "region": clip(f.text("江苏省苏州市"), 40),
		"address": f.text("平江路 120 号旁边的院子里，进门左手第二间"), "phone": "0512-66668888", "hours": f.text("每天 8:30–18:30，春节除外"), "coverage": []string{clip(f.text("江苏省苏州市姑苏区"), 40)},
		"contact": object{"name": clip(f.text("周师傅"), 40), "phone": "13800138009", "mail": "zhou@shunlu.example"}})
	put("/desk/tariffs/t-"+f.key, object{"from": "上海" + f.key, "to": clip(f.text("新疆维吾尔自治区伊犁哈萨克自治州"), 40), "mode": clip(f.text("公路"), 40), "firstGrams": 1000, "firstFen": 1800, "moreFen": 450,
		"days": 7, "note": f.text("偏远乡镇加收 20 元，请先和网点确认")})
	put("/desk/handbook/a-"+f.key, object{"title": f.text("破损投诉怎么受理"), "titleEnglish": f.text("How to take a complaint of damage"),
		"body": f.text("先道歉，再问三件事。\n\n- 外箱破了没有\n- 里面坏了几件\n- 有没有照片"), "bodyEnglish": f.text("Apologise first, then ask three things.\n\n- the box\n- the goods\n- pictures"), "topics": []string{"complaint.damaged"}})
	put("/desk/replies/r-"+f.key, object{"lang": "zh", "title": f.text("破损致歉"), "text": f.text("非常抱歉给您添了麻烦，请把外箱和货物的照片发给我们，我们今天就核实。"), "kind": "complaint", "reason": "damaged"})
	var notice struct{ ID string }
	f.call("supervisor", http.MethodPost, "/desk/bulletins", object{"kind": "weather", "text": f.text("台风“海葵”登陆，华东各网点今天停止收派件，已在途的货物顺延，恢复时间另行通知。"),
		"textEnglish": f.text("Because of a typhoon branches in East China neither collect nor deliver today."), "regions": []string{clip(f.text("上海"), 40)}}, &notice)
	f.bulletin = notice.ID
}

// tickets are one on which everything happened, one more of the same customer,
// one in dispute, and one of the day before, drawn for a spot check.
func (f *furnished) tickets() {
	phone := newPhone()
	intake := object{"type": "complaint", "reason": "damaged", "target": "agent", "agent": "9" + f.key, "name": clip(f.text("欧阳静怡"), 40), "phone": phone, "title": "ms", "waybill": "SF" + phone,
		"region": clip(f.text("新疆维吾尔自治区伊犁哈萨克自治州伊宁市"), 40), "from": clip(f.text("平江路"), 40), "text": f.long(), "rings": 6}
	f.number = f.opened(intake)
	f.on("agent", f.number, "take", nil)
	f.on("agent", f.number, "notes", object{"text": f.text("客户早上在开会，十点以后再打电话；她先生也可以接。")})
	f.on("agent", f.number, "messages", object{"text": f.text("还没有人联系我，你们到底管不管？")})
	f.on("agent", f.number, "analyse", object{"code": "other", "cause": f.text("装车时没有固定，转弯时被压")})
	f.on("agent", f.number, "plan", object{"plan": f.text("按发票全额赔付，退还运费"), "due": the.now().Add(3 * time.Hour)})
	f.on("agent", f.number, "promise", object{"due": the.now().Add(2 * time.Hour), "for": "work"})
	f.on("agent", f.number, "hand-over", object{"to": "partner", "name": clip(f.text("苏州顺路货物运输有限公司平江路营业部"), 40), "summary": f.text("欧阳女士，两只花瓶运输中破损，问是谁装的车")})
	var link struct{ Path string }
	f.call("agent", http.MethodPost, "/desk/tickets/"+f.number+"/hand-over/link", object{}, &link)
	f.link = strings.TrimPrefix(link.Path, "/")
	f.file = f.attach("/desk/tickets/"+f.number+"/attachments", object{"name": f.text("外箱压扁的一角.png")})
	f.imports()
	intake = object{"type": "inquiry", "kind": "cargo_status", "name": clip(f.text("欧阳静怡"), 40), "phone": phone, "waybill": "SF" + phone, "text": f.text("补寄的一只花瓶到哪里了？")}
	f.second = f.opened(intake)
	f.on("agent", f.second, "escalate", object{"reason": f.text("客户要求今天答复，我没有权限查干线车")})
	f.on("agent", f.second, "pause", object{"for": "partner", "reason": f.text("等苏州网点回电话")})

	phone = newPhone()
	f.disputed = f.opened(object{"type": "complaint", "reason": "delay", "target": "service", "name": clip(f.text("司马相如"), 40), "phone": phone, "text": f.text("说好昨天到，今天还没到。")})
	f.on("agent", f.disputed, "resolve", object{"cause": f.text("干线堵车"), "causeCode": "other", "plan": f.text("优先派送"), "action": f.text("已派送"), "result": f.text("货已送达，运费退还一半。")})
	f.on("agent", f.disputed, "dispute", object{"reason": f.text("客户认为应当全额退还运费")})
	if f.err != nil {
		return
	}
	f.day = the.now().Add(-24 * time.Hour).In(shanghai).Format("2006-01-02")
	receipt, err := the.tickets.Open(f.ctx, the.now().Add(-24*time.Hour), ticket.TheCustomer, ticket.Intake{
		Kind: ticket.Inquiry, Reason: "price", Name: clip(f.text("诸葛明"), 40), Phone: newPhone(), Lang: "zh", Text: f.text("从上海到苏州五十公斤多少钱？")})
	if err != nil {
		f.err = err
		return
	}
	f.drawn = receipt.Number
	f.on("agent", f.drawn, "resolve", object{"cause": f.text("x"), "result": f.text("您好，五十公斤二百三十八元，三天到。")})
}

// clip keeps a text to the characters a field takes.
func clip(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// attach keeps a picture on a ticket or a shipment, and gives its id.
func (f *furnished) attach(to string, as object) string {
	var offer struct {
		ID, URL string
		Fields  map[string]string
	}
	f.call("agent", http.MethodPost, to, object{}, &offer)
	if f.err != nil {
		return ""
	}
	if f.err = sendFile(offer.URL, offer.Fields, photo()); f.err != nil {
		return ""
	}
	f.call("agent", http.MethodPut, to+"/"+offer.ID, as, nil)
	return offer.ID
}

// imports sends a table and has it checked.
func (f *furnished) imports() {
	var offer struct {
		ID, URL string
		Fields  map[string]string
	}
	f.call("supervisor", http.MethodPost, "/desk/imports", object{}, &offer)
	if f.err != nil {
		return
	}
	if f.err = sendFile(offer.URL, offer.Fields, []byte("手机号码,姓名\n13700000001,"+f.key+"\n1,"+f.key+"\n")); f.err != nil {
		return
	}
	f.table = offer.ID
	f.call("supervisor", http.MethodPut, "/desk/imports/"+f.table, object{"table": "customers", "trial": true}, nil)
}

// sendFile sends a file by a form, as a browser does.
func sendFile(url string, fields map[string]string, content []byte) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			return err
		}
	}
	part, err := form.CreateFormFile("file", "IMG_1.png")
	if err != nil {
		return err
	}
	if _, err := part.Write(content); err != nil {
		return err
	}
	if err := form.Close(); err != nil {
		return err
	}
	response, err := http.Post(url, form.FormDataContentType(), &body)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		answer, _ := io.ReadAll(response.Body) // all there is to say why
		return fmt.Errorf("send a file: %d %s", response.StatusCode, answer)
	}
	return nil
}

// photo is a picture that a browser can show.
func photo() []byte {
	shade := image.NewGray(image.Rect(0, 0, 320, 240))
	for i := range shade.Pix {
		shade.Pix[i] = uint8(i % 320 / 2)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, shade); err != nil {
		panic(err) // into memory
	}
	return out.Bytes()
}

// people are a violation and who is on call.
func (f *furnished) people() {
	var accused struct{ ID string }
	f.call("supervisor", http.MethodPost, "/desk/violations", object{"kind": "rude_call", "person": "1024", "ticket": f.number, "note": f.text("录音第 3 分 20 秒，语气生硬，客户随后投诉。")}, &accused)
	f.violation = accused.ID
	f.call("supervisor", http.MethodPost, "/desk/oncall", object{"staff": "staff-agent", "date": map[bool]string{true: "2026-06-20", false: "2026-06-21"}[f.mark == ""], "from": "18:30", "to": "08:30"}, nil)
	f.call("agent", http.MethodPut, "/desk/me/filters/"+"mine-"+f.key, object{"scope": "mine"}, nil)
}

// settings are a calendar that is new, whose change is on its way, and an SMS
// of which nobody knows whether it went out.
func (f *furnished) settings() {
	f.call("admin", http.MethodPut, "/desk/calendars/hours-"+f.key, object{"timeZone": "Asia/Shanghai", "hours": object{"mon": [][]string{{"08:30", "12:00"}, {"13:00", "18:30"}}, "sat": [][]string{{"09:00", "12:00"}}}}, nil)
	if f.err != nil {
		return
	}
	now := the.now()
	row := ledger.Row{Message: ledger.Message{ID: "doubt-" + f.key, Class: message.Notice, Cause: "cause-" + f.key, At: now, Number: f.number,
		To: ledger.Receiver{Kind: ledger.ToPerson, ID: f.number}, Template: message.AnswerWaiting}, State: ledger.Unknown, Why: "unclear", Masked: "138****1234",
		Lang: "zh", Version: 1, Attempts: 1, CreatedAt: now, ChangedAt: now}
	f.err = the.table.Ledger().Put(f.ctx, row)
}

// plainDesk is the desk as people fill it.
var plainDesk = sync.OnceValues(func() (*furnished, error) { return furnish("", "plain") })
