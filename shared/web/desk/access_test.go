package desk

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/token"
	"huiyin/shared/web"
	"huiyin/shared/web/public"
	"huiyin/shared/words"
)

// narrow are the operations that are not for everyone, by hand: a slip in the
// table is a slip here too, or it is found.
var narrow = map[string][]Role{
	"simulate": {Supervisor, Admin}, "listCalendars": {Supervisor, Admin}, "readCalendar": {Supervisor, Admin}, "listCalendarVersions": {Supervisor, Admin},
	"readPolicies": {Supervisor, Admin}, "listPolicyVersions": {Supervisor, Admin}, "listHolidays": {Supervisor, Admin}, "readHolidays": {Supervisor, Admin},
	"listHolidayVersions": {Supervisor, Admin}, "listJobs": {Supervisor, Admin}, "readJob": {Supervisor, Admin},
	"saveCalendar": {Admin}, "previewCalendar": {Admin}, "savePolicies": {Admin}, "previewPolicies": {Admin}, "saveHolidays": {Admin}, "previewHolidays": {Admin},
	"listTemplates": {Supervisor, Admin}, "readTemplate": {Supervisor, Admin}, "readGreetings": {Supervisor, Admin}, "readBudget": {Supervisor, Admin},
	"switchTemplate": {Admin}, "saveText": {Admin}, "previewText": {Admin}, "saveGreetings": {Admin},
	"ruleTicket": {Supervisor, Admin}, "listDisputes": {Supervisor, Admin}, "proposeViolation": {Supervisor, Admin},
	"listGifts": {Supervisor, Admin}, "listGiftParts": {Supervisor, Admin}, "exportGifts": {Supervisor, Admin}, "readTaskRules": {Supervisor, Admin}, "saveTaskRules": {Admin},
	"confirmViolation": {Supervisor, Admin}, "dismissViolation": {Supervisor, Admin}, "decideViolation": {Supervisor, Admin},
	"exportPerson": {Supervisor, Admin}, "removeAttachment": {Supervisor, Admin}, "removeProof": {Supervisor, Admin}, "erasePerson": {Admin},
	"addOnCall": {Supervisor, Admin}, "removeOnCall": {Supervisor, Admin},
	"addStaff": {Admin}, "saveStaff": {Admin}, "listTeams": {Admin}, "saveTeam": {Admin}, "listCustomers": {Admin},
	"listDoubtful": {Admin}, "sendMessage": {Admin}, "dropMessage": {Admin}, "listAside": {Admin}, "readAudit": {Admin},
	"listClassRuns": {Supervisor, Admin}, "readClassRun": {Supervisor, Admin},
	"offerImport": {Supervisor, Admin}, "listImports": {Supervisor, Admin}, "readImport": {Supervisor, Admin}, "startImport": {Supervisor, Admin},
	"cancelImport": {Supervisor, Admin}, "listImportProblems": {Supervisor, Admin}, "saveImportProblems": {Supervisor, Admin},
	"importTemplate": {Supervisor, Admin}, "importRows": {Supervisor, Admin}, "exportCustomers": {Supervisor, Admin}, "listCustomerParts": {Supervisor, Admin},
	"readSample": {Supervisor, Admin}, "reviewTicket": {Supervisor, Admin}, "exportTickets": {Supervisor, Admin}, "listExportParts": {Supervisor, Admin},
	"savePlace": {Supervisor, Admin}, "importPlaces": {Supervisor, Admin},
	"saveTariff": {Supervisor, Admin}, "deleteTariff": {Supervisor, Admin}, "importTariffs": {Supervisor, Admin},
	"readBoard": {Supervisor, Admin}, "handOut": {Supervisor, Admin},
	"saveArticle": {Supervisor, Admin}, "listReaders": {Supervisor, Admin},
	"saveReply": {Supervisor, Admin}, "removeReply": {Supervisor, Admin}, "listReplyVersions": {Supervisor, Admin},
	"mergeCustomers": {Supervisor, Admin}, "rateCustomer": {Supervisor, Admin}, "listAccess": {Supervisor, Admin}, "saveCare": {Admin},
	"openBulletin": {Supervisor, Admin}, "previewBulletin": {Supervisor, Admin}, "listTold": {Supervisor, Admin}, "closeBulletin": {Supervisor, Admin},
	"listGreetingRuns": {Supervisor, Admin}, "listGreeted": {Supervisor, Admin}, "listCards": {Supervisor, Admin}, "exportCards": {Supervisor, Admin}, "sendCards": {Supervisor, Admin},
	"listCampaigns": {Supervisor, Admin}, "addCampaign": {Supervisor, Admin}, "readCampaign": {Supervisor, Admin}, "saveCampaign": {Supervisor, Admin},
	"countCampaign": {Supervisor, Admin}, "approveCampaign": {Supervisor, Admin}, "stopCampaign": {Supervisor, Admin}, "resumeCampaign": {Supervisor, Admin},
	"listRecipients": {Supervisor, Admin}, "exportRecipients": {Supervisor, Admin}, "readContent": {Supervisor, Admin}, "saveContent": {Supervisor, Admin},
	"readCampaignSettings": {Supervisor, Admin}, "saveCampaignSettings": {Admin},
	"saveShipmentSettings": {Admin}, "exportShipments": {Supervisor, Admin}, "listShipmentParts": {Supervisor, Admin},
}

// rule: PD-11
func TestEveryOperationLetsInItsRolesAndNobodyElse(t *testing.T) {
	b := newBench(t)
	for _, op := range operations {
		want, ok := narrow[op.id]
		if !ok {
			want = roles
		}
		if !slices.Equal(op.roles, want) {
			t.Errorf("%s is for %v", op.id, op.roles)
		}
		path := strings.NewReplacer("{number}", "K7M3QP9XA", "{table}", "customers", "{id}", "nobody12", "{month}", "2026-06").Replace(op.path)
		call := func(as string) answer {
			body := "{}"
			if op.method == get || op.method == remove {
				body = ""
			}
			return b.call(as, op.method, path, body)
		}
		call("").refused(http.StatusUnauthorized, "token.refused")
		if a := call("forged"); a.status != http.StatusUnauthorized || a.header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s: %d %s", a.request, a.status, a.header)
		}
		call("nobody").refused(http.StatusForbidden, "desk.role")
		call("stranger").refused(http.StatusForbidden, "desk.role")
		for _, role := range roles {
			a := call(string(role))
			switch {
			case !slices.Contains(want, role):
				a.refused(http.StatusForbidden, "desk.role")
			case a.status == http.StatusUnauthorized || a.status == http.StatusForbidden || a.status >= 500:
				t.Errorf("%s: %d %s", a.request, a.status, a.raw)
			}
		}
	}
}

func TestNothingIsServedThatIsNotInTheTable(t *testing.T) {
	b := newBench(t)
	served := 0
	document := web.New(web.Settings{Languages: words.Langs}).API()
	b.desk.Register(document)
	for path, item := range document.OpenAPI().Paths {
		for method, op := range map[string]*huma.Operation{get: item.Get, post: item.Post, put: item.Put, remove: item.Delete, "PATCH": item.Patch} {
			known := slices.ContainsFunc(operations, func(o operation) bool { return o.path == path && o.method == method })
			if registered := op != nil; registered != known {
				t.Errorf("%s %s: registered %v, in the table %v", method, path, registered, known)
			} else if registered {
				served++
			}
		}
	}
	for _, op := range operations { // and the app serves each under the table's own path
		path := strings.NewReplacer("{number}", "K7M3QP9XA", "{table}", "customers", "{id}", "nobody12").Replace(op.path)
		if a := b.call("forged", op.method, path, ""); a.status != http.StatusUnauthorized && a.status != http.StatusUnsupportedMediaType {
			t.Errorf("%s: %d", a.request, a.status)
		}
	}
	if served != len(operations) {
		t.Errorf("%d served, %d in the table", served, len(operations))
	}
	for _, wrong := range [][]Role{nil, {}, {"janitor"}, {Admin, ""}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("an operation for %q was registered", wrong)
				}
			}()
			b.desk.register(web.New(web.Settings{Languages: words.Langs}).API(), operation{"x", get, "/desk/x", wrong, anAccount, unaudited, on((*Desk).me), ""})
		}()
	}
}

func TestTheDocumentHoldsBothSides(t *testing.T) {
	customers := &public.Service{Vocabulary: ticket.DefaultVocabulary()}
	document := web.Document("Huiyin", "", customers.Register, (&Desk{}).Register)
	w := httptest.NewRecorder()
	document(w, httptest.NewRequest(get, "/openapi.json", nil))
	a := answer{}
	if err := json.Unmarshal(w.Body.Bytes(), &a.body); err != nil {
		t.Fatal(err)
	}
	for _, op := range operations {
		described, _ := a.at("paths").(map[string]any)[op.path].(map[string]any)[strings.ToLower(op.method)].(map[string]any)
		if described["operationId"] != op.id || described["security"] == nil {
			t.Errorf("%s %s is described as %v", op.method, op.path, described)
		}
	}
}

func TestAnAccountIsTheMemberOfStaffItNames(t *testing.T) {
	b := newBench(t)
	b.accounts["by id"] = token.Identity{Subject: "1", Username: "agent", StaffID: b.staff["other"], Groups: []string{"agent"}}
	b.accounts["stale id"] = token.Identity{Subject: "2", Username: "agent", StaffID: "NOBODY", Groups: []string{"agent"}}
	b.accounts["left id"] = token.Identity{Subject: "3", Username: "agent", StaffID: b.staff["gone"], Groups: []string{"admin"}}
	b.accounts["two"] = token.Identity{Subject: "4", Username: "agent", Groups: []string{"supervisor", "x", "agent"}}
	for as, badge := range map[string]string{"agent": "101", "by id": "102", "stale id": "101"} {
		if got := b.call(as, get, "/desk/me", "").is(200).text("staff.badge"); got != badge {
			t.Errorf("%s is %s, want %s", as, got, badge)
		}
	}
	if got := b.call("two", get, "/desk/me", "").is(200).at("roles"); len(got.([]any)) != 2 {
		t.Errorf("roles %v", got)
	}
	if me := b.call("newadmin", get, "/desk/me", "").is(200); me.at("staff") != nil || me.text("account") != "sub-newadmin" {
		t.Errorf("without a file: %s", me.raw)
	}
	b.call("newagent", get, "/desk/tickets", "").refused(403, "desk.no_file")
	b.call("newagent", post, "/desk/tickets", `{"type":"inquiry"}`).refused(403, "desk.no_file")
	for _, as := range []string{"gone", "left id"} {
		b.call(as, get, "/desk/me", "").refused(403, "desk.left")
		b.call(as, get, "/desk/staff", "").refused(403, "desk.left")
	}
}

func TestTheFirstAdminCanSetUpTheDesk(t *testing.T) {
	b := newBench(t)
	made := b.call("newadmin", post, "/desk/staff", `{"name":"新管理员","badge":"A1","phone":"13700137000","role":"admin","login":"newadmin"}`).is(201)
	if by := b.store.Told(0); by[len(by)-1].By != "account:sub-newadmin" {
		t.Errorf("the event names %s", by[len(by)-1].By)
	}
	if me := b.call("newadmin", get, "/desk/me", "").is(200); me.text("staff.id") != made.text("id") || me.text("staff.role") != staff.Admin {
		t.Errorf("afterwards: %s", me.raw)
	}
}

func TestHealthAsksNothing(t *testing.T) {
	if a := newBench(t).call("", get, "/desk/health", "").is(200); a.text("status") != "ok" {
		t.Error(a.raw)
	}
}
