package infra

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEachFolderIsAFunctionAndEachFunctionAFolder(t *testing.T) {
	all := template(t)
	var deployed, written []string
	for _, name := range named(all, function) {
		code := all[name].Properties["CodeUri"].(string)
		deployed = append(deployed, strings.TrimPrefix(code, "functions/"))
		if want := "functions/" + strings.ToLower(name); code != want {
			t.Errorf("%s is built from %s, want %s", name, code, want)
		}
	}
	entries, err := os.ReadDir("../functions")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.IsDir() {
			written = append(written, entry.Name())
		}
	}
	slices.Sort(deployed)
	if diff := cmp.Diff(written, deployed); diff != "" {
		t.Errorf("functions/ (-) and template.yaml (+) differ:\n%s", diff)
	}
}

func TestEachFunctionHasItsOwnRoleAndLog(t *testing.T) {
	all := template(t)
	owner := map[string]string{}
	for _, name := range named(all, function) {
		role := target(all[name].Properties["Role"])
		logs := target(at(all[name].Properties, "LoggingConfig", "LogGroup"))
		for _, own := range []string{role, logs} {
			if other, taken := owner[own]; taken || own == "" {
				t.Errorf("%s: %q is missing or belongs to %s", name, own, other)
			}
			owner[own] = name
		}
		if all[logs].Type != "AWS::Logs::LogGroup" || all[logs].Properties["RetentionInDays"] == nil {
			t.Errorf("%s: its log group has no retention", name)
		}
		if !may(all[role], "logs:PutLogEvents", logs) {
			t.Errorf("%s may not write its log", name)
		}
		if all[role].Properties["ManagedPolicyArns"] != nil {
			t.Errorf("%s has a managed policy: its rights are to stand in the template", name)
		}
	}
}

func TestNoRoleMayDoEverything(t *testing.T) {
	all := template(t)
	for _, name := range named(all, "AWS::IAM::Role") {
		for _, statement := range granted(all[name]) {
			for _, action := range list(statement["Action"]) {
				if strings.Contains(action.(string), "*") {
					t.Errorf("%s allows %s", name, action)
				}
			}
			for _, on := range list(statement["Resource"]) {
				if text, plain := on.(string); plain && strings.Contains(text, "*") &&
					!(name == "NotifyRole" && fmt.Sprint(list(statement["Action"])) == "[sns:Publish]") {
					t.Errorf("%s allows %v on %s", name, statement["Action"], text)
				}
			}
		}
	}
}

func TestOnlyNotifySendsSms(t *testing.T) {
	all := template(t)
	var senders []string
	for _, name := range named(all, "AWS::IAM::Role") {
		for _, statement := range granted(all[name]) {
			if slices.Contains(list(statement["Action"]), any("sns:Publish")) {
				senders = append(senders, name)
			}
		}
	}
	if diff := cmp.Diff([]string{"NotifyRole"}, senders); diff != "" {
		t.Error(diff)
	}
}

func TestIndexesAreReadOnlyByThoseWhoNeedThem(t *testing.T) {
	all := template(t)
	readers := map[string][]string{}
	for _, name := range named(all, function) {
		for _, statement := range granted(roleOf(all, name)) {
			for _, on := range list(statement["Resource"]) {
				text, _ := at(on, "Fn::Sub").(string)
				if _, index, found := strings.Cut(text, "/index/"); found {
					readers[index] = append(readers[index], name)
					if diff := cmp.Diff([]any{"dynamodb:Query"}, statement["Action"]); diff != "" {
						t.Errorf("%s on index %s: %s", name, index, diff)
					}
				}
			}
		}
	}
	want := map[string][]string{"lines": {"Desk", "Public", "Slacheck"}, "due": {"Slacheck"}}
	if diff := cmp.Diff(want, readers); diff != "" {
		t.Error(diff)
	}
}

func TestRoutesAreSpelledOut(t *testing.T) {
	all := template(t)
	if all["Api"].Properties["DefinitionBody"] != nil || all["Api"].Properties["DefinitionUri"] != nil {
		t.Error("routes come from the functions' events: only then the right to call a function comes with them")
	}
	var routes []string
	for _, name := range named(all, function) {
		events, _ := all[name].Properties["Events"].(object)
		for _, event := range events {
			if at(event, "Type") != "Api" {
				continue
			}
			if api := target(at(event, "Properties", "RestApiId")); api != "Api" {
				t.Errorf("%s has a route on %q", name, api)
			}
			routes = append(routes, fmt.Sprintf("%v %v %s",
				at(event, "Properties", "Path"), at(event, "Properties", "Method"), name))
		}
	}
	slices.Sort(routes)
	want := []string{
		"/ get Public", "/assets/{file} get Public",
		"/complaint get Public", "/complaints options Public", "/complaints post Public",
		"/greetings get Public", "/greetings options Public", "/greetings post Public",
		"/greetings/code options Public", "/greetings/code post Public",
		"/handover/{token} get Public", "/handover/{token} post Public",
		"/health get Public",
		"/inquiries options Public", "/inquiries post Public", "/inquiry get Public",
		"/openapi.json get Public", "/privacy get Public",
		"/status get Public", "/status options Public", "/status post Public",
		"/status/messages options Public", "/status/messages post Public",
		"/waybill get Public", "/waybill options Public", "/waybill post Public",
	}
	for _, path := range []string{"/desk", "/desk/{proxy+}"} {
		for _, method := range []string{"delete", "get", "options", "patch", "post", "put"} {
			want = append(want, path+" "+method+" Desk")
		}
	}
	for _, path := range []string{"/console", "/console/{proxy+}"} {
		want = append(want, path+" get Desk", path+" post Desk")
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, routes); diff != "" {
		t.Error(diff)
	}
}
