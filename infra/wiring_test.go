package infra

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"huiyin/shared/notice"
	"huiyin/shared/task"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The local stack delivers from a rule to a queue without asking the queue's
// policy. AWS does ask, and drops what is not allowed without a word: the
// policies are held to the rules here.

// sends tells whether a queue's policies let a service send to it, for the
// resource named.
func sends(all map[string]resource, queue, service, source string) bool {
	for _, name := range named(all, "AWS::SQS::QueuePolicy") {
		if !slices.Contains(targets(all[name].Properties["Queues"]), queue) {
			continue
		}
		for _, statement := range statements(all[name].Properties["PolicyDocument"]) {
			if statement["Effect"] == "Allow" && at(statement, "Principal", "Service") == service &&
				slices.Contains(list(statement["Action"]), any("sqs:SendMessage")) &&
				slices.Contains(targets(statement["Resource"]), queue) &&
				slices.Contains(targets(at(statement, "Condition", "ArnEquals", "aws:SourceArn")), source) {
				return true
			}
		}
	}
	return false
}

func TestRulesReachTheirQueues(t *testing.T) {
	all := template(t)
	kinds := map[string][]any{}
	for _, rule := range named(all, "AWS::Events::Rule") {
		if bus := target(all[rule].Properties["EventBusName"]); bus != "Bus" {
			t.Errorf("%s listens to %q", rule, bus)
		}
		if diff := cmp.Diff([]any{"huiyin"}, at(all[rule].Properties, "EventPattern", "source")); diff != "" {
			t.Errorf("%s: %s", rule, diff)
		}
		for _, to := range list(all[rule].Properties["Targets"]) {
			queue, dead := target(at(to, "Arn")), target(at(to, "DeadLetterConfig", "Arn"))
			for _, q := range []string{queue, dead} {
				if all[q].Type != "AWS::SQS::Queue" || !sends(all, q, "events.amazonaws.com", rule) {
					t.Errorf("%s may not send to %q", rule, q)
				}
			}
			kinds[queue] = append(kinds[queue], at(all[rule].Properties, "EventPattern", "detail-type").([]any)...)
		}
	}
	// What another event tells of does not come to the queue at all.
	if diff := cmp.Diff(map[string]any{"data": map[string]any{"told": []any{map[string]any{"exists": false}}}}, at(all["ServiceRule"].Properties, "EventPattern", "detail")); diff != "" {
		t.Error(diff)
	}
	// What leads to an SMS or to a task, as the code that plans them says: a type
	// that is missing here would be told to nobody.
	want := map[string][]any{}
	heard := append(notice.Types(), task.Follows()...)
	slices.Sort(heard)
	for _, typ := range slices.Compact(heard) {
		queue := "ServiceQueue"
		if slices.Contains(notice.BulkTypes(), typ) {
			queue = "BulkQueue"
		}
		want[queue] = append(want[queue], string(typ))
	}
	sorted := cmpopts.SortSlices(func(a, b any) bool { return a.(string) < b.(string) })
	if diff := cmp.Diff(want, kinds, sorted); diff != "" {
		t.Error(diff)
	}
}

func TestQueuesGiveUpIntoADeadLetterQueue(t *testing.T) {
	all := template(t)
	// Where a message ends that nobody could deliver or handle.
	last := []string{"AsideQueue", "BulkDeadQueue", "ServiceDeadQueue", "UndeliveredQueue"}
	var without []string
	for _, name := range named(all, "AWS::SQS::Queue") {
		queue := all[name].Properties
		if queue["SqsManagedSseEnabled"] != true {
			t.Errorf("%s is not encrypted", name)
		}
		if !onlyTLS(all, name) {
			t.Errorf("%s takes messages in the clear", name)
		}
		dead := target(at(queue, "RedrivePolicy", "deadLetterTargetArn"))
		if dead == "" {
			without = append(without, name)
			if queue["MessageRetentionPeriod"] != 1209600 {
				t.Errorf("%s does not keep its messages for fourteen days", name)
			}
		} else if all[dead].Type != "AWS::SQS::Queue" {
			t.Errorf("%s gives up into %q", name, dead)
		}
	}
	if diff := cmp.Diff(last, without); diff != "" {
		t.Error(diff)
	}
	watched := map[string]bool{}
	for _, name := range named(all, "AWS::CloudWatch::Alarm") {
		for _, dimension := range list(all[name].Properties["Dimensions"]) {
			watched[target(at(dimension, "Value"))] = true
		}
	}
	for _, name := range last {
		if !watched[name] {
			t.Errorf("no alarm looks at %s", name)
		}
	}
}

func onlyTLS(all map[string]resource, queue string) bool {
	for _, name := range named(all, "AWS::SQS::QueuePolicy") {
		for _, statement := range statements(all[name].Properties["PolicyDocument"]) {
			if statement["Effect"] == "Deny" && statement["Principal"] == "*" && statement["Action"] == "sqs:*" &&
				slices.Contains(targets(all[name].Properties["Queues"]), queue) &&
				slices.Contains(targets(statement["Resource"]), queue) &&
				at(statement, "Condition", "Bool", "aws:SecureTransport") == "false" {
				return true
			}
		}
	}
	return false
}

// Greetings come by a queue of their own, of which so many are worked on at once
// that together they keep to the rate: notify's share of it has to know how many.
func TestGreetingsShareTheRateAndTheirQueue(t *testing.T) {
	of := at(template(t)["Notify"].Properties, "Events")
	service, bulk := target(at(of, "Service", "Properties", "Queue")), target(at(of, "Bulk", "Properties", "Queue"))
	if service == bulk || service == "" || bulk == "" {
		t.Errorf("service messages come by %q, greetings by %q", service, bulk)
	}
	source, err := os.ReadFile("../functions/notify/main.go")
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("const bulkFunctions = %v\n", at(of, "Bulk", "Properties", "ScalingConfig", "MaximumConcurrency"))
	if !strings.Contains(string(source), want) || !strings.Contains(string(source), "rate.Limit(perSecond)/bulkFunctions") {
		t.Errorf("notify does not say %q", want)
	}
	if got := target(at(template(t)["Notify"].Properties, "Environment", "Variables", "SMS_RATE")); got != "SmsRate" {
		t.Errorf("the rate is %q", got)
	}
}

func TestSchedulesMayCallTheirFunctions(t *testing.T) {
	all := template(t)
	rates := map[string]any{}
	for _, name := range named(all, "AWS::Scheduler::Schedule") {
		to := all[name].Properties["Target"]
		called, dead := target(at(to, "Arn")), target(at(to, "DeadLetterConfig", "Arn"))
		role := all[target(at(to, "RoleArn"))]
		rates[called] = all[name].Properties["ScheduleExpression"]
		if !may(role, "lambda:InvokeFunction", called) || !may(role, "sqs:SendMessage", dead) {
			t.Errorf("%s may not call %q or not give up into %q", name, called, dead)
		}
		trusted := statements(role.Properties["AssumeRolePolicyDocument"])[0]
		if at(trusted, "Principal", "Service") != "scheduler.amazonaws.com" ||
			target(at(trusted, "Condition", "StringEquals", "aws:SourceAccount")) != "AWS::AccountId" {
			t.Errorf("%s: its role trusts %v", name, trusted)
		}
		// A late tick is to carry the hour that was meant.
		input := list(at(to, "Input", "Fn::If"))
		if len(input) != 3 || input[2] != `{"source":"aws.scheduler","time":"<aws.scheduler.scheduled-time>"}` {
			t.Errorf("%s sends %v", name, input)
		}
	}
	if diff := cmp.Diff(map[string]any{"Slacheck": "rate(1 minute)", "Greetings": "rate(1 hour)"}, rates); diff != "" {
		t.Error(diff)
	}
}

func TestRelayReadsOnlyEventsAndGivesUpInTheEnd(t *testing.T) {
	all := template(t)
	stream := at(all["Relay"].Properties, "Events", "Stream", "Properties")
	pattern := at(list(at(stream, "FilterCriteria", "Filters"))[0], "Pattern")
	if pattern != `{"eventName":["INSERT","MODIFY"],"dynamodb":{"NewImage":{"kind":{"S":["event"]}}}}` {
		t.Errorf("it is called for %v", pattern)
	}
	for _, bound := range []string{"MaximumRetryAttempts", "MaximumRecordAgeInSeconds"} {
		if n, ok := at(stream, bound).(int); !ok || n <= 0 {
			t.Errorf("%s is %v: one bad record would hold up all others for a day", bound, at(stream, bound))
		}
	}
	if at(stream, "BisectBatchOnFunctionError") != true {
		t.Error("one bad record takes its whole batch along")
	}
	if failed := target(at(stream, "DestinationConfig", "OnFailure", "Destination")); !may(roleOf(all, "Relay"), "sqs:SendMessage", failed) {
		t.Errorf("relay may not note in %q what was given up", failed)
	}
	for _, action := range []string{"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"} {
		if !may(roleOf(all, "Relay"), "dynamodb:"+action, "Table") {
			t.Errorf("relay lacks %s on the stream", action)
		}
	}
	if !may(roleOf(all, "Relay"), "events:PutEvents", "Bus") {
		t.Error("relay may not put events on the bus")
	}
}

func TestMappingsRepeatOnlyWhatFailed(t *testing.T) {
	all := template(t)
	for _, name := range named(all, function) {
		events, _ := all[name].Properties["Events"].(object)
		for label, event := range events {
			if at(event, "Type") == "Api" {
				continue
			}
			if diff := cmp.Diff([]any{"ReportBatchItemFailures"}, at(event, "Properties", "FunctionResponseTypes")); diff != "" {
				t.Errorf("%s %s: %s", name, label, diff)
			}
			if at(event, "Type") != "SQS" {
				continue
			}
			queue := target(at(event, "Properties", "Queue"))
			timeout, _ := all[name].Properties["Timeout"].(int)
			if hidden, _ := all[queue].Properties["VisibilityTimeout"].(int); timeout == 0 || hidden < 6*timeout {
				t.Errorf("%s hides a message %d s, %s works up to %d s", queue, hidden, name, timeout)
			}
			if at(event, "Properties", "ScalingConfig", "MaximumConcurrency") == nil {
				t.Errorf("%s %s has no bound", name, label)
			}
			for _, action := range strings.Fields("ReceiveMessage DeleteMessage GetQueueAttributes") {
				if !may(roleOf(all, name), "sqs:"+action, queue) {
					t.Errorf("%s lacks %s on %s", name, action, queue)
				}
			}
		}
	}
}
