package infra

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huiyin/shared/session"
)

func TestTableKeepsWhatItHolds(t *testing.T) {
	table := template(t)["Table"]
	for _, policy := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
		if table.Raw[policy] != "Retain" {
			t.Errorf("%s is %v", policy, table.Raw[policy])
		}
	}
	for _, want := range []struct {
		value any
		path  []string
	}{
		{"PAY_PER_REQUEST", []string{"BillingMode"}},
		{"NEW_IMAGE", []string{"StreamSpecification", "StreamViewType"}},
		{true, []string{"PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"}},
		{true, []string{"SSESpecification", "SSEEnabled"}},
		{nil, []string{"SSESpecification", "KMSMasterKeyId"}},
		{"ttl", []string{"TimeToLiveSpecification", "AttributeName"}},
		{true, []string{"TimeToLiveSpecification", "Enabled"}},
		{[]any{"IsProtected", true, false}, []string{"DeletionProtectionEnabled", "Fn::If"}},
	} {
		if diff := cmp.Diff(want.value, at(table.Properties, want.path...)); diff != "" {
			t.Errorf("%v: %s", want.path, diff)
		}
	}
	if protected := at(document(t), "Parameters", "DeletionProtection", "Default"); protected != "true" {
		t.Errorf("deletion protection is %v unless one says otherwise", protected)
	}
}

func TestFilesAreNobodysButTheDesks(t *testing.T) {
	files := template(t)["Files"]
	for _, policy := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
		if files.Raw[policy] != "Retain" {
			t.Errorf("%s is %v", policy, files.Raw[policy])
		}
	}
	closed := map[string]any{"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true}
	if diff := cmp.Diff(any(closed), files.Properties["PublicAccessBlockConfiguration"]); diff != "" {
		t.Error(diff)
	}
	if files.Properties["VersioningConfiguration"] != nil {
		t.Error("a version outlives an erasure")
	}
	forgotten := false
	for _, rule := range list(at(files.Properties, "LifecycleConfiguration", "Rules")) {
		forgotten = forgotten || at(rule, "Prefix") == "incoming/" && at(rule, "ExpirationInDays") == 1
	}
	if !forgotten {
		t.Error("what was sent and never kept stays")
	}
}

func TestTableHasTheKeysAndIndexesTheCodeReads(t *testing.T) {
	table := template(t)["Table"]
	keys := func(schema any) (names []any) {
		for _, key := range list(schema) {
			names = append(names, at(key, "AttributeName"))
		}
		return names
	}
	if diff := cmp.Diff([]any{"pk", "sk"}, keys(table.Properties["KeySchema"])); diff != "" {
		t.Error(diff)
	}
	got := map[string][]any{}
	for _, index := range list(table.Properties["GlobalSecondaryIndexes"]) {
		got[at(index, "IndexName").(string)] = append(append(keys(at(index, "KeySchema")), at(index, "Projection", "ProjectionType")),
			list(at(index, "Projection", "NonKeyAttributes"))...)
	}
	want := map[string][]any{"lines": {"qpk", "qsk", "INCLUDE", "line"}, "due": {"dpk", "dsk", "KEYS_ONLY"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheClockIsMovedInNoProduction(t *testing.T) {
	rule := at(document(t), "Rules", "ProdKeepsTime")
	if diff := cmp.Diff([]any{object{"Ref": "Stage"}, "prod"}, at(rule, "RuleCondition", "Fn::Equals")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]any{object{"Ref": "ClockOffset"}, "0"}, at(list(at(rule, "Assertions"))[0], "Assert", "Fn::Equals")); diff != "" {
		t.Error(diff)
	}
}

func TestStaffCanNotSignUpOrRenameThemselves(t *testing.T) {
	all := template(t)
	if at(all["UserPool"].Properties, "AdminCreateUserConfig", "AllowAdminCreateUserOnly") != true {
		t.Error("anybody can sign up")
	}
	client := all["UserPoolClient"].Properties
	if client["GenerateSecret"] != false {
		t.Error("a browser can't keep the client's secret")
	}
	// Without a list of its own a client may write every attribute, and a
	// person could become another by changing custom:staff.
	if diff := cmp.Diff([]any{"locale"}, client["WriteAttributes"]); diff != "" {
		t.Error(diff)
	}
	// A session at the console lasts as long as what renews its token, not longer.
	if hours := client["RefreshTokenValidity"]; hours != int(session.Life.Hours()) || at(client, "TokenValidityUnits", "RefreshToken") != "hours" {
		t.Errorf("a refresh token lives %v hours, a session %v", hours, session.Life)
	}
	if flows := client["ExplicitAuthFlows"]; !cmp.Equal(flows, []any{"ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}) {
		t.Errorf("the console signs in with a password and refreshes; the client allows %v", flows)
	}
	var groups []string
	for _, name := range named(all, "AWS::Cognito::UserPoolGroup") {
		groups = append(groups, all[name].Properties["GroupName"].(string))
	}
	if diff := cmp.Diff([]string{"admin", "agent", "supervisor"}, groups); diff != "" {
		t.Error(diff)
	}
}
